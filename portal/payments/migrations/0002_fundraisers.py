"""Fundraisers may look at money, and let a webhook have its effect again."""

from django.db import migrations

NAME = "Fundraisers"
RIGHTS = {
    "payment": ("view",),
    "ledgerentry": ("view",),
    "webhookevent": ("view", "change"),
    "reconciliation": ("view",),
}


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
        content_type__app_label="payments", group__name=NAME
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
