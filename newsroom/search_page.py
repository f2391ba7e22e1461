"""The readers' search page: the best match, then the first results of each kind, or all of one kind.

Twelve queries with the frame's two, whatever is found: the search, the order of names, highlights;
cards (three) and tallies (two) of entities; stories and their bylines. If nothing is found, about six
more look for what may have been meant.
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
from awards.cards import Card, cards
from awards.ledger import AwardRecord, LedgerLine, records_of
from awards.models.nomination import NOMINATED_KINDS
from awards.pages.record_table import coverage_of
from awards.wording import printed_as
from people.models import Entity, Kind
from search import highlights
from search.find import DEEPEST, Hit, Results, find
from search.index import Tier
from search.queries import QUOTES
from search.suggest import Suggestion, suggest
from words.characters import without_nul
from words.wording import capitalized

ADDRESS = "/search/"
PAGE = 20  # results
NOMINATIONS = 4  # of the best match
PAGE_NUMBER = re.compile("[1-9][0-9]{0,3}")
PHRASE = re.compile(rf"[{QUOTES}]\s*([^{QUOTES}]*?)\s*[{QUOTES}]")
ORDERS = ("relevance", "date")


class NoSuchPage(ValueError):
    """Raised for a page number beyond the last page of results."""


@dataclass(frozen=True)
class Group:
    """Kinds of results that readers choose together."""

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
class SearchRequest:
    """What a reader searched for. No group means all of them."""

    words: str = ""
    groups: tuple[Group, ...] = ()
    order: str = "relevance"
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> SearchRequest:
        """Read the request from an address. Unknown kinds and orders are ignored.

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
        """Return the words in quotation marks; a phrase that was typed in such marks keeps one pair."""
        words = PHRASE.sub(r"‘\1’", self.words)
        inner = words[1:-1]
        is_one_phrase = words.startswith("‘") and words.endswith("’") and "’" not in inner
        return f"“{inner if is_one_phrase else words}”"

    @property
    def url(self) -> str:
        query = [("q", self.words), *(("kind", group.slug) for group in self.groups)]
        query += [("order", self.order)] if self.order != ORDERS[0] else []
        query += [("page", str(self.page))] if self.page > 1 else []
        return f"{ADDRESS}?{urlencode(query)}"

    def changed(self, **changes: object) -> str:
        """Return the address of the same search with these changes."""
        return replace(self, **changes).url  # type: ignore[arg-type]


@dataclass(frozen=True)
class Facet:
    group: Group
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Nominated:
    """A nomination of the best match, and whether it won."""

    year: int
    name: str  # of the contest
    url: str
    award: str
    title: str
    role: str
    is_win: bool


@dataclass(frozen=True)
class Nominations:
    """The newest nominations, how many there are, and where to see all if there are more."""

    lines: tuple[Nominated, ...] = ()
    count: int = 0
    more: str = ""

    @classmethod
    def of(cls, entity: Entity, record: AwardRecord) -> Nominations:
        """Return the entity's nominations by the ledger, without withdrawn ones. No query."""
        lines = [line for line in record.lines if line.is_active]
        more = entity.get_absolute_url() if len(lines) > NOMINATIONS else ""
        return cls(tuple(_nominated(entity, lines[:NOMINATIONS])), len(lines), more)


def _nominated(entity: Entity, lines: Iterable[LedgerLine]) -> Iterable[Nominated]:
    for line in lines:
        contest, production = line.nomination.contest, line.nomination.production
        contest.category.scope_slug = line.award.slug
        is_other = production and production.pk != entity.pk
        yield Nominated(
            year=line.year,
            name=printed_as(contest),
            url=contest.category.get_absolute_url(),
            award=line.award.label,
            title=production.name if production and is_other else "",
            role=line.role,
            is_win=line.is_win,
        )


@dataclass(frozen=True)
class Result:
    """A hit as the page shows it: a story, or an entity with its card."""

    title: SafeString
    passage: str = ""
    story: Article | None = None
    card: Card | None = None
    record: AwardRecord = AwardRecord()  # noqa: RUF009 - frozen

    @property
    def nominations(self) -> Nominations:
        return Nominations.of(self.card.entity, self.record) if self.card else Nominations()

    @property
    def coverage(self) -> str:
        return coverage_of(self.card.entity, self.record) if self.card else ""

    @property
    def line(self) -> str:
        """ "Limited series, HBO, 2020"."""
        return ", ".join(filter(None, (self.card.kind_line, self.card.year))) if self.card else ""


@dataclass(frozen=True)
class ResultGroup:
    """The first results of a group, or a page of them. `more`: the address of all, if there are more."""

    group: Group
    count: int
    found: tuple[Result, ...]
    more: str = ""


@dataclass(frozen=True)
class SearchPage:
    query: SearchRequest
    words: str = ""  # what was searched for in the end: as typed, or as probably meant
    total: int = 0
    facets: tuple[Facet, ...] = ()
    best: Result | None = None
    parts: tuple[ResultGroup, ...] = ()
    older: str = ""
    newest: str = ""
    meant: str = ""  # the address of the search for `did_you_mean`
    did_you_mean: str = ""
    apart: tuple[
        tuple[str, str], ...
    ] = ()  # words that have results on their own, with their searches
    suggestions: tuple[SuggestedEntity, ...] = field(default=())

    @property
    def stories(self) -> ResultGroup | None:
        return next((part for part in self.parts if part.group.slug == "stories"), None)

    @property
    def record(self) -> tuple[ResultGroup, ...]:
        return tuple(part for part in self.parts if part.group.slug != "stories")

    @cached_property
    def nominations(self) -> Nominations:
        """Return the nominations of the best match."""
        return self.best.nominations if self.best else Nominations()

    @property
    def without_kinds(self) -> str:
        return self.query.changed(groups=())

    @property
    def has_results(self) -> bool:
        """Return whether there are results of any kind, even one that wasn't asked for."""
        return any(facet.count for facet in self.facets)

    @property
    def is_of_one_kind(self) -> bool:
        return len(self.query.groups) == 1


@dataclass(frozen=True)
class SuggestedEntity:
    """An entity that the reader may mean, with its address."""

    title: str
    what: str
    url: str
    is_title: bool


def build_search_page(query: SearchRequest, *, at: datetime) -> SearchPage:
    """Return everything that the page shows, with what is public at that moment.

    Raises NoSuchPage for a page after the last.
    """
    if not query.words:
        return SearchPage(query)
    words, results = query.words, _results(query, query.words, at)
    nothing = not any(results.counts.values())
    if nothing and results.did_you_mean and results.is_sure:
        words, results = results.did_you_mean, _results(query, results.did_you_mean, at)
    if query.page > 1 and not results.hits:
        raise NoSuchPage(str(query.page))
    found = _public_results(results.hits, at)
    best = None
    if len(query.groups) != 1 and query.order == ORDERS[0]:
        best = next((hit for hit in results.hits if hit in found and _is_named(hit)), None)
    parts = tuple(_parts(query, results, [hit for hit in results.hits if hit != best], found))
    last = query.page * PAGE
    more = len(query.groups) == 1 and last < min(results.total, DEEPEST)
    return SearchPage(
        query=query,
        words=words,
        total=results.total,
        facets=tuple(_facets(query, results)),
        best=found[best] if best else None,
        parts=parts,
        older=query.changed(page=query.page + 1) if more else "",
        newest=query.changed(page=1) if query.page > 1 else "",
        did_you_mean=results.did_you_mean,
        meant=SearchRequest(results.did_you_mean).url if results.did_you_mean else "",
        apart=tuple((word, SearchRequest(word).url) for word in results.apart),
        suggestions=() if any(results.counts.values()) else suggestions(words, at=at),
    )


def suggestions(words: str, *, at: datetime, limit: int = 8) -> tuple[SuggestedEntity, ...]:
    """Return entities that a half-typed query may mean. One query beyond those of `suggest`."""
    return tuple(_public_entities(suggest(words, at=at, limit=limit), at))


def _public_entities(suggested: list[Suggestion], at: datetime) -> Iterable[SuggestedEntity]:
    rows = Entity.objects.public(at).with_addresses().in_bulk([each.pk for each in suggested])
    for each in suggested:
        if entity := rows.get(each.pk):
            what = ", ".join(filter(None, (_kind_of(entity), each.note)))
            is_title = entity.kind == Kind.PRODUCTION
            yield SuggestedEntity(
                entity.name, capitalized(what), entity.get_absolute_url(), is_title
            )


def _kind_of(entity: Entity) -> str:
    """Return "Ceremony" and the like; "" for kinds whose note says what they are."""
    noted = (Kind.PRODUCTION, Kind.PERSON, Kind.COMPANY)
    return "" if entity.kind in noted else str(entity.get_kind_display()).capitalize()


def _results(query: SearchRequest, words: str, at: datetime) -> Results:
    if len(query.groups) == 1:
        first = (query.page - 1) * PAGE
        return find(words, kinds=query.kinds, at=at, order=query.order, limit=PAGE, offset=first)
    most = max(group.shown for group in GROUPS) + 1  # one of them may become the best match
    return find(words, kinds=query.kinds, at=at, order=query.order, each=most)


def _is_named(hit: Hit) -> bool:
    return hit.tier <= Tier.TITLE and hit.kind != "story"


def _facets(query: SearchRequest, results: Results) -> Iterable[Facet]:
    for group in GROUPS:
        count = sum(results.counts[kind] for kind in group.kinds)
        yield Facet(group, count, group in (query.groups or GROUPS))


def _parts(
    query: SearchRequest, results: Results, hits: list[Hit], found: Mapping[Hit, Result]
) -> Iterable[ResultGroup]:
    for group in query.groups or GROUPS:
        count = sum(results.counts[kind] for kind in group.kinds)
        shown = [found[hit] for hit in hits if hit.kind in group.kinds and hit in found]
        if len(query.groups) == 1:
            yield ResultGroup(group, count, tuple(shown))
        elif shown:
            more = query.changed(groups=(group,)) if count > group.shown else ""
            yield ResultGroup(group, count, tuple(shown[: group.shown]), more)


def _public_results(hits: Iterable[Hit], at: datetime) -> dict[Hit, Result]:
    """Return each hit whose own row is public, by hit: the index may be behind for a moment.

    Seven queries; two without hits.
    """
    hits = list(hits)
    stories = Article.objects.public(at).for_cards()
    rows = stories.in_bulk([hit.pk for hit in hits if hit.kind == "story"])
    entities = [Entity(pk=hit.pk, kind=hit.kind) for hit in hits if hit.kind != "story"]
    counted = [entity for entity in entities if entity.kind in NOMINATED_KINDS]
    award_records = records_of(counted, at=at, now=at) if counted else {}
    shown_cards = cards(entities, at=at, records=award_records, now=at)
    found = {}
    for hit in hits:
        if hit.kind != "story" and (card := shown_cards.get(hit.pk)):
            record = award_records.get(hit.pk, AwardRecord())
            found[hit] = Result(highlights.in_html(hit.title), card=card, record=record)
        elif hit.kind == "story" and (story := rows.get(hit.pk)):
            title = highlights.marks_in_html(marked(hit.title))
            passage = highlights.in_html(hit.passage)
            found[hit] = Result(title, passage, story=story)
    return found
