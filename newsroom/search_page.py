"""The search page: the best match, then what was found by kind, or one kind page by page.

Twelve queries with the shell's two, whatever is found: the search, names to order, marks; cards
(three) and standings (two) of entities; stories and their bylines. Where nothing is found some
six more look for what may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString

from articles.models import Article
from articles.titles import marked
from awards.cards import COUNTED, Card, cards
from awards.ledger import Standing, records_of
from awards.pages.record import coverage_of
from newsroom.nominated import Nominations, nominations_of
from people.models import Entity, Kind
from search import marks
from search.find import DEEPEST, Hit, Results, find
from search.index import Tier
from search.suggest import Suggestion, suggest
from search.words import QUOTES
from words.characters import without_nul

ADDRESS = "/search/"
PAGE = 20
PAGE_NUMBER = re.compile("[1-9][0-9]{0,3}")
PHRASE = re.compile(rf"[{QUOTES}]\s*([^{QUOTES}]*?)\s*[{QUOTES}]")
ORDERS = ("relevance", "date")


class NoSuchPage(ValueError):
    """A page that the results don't have."""


@dataclass(frozen=True)
class Group:
    """Kinds that readers choose as one."""

    slug: str
    name: str
    kinds: tuple[str, ...]
    shown: int  # in the overview


GROUPS = (
    Group("stories", "Stories", ("story",), 5),
    Group("people", "People", (Kind.PERSON,), 4),
    Group("productions", "Productions", (Kind.PRODUCTION,), 4),
    Group("companies", "Companies", (Kind.COMPANY,), 4),
    Group("awards", "Awards", (Kind.AWARD, Kind.CEREMONY, Kind.CATEGORY), 4),
)


@dataclass(frozen=True)
class Asked:
    """What a reader asked for. No group means all of them."""

    words: str = ""
    groups: tuple[Group, ...] = ()
    order: str = "relevance"
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read from an address. Kinds and orders that nobody knows are as good as none.

        Raises NoSuchPage for a page that no results can have.
        """
        chosen = tuple(group for group in GROUPS if group.slug in query.getlist("kind"))
        groups = chosen if len(chosen) < len(GROUPS) else ()
        page = query.get("page", "1")
        last = DEEPEST // PAGE if len(groups) == 1 else 1
        if not (PAGE_NUMBER.fullmatch(page) and int(page) <= last):
            raise NoSuchPage(page)
        order = query.get("order", "")
        words = " ".join(without_nul(query.get("q", ""), " ").split())
        return cls(words[:200], groups, order if order in ORDERS else ORDERS[0], int(page))

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for group in self.groups or GROUPS for kind in group.kinds)

    @property
    def quoted(self) -> str:
        """The words in quotation marks; what was typed between such marks has them once."""
        words = PHRASE.sub(r"‘\1’", self.words)
        inner = words[1:-1]
        is_one_phrase = words.startswith("‘") and words.endswith("’") and "’" not in inner
        return f"“{inner if is_one_phrase else words}”"

    @property
    def url(self) -> str:
        said = [("q", self.words), *(("kind", group.slug) for group in self.groups)]
        said += [("order", self.order)] if self.order != ORDERS[0] else []
        said += [("page", str(self.page))] if self.page > 1 else []
        return f"{ADDRESS}?{urlencode(said)}"

    def changed(self, **changes: object) -> str:
        """The address of the same search, but for this."""
        return replace(self, **changes).url  # type: ignore[arg-type]


@dataclass(frozen=True)
class Facet:
    group: Group
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """A hit as it is printed: a story, or an entity with its card."""

    title: SafeString
    passage: str = ""
    story: Article | None = None
    card: Card | None = None
    standing: Standing = Standing()  # noqa: RUF009 - frozen

    @property
    def nominations(self) -> Nominations:
        return nominations_of(self.card.entity, self.standing) if self.card else Nominations()

    @property
    def coverage(self) -> str:
        return coverage_of(self.card.entity, self.standing) if self.card else ""

    @property
    def line(self) -> str:
        """ "Limited series, HBO, 2020"."""
        return ", ".join(filter(None, (self.card.kind_line, self.card.year))) if self.card else ""


@dataclass(frozen=True)
class Part:
    """A group's hits: the first of them, or a page. `more` is where all are, if there are more."""

    group: Group
    count: int
    found: tuple[Found, ...]
    more: str = ""


@dataclass(frozen=True)
class SearchPage:
    asked: Asked
    words: str = ""  # what was found: what was asked for, or what was probably meant
    total: int = 0
    facets: tuple[Facet, ...] = ()
    best: Found | None = None
    parts: tuple[Part, ...] = ()
    older: str = ""
    newest: str = ""
    meant: str = ""  # the address of a search that finds more
    did_you_mean: str = ""
    apart: tuple[tuple[str, str], ...] = ()  # words and where they are found
    suggestions: tuple[Offered, ...] = field(default=())

    @property
    def stories(self) -> Part | None:
        return next((part for part in self.parts if part.group.slug == "stories"), None)

    @property
    def record(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.group.slug != "stories")

    @cached_property
    def nominations(self) -> Nominations:
        """Of the best match."""
        return self.best.nominations if self.best else Nominations()

    @property
    def without_kinds(self) -> str:
        return self.asked.changed(groups=())

    @property
    def has_results(self) -> bool:
        """Of any kind, be it one that was not asked for."""
        return any(facet.count for facet in self.facets)

    @property
    def is_of_one_kind(self) -> bool:
        return len(self.asked.groups) == 1


@dataclass(frozen=True)
class Offered:
    """Something that may be meant, with its address."""

    title: str
    what: str
    url: str
    is_title: bool


def read(asked: Asked, *, at: datetime) -> SearchPage:
    """Everything the page prints, as readers may find it at that moment.

    Raises NoSuchPage for a page after the last.
    """
    if not asked.words:
        return SearchPage(asked)
    words, results = asked.words, _results(asked, asked.words, at)
    nothing = not any(results.counts.values())
    if nothing and results.did_you_mean and results.is_sure:
        words, results = results.did_you_mean, _results(asked, results.did_you_mean, at)
    if asked.page > 1 and not results.hits:
        raise NoSuchPage(str(asked.page))
    found = _found(results.hits, at)
    best = None
    if len(asked.groups) != 1 and asked.order == ORDERS[0]:
        best = next((hit for hit in results.hits if hit in found and _is_named(hit)), None)
    parts = tuple(_parts(asked, results, [hit for hit in results.hits if hit != best], found))
    last = asked.page * PAGE
    more = len(asked.groups) == 1 and last < min(results.total, DEEPEST)
    return SearchPage(
        asked=asked,
        words=words,
        total=results.total,
        facets=tuple(_facets(asked, results)),
        best=found[best] if best else None,
        parts=parts,
        older=asked.changed(page=asked.page + 1) if more else "",
        newest=asked.changed(page=1) if asked.page > 1 else "",
        did_you_mean=results.did_you_mean,
        meant=Asked(results.did_you_mean).url if results.did_you_mean else "",
        apart=tuple((word, Asked(word).url) for word in results.apart),
        suggestions=() if any(results.counts.values()) else offered(words, at=at),
    )


def offered(words: str, *, at: datetime, limit: int = 8) -> tuple[Offered, ...]:
    """What may be meant by a query half typed. One query beyond those of `suggest`."""
    return tuple(_offered(suggest(words, at=at, limit=limit), at))


def _offered(suggestions: Iterable[Suggestion], at: datetime) -> Iterable[Offered]:
    suggested = list(suggestions)
    rows = Entity.objects.public(at).with_addresses().in_bulk([each.pk for each in suggested])
    for each in suggested:
        if entity := rows.get(each.pk):
            what = ", ".join(filter(None, (_name_of(entity), each.note)))
            what = what[:1].upper() + what[1:]
            is_title = entity.kind == Kind.PRODUCTION
            yield Offered(entity.name, what, entity.get_absolute_url(), is_title)


def _name_of(entity: Entity) -> str:
    """What it is, where its note doesn't say so."""
    said = (Kind.PRODUCTION, Kind.PERSON, Kind.COMPANY)
    return "" if entity.kind in said else str(entity.get_kind_display()).capitalize()


def _results(asked: Asked, words: str, at: datetime) -> Results:
    if len(asked.groups) == 1:
        first = (asked.page - 1) * PAGE
        return find(words, kinds=asked.kinds, at=at, order=asked.order, limit=PAGE, offset=first)
    most = max(group.shown for group in GROUPS) + 1  # one may be the best match
    return find(words, kinds=asked.kinds, at=at, order=asked.order, each=most)


def _is_named(hit: Hit) -> bool:
    return hit.tier <= Tier.TITLE and hit.kind != "story"


def _facets(asked: Asked, results: Results) -> Iterable[Facet]:
    for group in GROUPS:
        count = sum(results.counts[kind] for kind in group.kinds)
        yield Facet(group, count, group in (asked.groups or GROUPS))


def _parts(
    asked: Asked, results: Results, hits: list[Hit], found: Mapping[Hit, Found]
) -> Iterable[Part]:
    for group in asked.groups or GROUPS:
        count = sum(results.counts[kind] for kind in group.kinds)
        shown = [found[hit] for hit in hits if hit.kind in group.kinds and hit in found]
        if len(asked.groups) == 1:
            yield Part(group, count, tuple(shown))
        elif shown:
            more = asked.changed(groups=(group,)) if count > group.shown else ""
            yield Part(group, count, tuple(shown[: group.shown]), more)


def _found(hits: Iterable[Hit], at: datetime) -> dict[Hit, Found]:
    """Each hit that is public, asked once more of its own row. Seven queries, two without any."""
    hits = list(hits)
    stories = Article.objects.public(at).for_cards()
    rows = stories.in_bulk([hit.pk for hit in hits if hit.kind == "story"])
    entities = [Entity(pk=hit.pk, kind=hit.kind) for hit in hits if hit.kind != "story"]
    counted = [entity for entity in entities if entity.kind in COUNTED]
    standings = records_of(counted, at=at, now=at) if counted else {}
    told = cards(entities, at=at, standings=standings, now=at)
    found = {}
    for hit in hits:
        if hit.kind != "story" and (card := told.get(hit.pk)):
            standing = standings.get(hit.pk, Standing())
            found[hit] = Found(marks.in_html(hit.title), card=card, standing=standing)
        elif hit.kind == "story" and (story := rows.get(hit.pk)):
            title = marks.marks_in_html(marked(hit.title))
            passage = marks.in_html(hit.passage)
            found[hit] = Found(title, passage, story=story)
    return found
