"""To whom a receipt is addressed is part of its snapshot; when it was last reissued is a note beside it.

SQLite makes the table anew for a new column and loses its triggers on the way: they are taken off and put on again.
"""

from django.db import migrations, models

from portal.payments import frozen

BEFORE = {
    "payments_receipt": (
        "id, series_id, number, code, kind, language, organisation, donor_name, donor_postcode, donor_address, "
        "amount_jpy, received_on, issued_at, replaces_id, pdf, pdf_sha256"
    ),
    "payments_receiptline": "id, receipt_id, payment_id, position, received_on, amount_jpy",
}
AFTER = BEFORE | {"payments_receipt": BEFORE["payments_receipt"] + ", donor_is_body"}


def thaw(apps, schema_editor):
    frozen.unlock(schema_editor.connection)


def freeze_as_before(apps, schema_editor):
    frozen.lock(schema_editor.connection, BEFORE)


def freeze(apps, schema_editor):
    frozen.lock(schema_editor.connection, AFTER)


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_rights_on_plan_endings")]
    operations = [
        migrations.RunPython(thaw, freeze_as_before),
        migrations.AddField(
            model_name="receipt",
            name="reissued_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last reissued at"),
        ),
        migrations.AddField(
            model_name="receipt",
            name="donor_is_body",
            field=models.BooleanField(default=False, verbose_name="to a company or group"),
        ),
        migrations.RunPython(freeze, thaw),
    ]
