"""What Django's own operations cannot say: nobody is in two places at one time, and steps are never rewritten."""

from django.db import migrations

# Half-open: a shift that begins when another ends does not overlap it. The states are volunteers.models.HOLDING.
NOBODY_IS_IN_TWO_PLACES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE volunteers_signup ADD CONSTRAINT nobody_is_in_two_places
EXCLUDE USING gist (person_id WITH =, tstzrange(period_start, period_end, '[)') WITH &&)
WHERE (status IN ('offered', 'confirmed', 'checked_in', 'attended', 'no_show'));
"""
STEPS_STAY_ON_POSTGRESQL = """
CREATE FUNCTION volunteers_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'steps of sign-ups are append-only'; END $$;
CREATE TRIGGER steps_of_signups_stay BEFORE UPDATE OR DELETE ON volunteers_signupevent
FOR EACH ROW EXECUTE FUNCTION volunteers_steps_stay();
"""
# SQLite empties tables between live-server tests by DELETE, so there only rewriting is refused.
STEPS_STAY_ON_SQLITE = """
CREATE TRIGGER steps_of_signups_stay BEFORE UPDATE ON volunteers_signupevent
BEGIN SELECT RAISE(ABORT, 'steps of sign-ups are append-only'); END
"""


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NOBODY_IS_IN_TWO_PLACES)
        schema_editor.execute(STEPS_STAY_ON_POSTGRESQL)
    else:
        schema_editor.execute(STEPS_STAY_ON_SQLITE)


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE volunteers_signup DROP CONSTRAINT nobody_is_in_two_places")
        schema_editor.execute("DROP FUNCTION volunteers_steps_stay() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER steps_of_signups_stay")


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
