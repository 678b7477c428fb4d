"""What coordinators may do about parties, hand-overs, and rules that may be overridden."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MAY = {
    "volunteers": ["view_party", "change_party", "view_handover", "view_promise", "override_rule"],
    "people": ["view_guardian", "view_insurancecover"],
}


def let_them(apps, schema_editor):
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    for label, names in MAY.items():
        # Permissions are written after the last migration; the group needs them now.
        create_permissions(installed.get_app_config(label), apps=apps, verbosity=0)
        found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=label, codename__in=names)
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0009_time_to_travel"),
        ("people", "0003_guardians_and_insurance"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
