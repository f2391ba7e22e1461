"""The desk's lists of stories stand on indexes: newest first, in review, under embargo."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def keep_saved_at(apps: Any, schema_editor: Any) -> None:
    Article, Revision = (apps.get_model("articles", name) for name in ("Article", "Revision"))
    alias = schema_editor.connection.alias
    newest = Revision.objects.using(alias).filter(pk=OuterRef("newest")).values("saved_at")
    stories = Article.objects.using(alias).exclude(newest=None)
    stories.update(saved_at=Subquery(newest[:1]))


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_folded_headline")]

    operations = [
        migrations.AddField(
            "article",
            "saved_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(keep_saved_at, migrations.RunPython.noop),
        migrations.AlterField(
            "article",
            "folded_headline",
            models.CharField(blank=True, db_index=True, editable=False, max_length=300),
        ),
        migrations.AddIndex(
            "article",
            models.Index(name="articles_article_saved", fields=["-saved_at", "-id"]),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                name="articles_article_unpublished",
                fields=["stage"],
                condition=Q(published_at=None),
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                name="articles_article_embargoed",
                fields=["embargoed_until"],
                condition=Q(embargoed_until__isnull=False),
            ),
        ),
    ]
