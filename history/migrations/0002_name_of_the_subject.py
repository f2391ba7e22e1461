from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="subject_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What it was called then: it may be gone since.",
                max_length=200,
            ),
            preserve_default=False,
        ),
    ]
