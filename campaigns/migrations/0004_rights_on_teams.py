"""Fundraisers look after teams; nothing that gifts hang on is ever deleted."""

from django.db import migrations

NAME = "Fundraisers"
RIGHTS = {"team": ("add", "change", "view"), "teammembership": ("view",)}


def give_rights(apps, schema_editor):
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


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_teams_and_dedications")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
