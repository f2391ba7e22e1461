"""Tags at the desk: what else they are called, how many stories bear them, two that become one."""

from __future__ import annotations

from dataclasses import dataclass
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
from people.admin.sides import SidesForm, into_other
from people.admin.verbs import Verb, VerbPages, change_address
from verbs.refusals import Refused
from words.characters import without_nul
from words.folding import fold
from words.wording import number_of

OFFERED = 6
ENOUGH = 200  # stories that are counted to put tags in order: a tag may have a hundred thousand


class CountUpTo(Subquery):
    """How many stories bear the tag, counted up to `most`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, most: int) -> None:
        tagged = TaggedStory.objects.filter(tag=OuterRef("pk")).order_by()
        super().__init__(tagged.values("pk")[:most])


class TagForm(AddressedForm):
    """Says in the form what `tagging.save` would refuse."""

    description = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=Tag._meta.get_field("description").help_text,
    )
    synonyms = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Other words for it, one on each line: who types one in a story is offered this "
        "tag.",
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
            raise forms.ValidationError(f"“{long[:20]}…” is longer than {longest} letters.")
        return found

    def look_ahead(self) -> None:
        synonyms = self.cleaned_data.get("synonyms", [])
        for name, sentence in tagging.faults(self.instance, synonyms).items():
            self.add_error(name, sentence)


class TagMergeForm(SidesForm):
    field_order = ("into", "why", "opened")

    def pointing(self) -> Any:
        return TaggedStory._meta.get_field("tag")

    def candidates(self) -> QuerySet[Any]:
        return Tag.objects.exclude(pk=self.row.pk)

    def offers(self) -> list[Offer]:
        """Those that share a word with it, or have what was typed."""
        typed = self.asked.get("q", "")
        words = [typed] if typed else [self._tag.name, *self._tag.name.split()]
        named = Q()
        for word in words:
            named |= called(word) if len(word) > 2 or typed else Q()
        if not named:
            return []
        rows = self.candidates().filter(named).annotate(stories=Count("tagged"))
        return [Offer(row, _stories(row.stories)) for row in rows.order_by("-stories")[:OFFERED]]

    def lost(self) -> list[str]:
        return ["There is no such tag any more: choose another one."]

    def head(self, row: Any) -> dict[str, Any]:
        return {"row": row, "line": _stories(row.tagged.count()), "address": change_address(row)}

    def foreseen(self) -> dict[str, Any]:
        try:
            outcome = tagging.foresee(self._tag, into=self.other)
        except Refused as refused:
            return {"blocked": refused.sentences}
        drafts = number_of(outcome.drafts, "draft")
        moved = [_stories(outcome.moved)] if outcome.moved else []
        return {
            "moved": moved + ([f"{drafts}, when published"] if outcome.drafts else []),
            "dropped": [_stories(outcome.both)] if outcome.both else [],
            "synonyms": outcome.synonyms,
            "leading": [self._tag.get_absolute_url()],
        }

    @property
    def _tag(self) -> Tag:
        assert isinstance(self.row, Tag)
        return self.row


@dataclass(frozen=True)
class Offer:
    """A tag that may be meant, as a list of namesakes prints it."""

    entity: Tag
    line: str
    other: str = ""
    is_public: bool = True


def _stories(count: int) -> str:
    return number_of(count, "story", "stories")


def called(text: str) -> Q:
    """The condition that a tag, or another word for it, holds the text; accents don't matter."""
    text = without_nul(text)
    words = TagSynonym.objects.filter(tag=OuterRef("pk"), folded_name__contains=fold(text))
    named = Q(name__icontains=text) | Exists(words)
    slug = slugify(text)
    return named | Q(slug__icontains=slug) if slug else named


MERGE = Verb(
    "merge",
    "Merge",
    "This tag goes. Its stories bear the other one, its page leads there, and so does whatever "
    "draft or older revision names it. It can’t be undone.",
    into_other(tagging.merge),
    form=TagMergeForm,
    permission="articles.merge_tag",
    template="admin/articles/tag/merge.html",
    also=TagMergeForm.told,
)


@admin.register(Tag)
class TagAdmin(AddressedAdmin, VerbPages):
    form = TagForm
    verbs = (MERGE,)
    fields = ("name", "slug", "description", "synonyms")
    list_display = ("called", "synonyms", "stories", "slug")
    search_help_text = "A name or a synonym: accents and capitals don’t matter."

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """With an address, for a name that comes from a story."""
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        return {"slug": slugify(given.get("name", ""))} | given

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).prefetch_related("synonyms")
        place = request.resolver_match
        if place and place.url_name == "autocomplete":
            return rows.annotate(stories=CountUpTo(ENOUGH))
        return rows.annotate(stories=Count("tagged"))

    @admin.display(description="stories", ordering="stories")
    def stories(self, tag: Any) -> int:
        return int(tag.stories)

    @admin.display(description="synonyms")
    def synonyms(self, tag: Tag) -> str:
        return ", ".join(map(str, tag.synonyms.all()))

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        for word in search_term.split():
            queryset = queryset.filter(called(word))
        return queryset, False

    def ranked(self, found: Any, term: str) -> Any:
        """As boxes suggest them: the very name or synonym first, then those that most stories bear,
        of which no more than ENOUGH are counted.
        """
        text = fold(without_nul(term))
        words = TagSynonym.objects.filter(tag=OuterRef("pk"))
        nearness = Case(
            When(name__iexact=without_nul(term).strip(), then=Value(0)),
            When(Exists(words.filter(folded_name=text)), then=Value(1)),
            When(name__istartswith=without_nul(term).strip(), then=Value(2)),
            default=Value(3),
        )
        word = words.filter(folded_name__contains=text).values("name")[:1]
        by = Case(
            When(name__icontains=without_nul(term).strip(), then=Value("")),
            default=Subquery(word),
            output_field=CharField(),
        )
        return found.annotate(by=by).order_by(nearness, F("stories").desc(), "sort_key")

    def suggestion_note(self, tag: Any) -> str:
        """By which other word it was found."""
        return f"also “{tag.by}”" if tag.by else ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        tagging.save(obj, by=request.user, synonyms=form.cleaned_data["synonyms"])
