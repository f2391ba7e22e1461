"""What waits for review is counted, and stories are put in order by headline, in an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_sort_keys_filled")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                name="articles_article_by_headline",
                fields=["folded_headline", "id"],
                condition=Q(binned_at=None),
            ),
        ),
        migrations.RemoveIndex("article", "articles_article_listed"),
        migrations.AddIndex(
            "article",
            models.Index(
                name="articles_article_listed",
                fields=["-saved_at", "-id", "folded_headline"],
                condition=Q(binned_at=None),
            ),
        ),
        migrations.RemoveIndex("article", "articles_article_unpublished"),
        migrations.AddIndex(
            "article",
            models.Index(
                name="articles_article_unpublished",
                fields=["published_at", "binned_at", "stage", "created_by"],
                condition=Q(published_at=None, binned_at=None),
            ),
        ),
    ]
