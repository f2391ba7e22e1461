"""Publishing, merging and saying who won take permissions of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_record")]

    operations = [
        migrations.AlterModelOptions(
            "contest",
            {
                "ordering": ("position", "pk"),
                "permissions": (
                    ("decide_contest", "Can say who won, and that a nomination was taken back"),
                ),
            },
        ),
        migrations.AlterModelOptions(
            "entity",
            {
                "ordering": ("sort_name", "pk"),
                "permissions": (
                    ("publish_entity", "Can publish and unpublish in the record"),
                    ("merge_entity", "Can merge two rows of the record"),
                ),
                "verbose_name_plural": "entities",
            },
        ),
    ]
