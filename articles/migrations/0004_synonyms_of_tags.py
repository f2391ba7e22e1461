"""Other words for a tag, and merging two tags takes a permission of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_saved_at")]

    operations = [
        migrations.AlterModelOptions(
            "tag",
            {
                "ordering": ("name",),
                "permissions": (("merge_tag", "Can merge two tags"),),
            },
        ),
        migrations.CreateModel(
            "TagSynonym",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("folded_name", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="articles.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonym of a tag",
                "verbose_name_plural": "synonyms of tags",
                "ordering": ("name", "pk"),
            },
        ),
    ]
