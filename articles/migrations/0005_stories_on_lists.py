"""The desk calls what stands on a list a story. Nothing changes in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_synonyms_of_tags")]

    operations = [
        migrations.AlterModelOptions(
            name="curatedstory",
            options={
                "ordering": ("position", "pk"),
                "verbose_name": "story on a list",
                "verbose_name_plural": "stories on lists",
            },
        ),
        migrations.AlterField(
            model_name="curatedstory",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.article",
                verbose_name="story",
            ),
        ),
    ]
