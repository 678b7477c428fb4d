"""Public holidays of 2026 and 2027, and what coordinators may do with series and events."""

import datetime as dt

from django.contrib.auth.management import create_permissions
from django.apps import apps as installed
from django.db import migrations

SOURCE = "国民の祝日に関する法律(昭和23年法律第178号)、国立天文台「暦要項」"
NEW_YEAR, SUBSTITUTE, BETWEEN = ("元日", "New Year's Day"), ("休日", "Substitute holiday"), ("休日", "Citizens' holiday")
HOLIDAYS = {
    2026: {
        "01-01": NEW_YEAR,
        "01-12": ("成人の日", "Coming of Age Day"),
        "02-11": ("建国記念の日", "National Foundation Day"),
        "02-23": ("天皇誕生日", "The Emperor's Birthday"),
        "03-20": ("春分の日", "Vernal Equinox Day"),
        "04-29": ("昭和の日", "Shōwa Day"),
        "05-03": ("憲法記念日", "Constitution Memorial Day"),
        "05-04": ("みどりの日", "Greenery Day"),
        "05-05": ("こどもの日", "Children's Day"),
        "05-06": SUBSTITUTE,
        "07-20": ("海の日", "Marine Day"),
        "08-11": ("山の日", "Mountain Day"),
        "09-21": ("敬老の日", "Respect for the Aged Day"),
        "09-22": BETWEEN,
        "09-23": ("秋分の日", "Autumnal Equinox Day"),
        "10-12": ("スポーツの日", "Sports Day"),
        "11-03": ("文化の日", "Culture Day"),
        "11-23": ("勤労感謝の日", "Labour Thanksgiving Day"),
    },
    2027: {
        "01-01": NEW_YEAR,
        "01-11": ("成人の日", "Coming of Age Day"),
        "02-11": ("建国記念の日", "National Foundation Day"),
        "02-23": ("天皇誕生日", "The Emperor's Birthday"),
        "03-21": ("春分の日", "Vernal Equinox Day"),
        "03-22": SUBSTITUTE,
        "04-29": ("昭和の日", "Shōwa Day"),
        "05-03": ("憲法記念日", "Constitution Memorial Day"),
        "05-04": ("みどりの日", "Greenery Day"),
        "05-05": ("こどもの日", "Children's Day"),
        "07-19": ("海の日", "Marine Day"),
        "08-11": ("山の日", "Mountain Day"),
        "09-20": ("敬老の日", "Respect for the Aged Day"),
        "09-23": ("秋分の日", "Autumnal Equinox Day"),
        "10-11": ("スポーツの日", "Sports Day"),
        "11-03": ("文化の日", "Culture Day"),
        "11-23": ("勤労感謝の日", "Labour Thanksgiving Day"),
    },
}
MODELS = ("restday", "shifttemplate", "templatedemand", "shiftseries", "seriesdemand", "seriesexception", "event", "squad")
MAY = [
    *(f"{verb}_{model}" for model in MODELS for verb in ("add", "change", "view")),
    "delete_restday",
    "delete_shifttemplate",
    "view_standingmember",
    "change_standingmember",
]


def write_holidays(apps, schema_editor):
    RestDay = apps.get_model("volunteers", "RestDay")
    RestDay.objects.bulk_create(
        [
            RestDay(date=dt.date.fromisoformat(f"{year}-{day}"), name_ja=ja, name_en=en, source=SOURCE)
            for year, days in HOLIDAYS.items()
            for day, (ja, en) in days.items()
        ],
        ignore_conflicts=True,
    )


def let_coordinators(apps, schema_editor):
    # Permissions are written after the last migration; the group needs them now.
    create_permissions(installed.get_app_config("volunteers"), apps=apps, verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    group.permissions.add(*Permission.objects.filter(content_type__app_label="volunteers", codename__in=MAY))


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0004_series_and_events")]
    operations = [
        migrations.RunPython(write_holidays, migrations.RunPython.noop),
        migrations.RunPython(let_coordinators, migrations.RunPython.noop),
    ]
