"""Tags at the desk: their form, their list, and the page that merges two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.http import HttpRequest
from django.utils.text import slugify

from articles import tagging
from articles.admin.lists import AddressedAdmin, AddressedForm
from articles.models import Tag, TaggedStory, TagSynonym
from desk.merge_page import MergeForm, Preview, Suggestion, merge_verb
from desk.verb_pages import VerbPages
from words.characters import without_nul
from words.folding import fold
from words.wording import number_of

MOST_SUGGESTIONS = 6
MOST_COUNTED = 200
"""How many stories are counted to order tags by: counting a hundred thousand takes too long."""


class CountUpTo(Subquery):
    """The number of stories with the tag, counted up to `most`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, most: int) -> None:
        tagged = TaggedStory.objects.filter(tag=OuterRef("pk")).order_by()
        super().__init__(tagged.values("pk")[:most])


class TagForm(AddressedForm):
    """The form of a tag. It reports what `tagging.save` would refuse before calling it."""

    description = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=Tag._meta.get_field("description").help_text,
    )
    synonyms = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Other words for it, one per line. Typing one in a story suggests this tag.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["synonyms"] = "\n".join(map(str, self.instance.synonyms.all()))

    def clean_synonyms(self) -> list[str]:
        words = (" ".join(line.split()) for line in self.cleaned_data["synonyms"].splitlines())
        found = list({fold(word): word for word in words if word}.values())
        longest = TagSynonym._meta.get_field("name").max_length or 0
        if long := next((word for word in found if len(word) > longest), None):
            raise forms.ValidationError(
                f"“{long[:20]}…” is longer than {longest} characters. Shorten it."
            )
        return found

    def check_row(self) -> None:
        synonyms = self.cleaned_data.get("synonyms", [])
        for name, sentence in tagging.faults(self.instance, synonyms).items():
            self.add_error(name, sentence)


class TagMergeForm(MergeForm):
    consequence = (
        "Stories tagged {loser} will be tagged {survivor}. The page of {loser} will redirect, and drafts "
        "and older revisions with that tag will show {survivor} instead. This can’t be undone."
    )
    names_label = "Synonyms"
    name_becomes = "a synonym"

    field_order = ("into", "why", "seen")

    def relation(self) -> Any:
        return TaggedStory._meta.get_field("tag")

    def candidates(self) -> QuerySet[Any]:
        return Tag.objects.exclude(pk=self.row.pk)

    def suggestions(self, typed: str) -> list[Suggestion]:
        """Return tags that share a word with this one or match what was typed, most stories first."""
        words = [typed] if typed else [self.row.name, *self.row.name.split()]
        named = Q()
        for word in words:
            named |= name_contains(word) if len(word) > 2 or typed else Q()
        if not named:
            return []
        rows = self.candidates().filter(named).annotate(stories=Count("tagged"))
        rows = rows.order_by("-stories")[:MOST_SUGGESTIONS]
        return [Suggestion(tag, _stories(tag.stories)) for tag in rows]

    def describe(self, row: Any) -> tuple[str, str]:
        return _stories(row.tagged.count()), ""

    def preview(self, survivor: Tag) -> Preview:
        result = tagging.preview(self.row, into=survivor)
        drafts = f"{number_of(result.drafts, 'draft')}, when published"
        return Preview(
            moved=([_stories(result.moved)] if result.moved else [])
            + ([drafts] if result.drafts else []),
            dropped=[_stories(result.had_both)] if result.had_both else [],
            names=result.synonyms,
            redirects=[self.row.get_absolute_url()],
        )


def _stories(count: int) -> str:
    return number_of(count, "story", "stories")


def name_contains(text: str) -> Q:
    """Match tags with the text in their name, a synonym or the slug. Accents don't matter."""
    text = without_nul(text)
    words = TagSynonym.objects.filter(tag=OuterRef("pk"), folded_name__contains=fold(text))
    named = Q(name__icontains=text) | Exists(words)
    slug = slugify(text)
    return named | Q(slug__icontains=slug) if slug else named


MERGE = merge_verb(TagMergeForm, tagging.merge, permission="articles.merge_tag")


@admin.register(Tag)
class TagAdmin(AddressedAdmin, VerbPages):
    form = TagForm
    verbs = (MERGE,)
    fields = ("name", "slug", "description", "synonyms")
    list_display = ("called", "synonyms", "stories", "slug")
    search_help_text = "Search by name or synonym. Accents and capitals don’t matter."

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the address too when a story's form opens this form with a name."""
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        return {"slug": slugify(given.get("name", ""))} | given

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).prefetch_related("synonyms")
        place = request.resolver_match
        if place and place.url_name == "autocomplete":
            return rows.annotate(stories=CountUpTo(MOST_COUNTED))
        return rows.annotate(stories=Count("tagged"))

    @admin.display(description="stories", ordering="stories")
    def stories(self, tag: Any) -> int:
        return int(tag.stories)

    @admin.display(description="synonyms")
    def synonyms(self, tag: Tag) -> str:
        return ", ".join(map(str, tag.synonyms.all()))

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        for word in search_term.split():
            queryset = queryset.filter(name_contains(word))
        return queryset, False

    def ranked(self, found: Any, term: str) -> Any:
        """Order suggestions: the exact name or synonym first, then the tags with most stories.

        At most MOST_COUNTED stories of each are counted.
        """
        term = without_nul(term).strip()
        folded = fold(term)
        synonyms = TagSynonym.objects.filter(tag=OuterRef("pk"))
        nearness = Case(
            When(name__iexact=term, then=Value(0)),
            When(Exists(synonyms.filter(folded_name=folded)), then=Value(1)),
            When(name__istartswith=term, then=Value(2)),
            default=Value(3),
        )
        found_by = Case(
            When(name__icontains=term, then=Value("")),
            default=Subquery(synonyms.filter(folded_name__contains=folded).values("name")[:1]),
            output_field=CharField(),
        )
        rows = found.annotate(found_by=found_by)
        return rows.order_by(nearness, F("stories").desc(), "sort_key")

    def suggestion_note(self, tag: Any) -> str:
        """Return the synonym that the tag was found by, if any."""
        return f"also “{tag.found_by}”" if tag.found_by else ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        tagging.save(obj, by=request.user, synonyms=form.cleaned_data["synonyms"])
