"""The staff group that looks after campaigns, runners and messages. Figures of money are read only for it."""

from django.db import migrations

NAME = "Fundraisers"
# model → what the group may do with it
RIGHTS = {
    "campaign": ("add", "change", "view"),
    "passage": ("add", "change", "delete", "view"),
    "impact": ("add", "change", "delete", "view"),
    "giftterms": ("add", "view"),
    "race": ("add", "change", "view"),
    "coursepoint": ("add", "change", "delete", "view"),
    "runner": ("change", "view"),
    "fundraisingpage": ("change", "view"),
    "donation": ("change", "view"),
    "gathering": ("add", "change", "delete", "view"),
}


def make_group(apps, schema_editor):
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
    group.permissions.add(permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
