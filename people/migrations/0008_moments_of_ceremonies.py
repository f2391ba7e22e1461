"""Columns for the moments from which a ceremony's nominations and wins count, filled by the next one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_names_in_credits_only")]

    operations = [
        migrations.AddField(
            model_name="ceremony",
            name="stored_nominations_counted_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="ceremony",
            name="stored_wins_counted_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
