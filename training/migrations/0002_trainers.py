"""The group of people who run courses, with what they may do in the back office."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MAY = [
    *(f"{verb}_{model}" for model in ("course", "edition", "session") for verb in ("add", "change", "view")),
    "view_enrolment",
    "change_enrolment",
    "view_certificate",
    "add_certificate",
    "change_certificate",
    "teach_course",
]


def make_group(apps, schema_editor):
    # Permissions are written after the last migration; the group needs them now.
    create_permissions(installed.get_app_config("training"), apps=apps, verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name="Trainers")
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="training", codename__in=MAY),
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
