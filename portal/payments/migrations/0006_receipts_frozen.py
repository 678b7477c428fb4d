"""Receipts are frozen by triggers; Fundraisers may issue, cancel and read them."""

from django.db import migrations

from portal.payments import frozen

NAME = "Fundraisers"
RIGHTS = {
    "receipt": ("add", "change", "view"),
    "receiptissuer": ("add", "view"),
    "issuerdetails": ("add", "view"),
    "certification": ("add", "change", "view"),
    "receiveddatepolicy": ("add", "view"),
}


COLUMNS = {  # of that day; a later migration adds one
    "payments_receipt": (
        "id, series_id, number, code, kind, language, organisation, donor_name, donor_postcode, donor_address, "
        "amount_jpy, received_on, issued_at, replaces_id, pdf, pdf_sha256"
    ),
    "payments_receiptline": "id, receipt_id, payment_id, position, received_on, amount_jpy",
}


def freeze(apps, schema_editor):
    frozen.lock(schema_editor.connection, COLUMNS)


def thaw(apps, schema_editor):
    frozen.unlock(schema_editor.connection)


def grant(apps, schema_editor):
    # Permissions are made after all migrations, by their own names; made here first, they are found there.
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    for model, verbs in RIGHTS.items():
        kind, _ = content_type.objects.get_or_create(app_label="payments", model=model)
        for verb in verbs:
            right, _ = permission.objects.get_or_create(
                content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
            )
            group.permissions.add(right)


def revoke(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="payments", content_type__model__in=RIGHTS, group__name=NAME
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_receipts")]
    operations = [migrations.RunPython(freeze, thaw), migrations.RunPython(grant, revoke)]
