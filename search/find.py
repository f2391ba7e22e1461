"""Finding: names of the record first, then headlines, then what stories are about, then any word.

The order follows from the documents that are public and from nothing else. A rank that weighs how
rare a word is would let what is still secret change the order of what is not.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from search import alternatives
from search.highlights import passage_of, word_by_word
from search.index import DEEPEST, Found, Tier, index
from search.models import BY_NAME, LAST_SECOND, ROW_BITS, Document, Kind
from search.queries import Query, fold, late_first, read

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
    """One thing found. `title` and `passage` hold marks: `search.highlights` prints them.

    A passage is of a story, and empty where what was asked for stands outside its text.
    """

    kind: str
    pk: int
    title: str
    passage: str
    note: str
    tier: Tier


@dataclass(frozen=True)
class Results:
    """What was found, in order. `counts` has every kind; `total` is how many of those asked for.

    `did_you_mean` is another query, which finds something, or much more; else it is empty. Where it
    `is_sure`, what it finds can be shown instead. `apart` are the words that are found each by
    itself, where together they are not.
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
    """What readers find at that moment, by "relevance" or by "date". Nothing typed raises.

    Of all kinds together `limit` hits from `offset` on, which ends at DEEPEST; or, with `each`, the
    first so many of every kind. By date an entity stands by its own, and by its name where it has
    none. Three queries, and some six more where next to nothing is found.
    """
    query = read(words)
    if not query:
        return Results()
    moment = at or timezone.now()
    asked = [kind for kind in ORDER_OF_KINDS if kinds is None or kind.label in kinds]
    depth = min(limit + offset, DEEPEST) if each is None else each
    found = index().search(query, at=moment, depth=depth)
    ranked = _ranked(query, found, asked, order)
    if each is None:
        keys = list(ranked)[offset:depth]
    else:
        first = {kind: set(_of(kind, ranked)[:each]) for kind in asked}
        keys = [key for key in ranked if key in first[_kind(key)]]
    total = sum(found.counts[kind] for kind in asked)
    other = alternatives.offer(query, found.counts, at=moment)
    return Results(
        hits=_hits(query, keys, ranked),
        counts={str(Kind(kind).label): n for kind, n in found.counts.items()},
        total=total,
        did_you_mean=other.query,
        is_sure=other.is_sure,
        apart=other.apart,
    )


def _ranked(query: Query, found: Found, kinds: Collection[Kind], order: str) -> dict[int, Tier]:
    """The keys in order, each with the best tier it was found in."""
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
        if kind == Kind.STORY:  # after names of the record, and after what is said of these
            return (tier, True, newest, *rest)
        return (tier, False, likely[key] if tier < Tier.ABOUT else 0, *rest)

    return {key: best[key] for key in sorted(best, key=place)}


def _by_name(query: Query, keys: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The places of entities in two orders: by whose name is most likely meant, and from A to Z.

    A title typed as it is comes first, then one that begins so, then a short one.
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
    """What is gone since it was found comes last."""
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
    # A document may go between two queries; then it isn't a hit any more.
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
