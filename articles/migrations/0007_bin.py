import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_working_copies"),
        ("photos", "0001_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="binned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="binned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=Q(binned_at=None) | Q(published_at=None),
                name="articles_article_only_drafts_in_the_bin",
            ),
        ),
        migrations.RemoveIndex(model_name="article", name="articles_article_saved"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=Q(binned_at=None),
                fields=["-saved_at", "-id"],
                name="articles_article_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=Q(binned_at__isnull=False),
                fields=["-binned_at", "-id"],
                name="articles_article_binned",
            ),
        ),
    ]
