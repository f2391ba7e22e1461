"""What the story's editor asks while somebody writes, answered as JSON.

For whoever may write stories: what is not public may be linked before it is, and says so. Each
answer takes at most four queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_GET

from articles.admin import library
from awards.cards import cards
from awards.ledger import record_of
from awards.models import Contest, Nomination
from people import addresses
from people.admin.boxes import key
from people.models import Entity, Kind
from photos.models import Picture
from words.characters import without_nul
from words.folding import fold
from words.wording import number_of

MOST = 8
MOST_AT_ONCE = 200
LONGEST = 100
WORDS = 6
# Of names alike: stories link people and titles most.
KINDS = [Kind.PERSON, Kind.PRODUCTION, Kind.COMPANY, Kind.AWARD, Kind.CEREMONY, Kind.CATEGORY]


@require_GET
def lookup(request: HttpRequest, what: str) -> JsonResponse:
    """The answer to one question; 404 for one that there isn't, 403 for who writes no stories."""
    if not (
        request.user.has_perm("articles.add_article")
        or request.user.has_perm("articles.change_article")
    ):
        raise PermissionDenied
    if what not in QUESTIONS:
        raise Http404
    return JsonResponse(QUESTIONS[what](request))


def records(request: HttpRequest) -> dict[str, Any]:
    """Entities by words of a name (`q`, and `kind`), the one at an `address`, or by admin's `key`."""
    if sent := request.GET.get("key"):
        rows = _entities().filter(pk=key(sent))
        return {"rows": [_brief(row) for row in rows]}
    if address := request.GET.get("address"):
        found = _at(address)
        return {"rows": [_brief(found)] if found else []}
    words = fold(_text(request)).split()[:WORDS]
    if not words:
        return {"rows": [], "add": []}
    named = _entities().called_by(words)
    if kind := request.GET.get("kind"):
        named = named.filter(kind=kind)
    rows = list(_ranked(named, " ".join(words))[:MOST])
    told = cards(rows, standings={})
    return {
        "rows": [_brief(row) | _told(row, told.get(row.pk)) for row in rows],
        "add": _addable(request),
    }


def _addable(request: HttpRequest) -> list[dict[str, str]]:
    """What of the record this user may add under the name asked for, each with its form as a pop-up."""
    query = urlencode({"name": _text(request).strip(), "_popup": 1})
    return [
        {
            "called": f"as a {kind}",
            "address": f"{reverse(f'admin:people_{kind}_add')}?{query}",
        }
        for kind in (Kind.PERSON, Kind.PRODUCTION, Kind.COMPANY)
        if request.user.has_perm(f"people.add_{kind}")
    ]


def awards(request: HttpRequest) -> dict[str, Any]:
    """The awards for which the record has nominations of a `person`, most wins first."""
    person = Entity.objects.filter(public_id=request.GET.get("person", "")).first()
    if person is None:
        return {"rows": []}
    return {
        "rows": [
            {
                "id": tally.award.public_id,
                "name": tally.award.name,
                "line": f"{number_of(tally.nominations, 'nomination')}, {number_of(tally.wins, 'win')}"
                + (f", {tally.honorary} honorary" if tally.honorary else ""),
            }
            for tally in record_of(person).tallies
            if tally.award
        ]
    }


def contests(request: HttpRequest) -> dict[str, Any]:
    """Contests of which every word is in the name, the ceremony or its year; the latest first."""
    found = Contest.objects.select_related("ceremony__award")
    for word in _text(request).split()[:WORDS]:
        folded = fold(word)
        found = found.filter(
            Q(name__icontains=word)
            | Q(ceremony__folded_name__contains=folded)
            | Q(ceremony__year_label__contains=folded)
            | Q(ceremony__award__folded_name__contains=folded)
            | Q(category__folded_name__contains=folded)
        )
    has = Exists(Nomination.objects.filter(contest=OuterRef("pk")))
    found = found.annotate(has_nominations=has).order_by(
        "-has_nominations", "-ceremony__held_on", "position", "pk"
    )
    return {"rows": [_contest(row) for row in found[:MOST]]}


def shown(request: HttpRequest) -> dict[str, Any]:
    """What a story's links and boxes name: rows by public id, without those that there aren't."""
    asked: Callable[[str], list[str]] = lambda name: request.GET.getlist(name)[:MOST_AT_ONCE]
    entities = Entity.objects.filter(public_id__in=asked("record")).select_related(
        "merged_into", "picture"
    )
    found = Picture.objects.filter(public_id__in=asked("picture"))
    boxes = Contest.objects.filter(public_id__in=asked("contest")).select_related("ceremony__award")
    return {
        "record": _by_id(map(_brief, entities)),
        "picture": _by_id(map(library.row, found)),
        "contest": _by_id(map(_contest, boxes)),
    }


QUESTIONS: dict[str, Callable[[HttpRequest], dict[str, Any]]] = {
    "records": records,
    "awards": awards,
    "contests": contests,
    "pictures": library.find,
    "shown": shown,
}


def _text(request: HttpRequest) -> str:
    return without_nul(request.GET.get("q", ""))[:LONGEST]


def _entities() -> Any:
    return Entity.objects.unmerged().select_related("picture")


def _ranked(named: QuerySet[Entity], text: str) -> QuerySet[Entity]:
    """The name itself first, then what begins with the words; what readers can see before other."""
    nearness = Case(
        When(folded_name=text, then=Value(0)),
        When(folded_name__startswith=f"{text} ", then=Value(1)),
        When(folded_name__startswith=text, then=Value(2)),
        When(folded_name__contains=f" {text}", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    kinds = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(KINDS)),
        output_field=IntegerField(),
    )
    public_first = F("published_at").asc(nulls_last=True)
    is_public = Case(When(published_at=None, then=Value(1)), default=Value(0))
    return named.order_by(nearness, is_public, kinds, "sort_key", public_first, "pk")


def _at(address: str) -> Entity | None:
    """The entity whose page is at a path of the site, or once was."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return None
    kind, said = match.url_name or "", match.kwargs
    if kind in (Kind.CEREMONY, Kind.CATEGORY):
        slug = said["ceremony" if kind == Kind.CEREMONY else "slug"]
        found = addresses.find_within(kind, said["award"], slug)
    elif kind in Kind.values:
        found = addresses.find(kind, said["award" if kind == Kind.AWARD else "slug"])
    else:
        return None
    return found.entity if found else None


def _brief(entity: Entity) -> dict[str, Any]:
    """What a link is told by: a name, what tells it from its namesakes, and whether it is public."""
    return {
        "id": entity.public_id,
        "name": entity.name,
        "kind": entity.kind,
        "note": entity.disambiguation,
        "picture": entity.picture.url(160, crop="square") if entity.picture else "",
        "isPublic": entity.is_public(),
        "mergedInto": entity.merged_into.name if entity.merged_into else "",
    }


def _told(entity: Entity, card: Any) -> dict[str, Any]:
    """What it is, in a line: "Limited series, HBO, 2020"."""
    if card is None:
        return {"line": Kind(entity.kind).label}
    told = [card.kind_line or Kind(entity.kind).label, card.year]
    if entity.kind in (Kind.PERSON, Kind.COMPANY):
        told += [value for label, value in card.facts if label in ("Upcoming", "Credited on")][:1]
    return {"line": ", ".join(filter(None, told))}


def _contest(contest: Contest) -> dict[str, Any]:
    return {"id": contest.public_id, "name": contest.name, "line": contest.ceremony.name}


def _by_id(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}
