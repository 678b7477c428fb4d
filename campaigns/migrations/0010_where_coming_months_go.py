"""Where the coming months of a monthly gift go: a choice of its own, at first that of the gift it began with."""

import django.db.models.deletion
from django.db import migrations, models


def follow_the_first(apps, schema_editor):
    for monthly in apps.get_model("campaigns", "MonthlyGift").objects.select_related("first"):
        first = monthly.first
        monthly.campaign_id, monthly.page_id, monthly.team_id = first.campaign_id, first.page_id, first.team_id
        monthly.save(update_fields=["campaign", "page", "team"])


def target(to, verbose_name=None):
    named = {"verbose_name": verbose_name} if verbose_name else {}
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"campaigns.{to}", **named
    )


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL changes no column in the transaction that has filled it

    dependencies = [("campaigns", "0009_waves_and_target_times")]
    operations = [
        migrations.AddField(
            model_name="reassignment",
            name="coming_too",
            field=models.BooleanField(default=False, verbose_name="the coming months go there too"),
        ),
        migrations.AddField(
            model_name="monthlygift",
            name="campaign",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(model_name="monthlygift", name="page", field=target("fundraisingpage")),
        migrations.AddField(model_name="monthlygift", name="team", field=target("team")),
        migrations.RunPython(follow_the_first, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="monthlygift",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
    ]
