"""The list of stories at the desk: drafts too, by their newest headline, the last saved first.

It stands on columns of the story itself: a list of ten thousand reads the fifty that it prints.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import rights
from articles.models import Article, Section
from articles.querysets import public_story
from articles.stages import IN_REVIEW, Stage
from articles.standing import standing
from articles.titles import marked
from people.folding import fold

OUT = Q(published_at__isnull=False, withdrawn_at=None)


def states(at: datetime) -> dict[str, tuple[str, Q]]:
    """What a list can be narrowed to, by the word of its address."""
    stages = {
        stage.value: (stage.label.capitalize(), Q(published_at=None, stage=stage))
        for stage in Stage
    }
    # Of its own time and its embargo the later one counts.
    held = Q(embargoed_until__isnull=False, embargoed_until__gt=at) & Q(
        embargoed_until__gte=F("published_at")
    )
    draft = {"draft": stages.pop("draft")}
    return {
        **draft,
        "review": ("In review", Q(published_at=None, stage__in=IN_REVIEW)),
        **stages,
        "scheduled": ("Scheduled", OUT & Q(published_at__gt=at) & ~held),
        "embargoed": ("Embargoed", OUT & held),
        "published": ("Published", public_story(at=at)),
        "changed": (
            "Published, with changes",
            OUT & Q(published_at__lte=at) & ~Q(newest=F("live")),
        ),
        "withdrawn": ("Withdrawn", Q(withdrawn_at__isnull=False)),
    }


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(name, label) for name, (label, _) in states(timezone.now()).items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        _, condition = states(timezone.now()).get(self.value() or "", ("", Q()))
        return queryset.filter(condition)


class SectionFilter(admin.SimpleListFilter):
    """By the section that the desk last gave it, whatever readers have."""

    title = "section"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*Section.objects.values_list("slug", "name"), ("none", "No section yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(newest__section=None)
        return queryset.filter(newest__section__slug=self.value()) if self.value() else queryset


class WhoseFilter(admin.SimpleListFilter):
    title = "whose"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("mine", "Mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(created_by=request.user.pk) if self.value() == "mine" else queryset


class StoryChangeList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        """Without the texts, which no list prints."""
        rows = super().get_queryset(*args, **kwargs)
        rows = rows.select_related(None).select_related("newest__section", "created_by")
        return rows.defer("body", "newest__content")


class StoryList(admin.ModelAdmin):
    list_display = ("title", "state", "desk_section", "writer", "saved")
    list_filter = (StateFilter, SectionFilter, WhoseFilter)
    list_per_page = 50
    list_max_show_all = 0
    search_fields = ("folded_headline", "public_id")
    ordering = ("-saved_at", "-pk")
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return StoryChangeList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        words = fold(search_term.replace("\x00", ""))
        found, repeats = super().get_search_results(request, queryset, words)
        if rights.sees_all(request.user):
            return found, repeats
        # The folded headline is what was saved last: of somebody else's story nobody finds out, by
        # trying words, how it was changed since readers got it.
        changed = queryset.exclude(newest=F("live")).exclude(created_by=request.user.pk)
        as_read = changed.filter(*(Q(headline__icontains=word) for word in search_term.split()))
        return found.exclude(pk__in=changed.values("pk")) | as_read, repeats

    @admin.display(description="headline", ordering="folded_headline")
    def title(self, story: Article) -> SafeString | str:
        headline = story.newest.headline if story.newest else story.headline
        return marked(headline) or "Without a headline"

    @admin.display(description="state")
    def state(self, story: Article) -> SafeString:
        where = standing(story, at=timezone.now())
        return format_html('<span class="dot dot--{}">{}</span>', where.mark, where.label)

    @admin.display(description="section", empty_value="–")
    def desk_section(self, story: Article) -> str | None:
        section = story.newest.section if story.newest else None
        return section.name if section else None

    @admin.display(description="writer", empty_value="–")
    def writer(self, story: Article) -> str | None:
        writer = story.created_by
        return (writer.get_full_name() or writer.get_username()) if writer else None

    @admin.display(description="saved", ordering="saved_at")
    def saved(self, story: Article) -> datetime:
        return story.saved_at
