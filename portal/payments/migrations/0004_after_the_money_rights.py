"""Fundraisers see refunds, disputes and findings; they send money back and switch the comparisons."""

from django.db import migrations

NAME = "Fundraisers"
RIGHTS = {
    "refund": ("view", "add"),
    "dispute": ("view",),
    "finding": ("view",),
    "reconcilerswitch": ("change",),
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
        content_type__app_label="payments", content_type__model__in=RIGHTS, group__name=NAME
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_after_the_money"),
        ("payments", "0002_fundraisers"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
