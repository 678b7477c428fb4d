"""Wagtail's own group of editors, which may write drafts, may also publish, keep the library and translate."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

LIBRARY = [f"{verb}_{model}" for model in ("readingitem", "topic", "organisation") for verb in ("add", "change", "delete", "view")]


def make_group(apps, schema_editor):
    # Permissions are written after the last migration; the group needs them now.
    for label in ("home", "cms", "wagtailcore", "wagtail_localize"):
        create_permissions(installed.get_app_config(label), apps=apps, verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="home", codename__in=LIBRARY),
        *Permission.objects.filter(content_type__app_label="cms", codename="change_organisationsettings"),
        *Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation"),
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in ("add_page", "change_page", "publish_page"):
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=group,
            page=root,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("cms", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
