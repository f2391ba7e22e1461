"""The readers' search. Matches in names come first, then in headlines, then in subjects, then anywhere.

The order depends only on public documents. A ranking by how rare a word is, such as BM25, would let
hidden documents change the order of public ones.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from search.alternatives import alternative_to
from search.highlights import passage_of, word_by_word
from search.index import DEEPEST, Found, Tier, index
from search.models import BY_NAME, LAST_SECOND, ROW_BITS, Document, Kind
from search.queries import Query, fold, late_first, parse_query

ORDER_OF_KINDS = (
    Kind.PERSON,
    Kind.PRODUCTION,
    Kind.AWARD,
    Kind.COMPANY,
    Kind.CEREMONY,
    Kind.CATEGORY,
    Kind.STORY,
)


@dataclass(frozen=True)
class Hit:
    """One result. `title` and `passage` contain marks that `search.highlights` turns into HTML.

    Only stories have a passage, empty if the words aren't in the text.
    """

    kind: str
    pk: int
    title: str
    passage: str
    note: str
    tier: Tier


@dataclass(frozen=True)
class Results:
    """The results in order. `counts` has every kind; `total` counts only the requested kinds.

    `did_you_mean`: another query that finds more, or "". `is_sure`: its results may be shown instead.
    `apart`: words that have results one by one, if they have none together.
    """

    hits: tuple[Hit, ...] = ()
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BY_NAME, 0))
    total: int = 0
    did_you_mean: str = ""
    is_sure: bool = True
    apart: tuple[str, ...] = ()


def find(
    words: str,
    *,
    kinds: Collection[str] | None = None,
    at: datetime | None = None,
    limit: int = 20,
    offset: int = 0,
    each: int | None = None,
    order: str = "relevance",
) -> Results:
    """Return what readers find at that moment, ordered by "relevance" or "date". Never raises.

    Returns `limit` results from `offset` on, down to DEEPEST; with `each`, the first `each` results of
    every kind. By date, an entity is placed by its own date, or by its name if it has none. Three queries;
    about six more if very little is found.
    """
    query = parse_query(words)
    if not query:
        return Results()
    moment = at or timezone.now()
    wanted = [kind for kind in ORDER_OF_KINDS if kinds is None or kind.label in kinds]
    depth = min(limit + offset, DEEPEST) if each is None else each
    found = index().search(query, at=moment, depth=depth)
    ranked = _ranked(query, found, wanted, order)
    if each is None:
        keys = list(ranked)[offset:depth]
    else:
        first = {kind: set(_of(kind, ranked)[:each]) for kind in wanted}
        keys = [key for key in ranked if key in first[_kind(key)]]
    total = sum(found.counts[kind] for kind in wanted)
    other = alternative_to(query, found.counts, at=moment)
    return Results(
        hits=_hits(query, keys, ranked),
        counts={str(Kind(kind).label): n for kind, n in found.counts.items()},
        total=total,
        did_you_mean=other.query,
        is_sure=other.is_sure,
        apart=other.apart,
    )


def _ranked(query: Query, found: Found, kinds: Collection[Kind], order: str) -> dict[int, Tier]:
    """Return the keys in order, each with the best tier it was found in."""
    best: dict[int, Tier] = {}
    for tier in (Tier.TEXT,) if order == "date" else reversed(Tier):
        best |= {key: tier for key in found.keys[tier] if _kind(key) in kinds}
    likely, alphabet = _by_name(query, [key for key in best if _kind(key) != Kind.STORY])

    def place(key: int) -> tuple[int, ...]:
        tier, kind = best[key], _kind(key)
        newest = -(key >> ROW_BITS & LAST_SECOND)
        rest = (alphabet.get(key, 0), ORDER_OF_KINDS.index(kind), -key)
        if order == "date":
            return (newest, *rest)
        if (
            kind == Kind.STORY
        ):  # after entities found by name, and after those found by what is written about them
            return (tier, True, newest, *rest)
        return (tier, False, likely[key] if tier < Tier.ABOUT else 0, *rest)

    return {key: best[key] for key in sorted(best, key=place)}


def _by_name(query: Query, keys: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the positions of entities in two orders: by how likely the name is meant, and from A to Z.

    Most likely is the exact title, then one that starts with the query, then a shorter one.
    """
    likely: dict[int, tuple[object, ...]] = {}
    alphabet: dict[int, tuple[object, ...]] = {}
    for key, title in Document.objects.filter(pk__in=keys).values_list("pk", "title"):
        plain = fold(title)
        alphabet[key] = (late_first(plain), ORDER_OF_KINDS.index(_kind(key)), key)
        likely[key] = (
            title.casefold() != query.typed.casefold(),
            plain != query.folded,
            not plain.startswith(query.folded),
            len(plain),
            *alphabet[key],
        )
    return _places(likely, keys), _places(alphabet, keys)


def _places(order: dict[int, tuple[object, ...]], keys: list[int]) -> dict[int, int]:
    """Return the position of each key. Rows that were deleted meanwhile come last."""
    places = {key: n for n, key in enumerate(sorted(order, key=order.__getitem__))}
    return dict.fromkeys(keys, len(keys)) | places


def _kind(key: int) -> Kind:
    return Kind(key >> ROW_BITS >> LAST_SECOND.bit_length())


def _of(kind: Kind, ranked: dict[int, Tier]) -> list[int]:
    return [key for key in ranked if _kind(key) == kind]


def _hits(query: Query, keys: list[int], ranked: dict[int, Tier]) -> tuple[Hit, ...]:
    if not keys:
        return ()
    marked = index().marked(query, keys)
    # A document that was removed since the first query is left out.
    return tuple(
        Hit(
            kind=str(_kind(key).label),
            pk=row,
            title=word_by_word(title),
            passage=passage_of(text),
            note=note,
            tier=ranked[key],
        )
        for key in keys
        if key in marked
        for row, note, title, text in (marked[key],)
    )
