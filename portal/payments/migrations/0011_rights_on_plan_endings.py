"""Fundraisers end a monthly plan for a payer who rang or wrote."""

from django.db import migrations

NAME = "Fundraisers"


def grant(apps, schema_editor):
    # Permissions are made after all migrations, by their own names; made here first, they are found there.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="payments", model="planending"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="add_planending", defaults={"name": "Can add planending"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.add(right)


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=NAME):
        rights = group.permissions.filter(content_type__app_label="payments", codename="add_planending")
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0010_plan_endings"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
