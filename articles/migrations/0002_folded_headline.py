"""The desk finds stories by a headline without accents and case."""

from typing import Any

from django.db import migrations, models

from articles.titles import plain
from people.folding import fold


def fold_headlines(apps: Any, schema_editor: Any) -> None:
    Article = apps.get_model("articles", "Article")
    stories = Article.objects.using(schema_editor.connection.alias).select_related("newest")
    folded = []
    for story in stories.exclude(newest=None).only("newest__headline").iterator():
        story.folded_headline = fold(plain(story.newest.headline))[:300]
        folded.append(story)
    Article.objects.using(schema_editor.connection.alias).bulk_update(
        folded, ["folded_headline"], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_stories")]

    operations = [
        migrations.AddField(
            "article",
            "folded_headline",
            models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.RunPython(fold_headlines, migrations.RunPython.noop),
    ]
