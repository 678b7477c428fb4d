"""Every sign-up knows its place and how long one is away for it; PostgreSQL itself refuses two places too far apart."""

import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

# Half-open, as in volunteers.queries.standing.too_near: at one place the shifts themselves must not overlap
# (nobody_is_in_two_places); between two places there is time to travel. The states are volunteers.models.HOLDING.
TIME_TO_TRAVEL = """
ALTER TABLE volunteers_signup ADD CONSTRAINT between_two_places_there_is_time_to_travel
EXCLUDE USING gist (person_id WITH =, place_id WITH <>, tstzrange(away_from, away_until, '[)') WITH &&)
WHERE (status IN ('offered', 'confirmed', 'checked_in', 'attended', 'no_show'));
"""


def fill_in(apps, schema_editor):
    Signup = apps.get_model("volunteers", "Signup")
    for shift in apps.get_model("volunteers", "Shift").objects.select_related("place").iterator(chunk_size=1000):
        Signup.objects.filter(shift=shift).update(
            place=shift.place,
            away_from=shift.report_at,
            away_until=models.F("period_end") + dt.timedelta(minutes=shift.place.travel_minutes),
        )
    if schema_editor.connection.vendor == "postgresql":
        # Foreign keys are checked at the end of a transaction; the columns change before that.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TIME_TO_TRAVEL)


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE volunteers_signup DROP CONSTRAINT between_two_places_there_is_time_to_travel"
        )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0008_seats_and_parties")]
    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AlterField("signup", "away_from", models.DateTimeField(editable=False)),
        migrations.AlterField("signup", "away_until", models.DateTimeField(editable=False)),
        migrations.AlterField(
            "signup",
            "place",
            models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="volunteers.place",
            ),
        ),
        migrations.RunPython(put_up, take_down),
    ]
