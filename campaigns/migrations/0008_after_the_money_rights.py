"""Fundraisers enter and confirm offline gifts, keep sponsors' promises and move gifts."""

from django.db import migrations

NAME = "Fundraisers"
RIGHTS = {
    "offlinegift": ("add", "change", "view"),
    "matchpledge": ("add", "change", "view"),
    "reassignment": ("add", "view"),
}


def grant(apps, schema_editor):
    # Permissions are made after all migrations, by their own names; made here first, they are found there.
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    for model, verbs in RIGHTS.items():
        kind, _ = content_type.objects.get_or_create(app_label="campaigns", model=model)
        label = apps.get_model("campaigns", model)._meta.verbose_name
        for verb in verbs:
            right, _ = permission.objects.get_or_create(
                content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {label}"}
            )
            group.permissions.add(right)


def revoke(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="campaigns", content_type__model__in=RIGHTS, group__name=NAME
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_after_the_money")]
    operations = [migrations.RunPython(grant, revoke)]
