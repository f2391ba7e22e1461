"""The story: its identity, its published copy, and the moments that make it public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.body.plain_text import reading_minutes
from articles.models.tag import TaggedStory
from articles.querysets import ArticleQuerySet
from articles.stages import Stage
from articles.titles import UNTITLED, plain
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField


class Article(RecordedModel):  # type: ignore[django-manager-missing]  # taggit has no types
    """A story. Its content columns hold the published copy, and are empty before publication.

    What editors saved is in its revisions, of which `newest` is the last. Only `publishing.py` writes
    these columns.
    """

    recorded_as = "story"

    class Kind(models.TextChoices):
        NEWS = "news"
        ANALYSIS = "analysis"
        FEATURE = "feature"
        PROFILE = "profile"
        INTERVIEW = "interview"
        REVIEW = "review"
        OBITUARY = "obituary"
        EXPLAINER = "explainer"

    public_id = PublicIdField(length=8)

    # Content, as articles.content lists it: the published copy.
    headline = models.CharField(max_length=250, blank=True)
    dek = models.TextField(blank=True)
    body = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NEWS)
    slug = models.SlugField(max_length=80, blank=True)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    dateline = models.CharField(max_length=60, blank=True)
    lead_picture = models.ForeignKey(
        "photos.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_caption = models.TextField(blank=True)
    search_title = models.CharField(max_length=120, blank=True)
    search_description = models.CharField(max_length=300, blank=True)
    social_title = models.CharField(max_length=120, blank=True)
    social_description = models.CharField(max_length=300, blank=True)
    related = models.ManyToManyField(
        "self", through="articles.RelatedStory", symmetrical=False, related_name="+"
    )
    tags = TaggableManager(through=TaggedStory, blank=True)

    # State: the stage, and the moments that decide everything else.
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    embargoed_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=500, blank=True)
    newest = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    live = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    binned_at = models.DateTimeField(null=True, blank=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Derived: the first from the published body, the others from the newest revision, so that the desk
    # can sort stories without reading their revisions.
    word_count = models.PositiveIntegerField(default=0)
    folded_headline = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()
    state_when_locked: dict[str, Any]  # see articles.saving

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ("-published_at", "-public_id")
        indexes = (
            models.Index(name="articles_article_newest", fields=("-published_at", "-public_id")),
            models.Index(
                name="articles_article_by_section",
                fields=("section", "-published_at", "-public_id"),
            ),
            models.Index(
                name="articles_article_listed",
                fields=("-saved_at", "-id", "folded_headline"),
                condition=Q(binned_at=None),
            ),
            models.Index(
                name="articles_article_by_headline",
                fields=("folded_headline", "id"),
                condition=Q(binned_at=None),
            ),
            models.Index(
                name="articles_article_binned",
                fields=("-binned_at", "-id"),
                condition=Q(binned_at__isnull=False),
            ),
            models.Index(
                name="articles_article_unpublished",
                # The first two are always null here, but without them SQLite chooses another index.
                fields=("published_at", "binned_at", "stage", "created_by"),
                condition=Q(published_at=None, binned_at=None),
            ),
            models.Index(
                name="articles_article_embargoed",
                fields=("embargoed_until",),
                condition=Q(embargoed_until__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="articles_article_only_drafts_in_the_bin",
                condition=Q(binned_at=None) | Q(published_at=None),
            ),
            models.CheckConstraint(
                name="articles_article_public_has_a_copy",
                condition=Q(published_at=None) | (~Q(headline="") & ~Q(slug="")),
            ),
            models.CheckConstraint(
                name="articles_article_withdrawn_after_publishing",
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
            ),
        )
        permissions = (
            ("submit_article", "Can submit a story"),
            ("publish_article", "Can publish, correct and withdraw a story"),
        )

    def __str__(self) -> str:
        """Return the published headline, else the one last saved, without stars, else "Untitled".

        May query for the newest revision.
        """
        return plain(self.headline or (self.newest.shown_headline if self.newest else UNTITLED))

    def get_absolute_url(self) -> str:
        """Return its address. Raises ValueError for a story that was never published."""
        if not self.published_at:
            raise ValueError("A story that was never published has no address.")
        local = timezone.localtime(self.published_at, timezone.get_default_timezone())
        return reverse(
            "story", args=[f"{local:%Y}", f"{local:%m}", f"{self.slug}-{self.public_id}"]
        )

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    def is_public(self, at: datetime | None = None) -> bool:
        """Return whether `public()` would include this row."""
        moment = at or timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= moment
            and (self.withdrawn_at is None or self.withdrawn_at > moment)
            and (self.embargoed_until is None or self.embargoed_until <= moment)
        )

    @property
    def seen_from(self) -> datetime | None:
        """Return when readers get the story: its publication, or the embargo's end if that is later.

        None for a story that was never published or scheduled.
        """
        if self.published_at is None or self.embargoed_until is None:
            return self.published_at
        return max(self.published_at, self.embargoed_until)

    def was_seen(self, at: datetime | None = None) -> bool:
        """Return whether readers could ever open it by then, even if it is withdrawn now."""
        since = self.seen_from
        moment = at or timezone.now()
        return self.withdrawn_at is not None or (since is not None and since <= moment)

    @property
    def reading_minutes(self) -> int:
        """Return the minutes that the published text takes to read, at least 1."""
        return reading_minutes(self.word_count)


class RelatedStory(models.Model):
    """A related story of the published copy, in the editor's order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_places")
    related = models.ForeignKey(Article, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="articles_relatedstory_once", fields=("article", "related")
            ),
            models.CheckConstraint(
                name="articles_relatedstory_not_itself",
                condition=~Q(article=models.F("related")),
            ),
        )

    def __str__(self) -> str:
        return str(self.related)
