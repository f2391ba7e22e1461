"""The list of stories at the desk: drafts too, by their newest headline, the last saved first.

The desk's own index says which stories are listed (see `desk_lists`). Only the fifty of a page are
loaded.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import desk_lists, headlines
from articles.admin.story_filters import (
    AuthorFilter,
    PublishedFilter,
    SectionFilter,
    StateFilter,
    TagFilter,
    WhoseFilter,
    sections_and_authors,
)
from articles.desk_lists import ListQuery
from articles.models import Article
from articles.status import status_of
from articles.titles import marked
from words.times import when

SORT_OF = {"saved_at": "saved", "published_at": "published", "folded_headline": "headline"}


class StoryChangeList(ChangeList):
    """Finds at most a thousand ids in the desk's index, then loads the stories of one page."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """Return the stories of every page, in no order."""
        (self.filter_specs, self.has_filters, others, _, self.has_active_filters) = (
            self.get_filters(request)
        )
        if others:
            raise IncorrectLookupParameters
        self.clear_all_filters_qs = self.get_query_string(remove=self.get_filters_params())
        chosen = {spec.fields[0]: spec.value for spec in self.filter_specs}
        query = ListQuery(
            self.model_admin.words_to_search(request, self.query),
            chosen["state"],
            [marks for spec in self.filter_specs if (marks := spec.marks())],
            self._sort(request),
        )
        self.listed = desk_lists.find(query, user=request.user, at=timezone.now())
        self.missing = [spec.missing for spec in self.filter_specs if spec.missing]
        return self.root_queryset.filter(pk__in=self.listed.ids)

    def _sort(self, request: HttpRequest) -> str:
        first = self.get_ordering(request, self.root_queryset)[0]
        column = first if isinstance(first, str) else "-saved_at"
        turned = "-" if column.startswith("-") else ""
        return f"{turned}{SORT_OF.get(column.removeprefix('-'), 'saved')}"

    @property
    def counted(self) -> str:
        """A sentence if there are more stories than the list has, else ""."""
        if not self.listed.is_cut:
            return ""
        least, of = desk_lists.MOST, ""
        if self.listed.is_of_latest:
            least = desk_lists.SORTED
            of = f" of the {least:,} saved last"
        return (
            f"More than {least:,} stories. These are the first {desk_lists.MOST:,}{of}: search or "
            "add a filter to find others."
        )

    def get_results(self, request: HttpRequest) -> None:
        """Load the stories of the page, in order. Three queries at most."""
        self.paginator = Paginator(self.listed.ids, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(self.listed.ids)
        self.can_show_all, self.multi_page = False, self.paginator.num_pages > 1
        try:
            ids = list(self.paginator.page(self.page_num).object_list)
        except InvalidPage as none:
            raise IncorrectLookupParameters from none
        rows = self.root_queryset.filter(pk__in=ids).select_related(None)
        rows = rows.select_related("newest__section", "created_by").order_by()
        rows = rows.annotate(saved_bylines=KeyTextTransform("bylines", "newest__content"))
        found = {row.pk: row for row in rows.defer("body", "newest__content")}
        self.result_list = [found[pk] for pk in ids if pk in found]
        authors = {
            author.public_id: author.name for author in sections_and_authors(request)["author"]
        }
        for story in self.result_list:
            story.byline = _byline(story.saved_bylines, authors)


def _byline(saved: Any, authors: dict[str, str]) -> str:
    """Return the names in a saved byline, which databases give as JSON text or as a list."""
    pairs = json.loads(saved) if isinstance(saved, str) else saved or []
    return ", ".join(authors[author] for author, _ in pairs if author in authors)


class StoryList(admin.ModelAdmin):
    list_display = ("title", "state", "desk_section", "byline", "writer", "published", "saved")
    list_filter = (
        StateFilter,
        SectionFilter,
        AuthorFilter,
        TagFilter,
        PublishedFilter,
        WhoseFilter,
    )
    list_per_page = 50
    list_max_show_all = 0
    search_fields = (
        "folded_headline",
    )  # only so that there is a box: the desk's index is searched
    ordering = ("-saved_at", "-pk")
    sortable_by = ("title", "published", "saved")
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return StoryChangeList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Answer a field that suggests stories. The list itself searches the desk's index."""
        user = request.user
        if request.GET.get("field_name") == "related":  # as in `StoryAdmin.get_queryset`
            found = headlines.suggested_to_readers(
                user, search_term, stories=queryset, at=timezone.now()
            )
        else:
            found = headlines.suggested(user, search_term, stories=queryset)
        return found, False

    @admin.display(description="headline", ordering="folded_headline")
    def title(self, story: Article) -> SafeString | str:
        return marked(story.newest.shown_headline if story.newest else story.headline)

    @admin.display(description="state")
    def state(self, story: Article) -> SafeString:
        where = status_of(story, at=timezone.now())
        return format_html('<span class="dot dot--{}">{}</span>', where.mark, where.label)

    @admin.display(description="section", empty_value="–")
    def desk_section(self, story: Article) -> str | None:
        section = story.newest.section if story.newest else None
        return section.name if section else None

    @admin.display(description="byline", empty_value="–")
    def byline(self, story: Any) -> str | None:
        return story.byline or None

    @admin.display(description="writer", empty_value="–")
    def writer(self, story: Article) -> str | None:
        return story.created_by.display_name if story.created_by else None

    @admin.display(description="published", ordering="published_at", empty_value="–")
    def published(self, story: Article) -> str | None:
        return when(story.seen_from) or None

    @admin.display(description="saved", ordering="saved_at")
    def saved(self, story: Article) -> str:
        return when(story.saved_at)
