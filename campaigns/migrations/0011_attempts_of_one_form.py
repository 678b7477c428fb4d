from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0010_where_coming_months_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="donation",
            name="form_nonce",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
    ]
