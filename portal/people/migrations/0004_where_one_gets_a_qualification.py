"""A qualification may name the page of this site where one gets it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_guardians_and_insurance'),
    ]

    operations = [
        migrations.AddField(
            model_name='qualification',
            name='page',
            field=models.CharField(blank=True, help_text='The address within this site without the language, such as /courses/. Empty: the words alone.', max_length=200, verbose_name='page where one gets it'),
        ),
    ]
