"""The column that lists are sorted by, empty until the next migration fills it."""

from django.db import migrations, models

import people.sort_names


class Migration(migrations.Migration):
    dependencies = [("people", "0004_rescinded_outcome")]

    operations = [
        migrations.AlterModelOptions(
            name="entity",
            options={
                "ordering": ("sort_key", "pk"),
                "permissions": (
                    ("publish_entity", "Can publish and unpublish in the record"),
                    ("merge_entity", "Can merge two rows of the record"),
                ),
                "verbose_name_plural": "entities",
            },
        ),
        migrations.AddField(
            model_name="entity",
            name="sort_key",
            field=people.sort_names.SortKeyField(db_default="", editable=False, max_length=300),
        ),
        migrations.AlterField(
            model_name="entity",
            name="sort_name",
            field=models.CharField(
                blank=True,
                help_text="Lists sort it under this: “Ruffalo, Mark”, “Crown, The”. Leave it empty to "
                "have it made from the name and follow a new name. Write your own where that can’t "
                "be known: a family name of two words (“Bonham Carter, Helena”) or one that comes "
                "first (“Bong Joon Ho”).",
                max_length=300,
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["sort_key", "id"], name="people_entity_in_order"),
        ),
    ]
