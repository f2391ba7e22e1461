"""Lists sort tags, authors, sections and curated lists by a key without case, accents and marks."""

from django.db import migrations, models

import articles.models.sort_key


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_bin"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="author",
            options={"ordering": ("sort_key", "name", "pk")},
        ),
        migrations.AlterModelOptions(
            name="curatedlist",
            options={"ordering": ("sort_key", "name", "pk")},
        ),
        migrations.AlterModelOptions(
            name="section",
            options={"ordering": ("position", "sort_key", "name", "pk")},
        ),
        migrations.AlterModelOptions(
            name="tag",
            options={
                "ordering": ("sort_key", "name", "pk"),
                "permissions": (("merge_tag", "Can merge two tags"),),
            },
        ),
        migrations.AddField(
            model_name="author",
            name="sort_key",
            field=articles.models.sort_key.SortedByName(
                blank=True, db_default="", db_index=True, default="", editable=False, max_length=300
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="sort_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The name in lists: “Bonham Carter, Helena”. Empty: made from the name.",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="curatedlist",
            name="sort_key",
            field=articles.models.sort_key.SortedByName(
                blank=True, db_default="", db_index=True, default="", editable=False, max_length=300
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="sort_key",
            field=articles.models.sort_key.SortedByName(
                blank=True, db_default="", db_index=True, default="", editable=False, max_length=300
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="sort_key",
            field=articles.models.sort_key.SortedByName(
                blank=True, db_default="", db_index=True, default="", editable=False, max_length=300
            ),
        ),
    ]
