"""The lookups of the story's editor, answered as JSON: entities, awards, contests and pictures.

For users who may write stories. They may link what isn't public yet, and the answer says that it isn't.
Four queries at most for each.
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

from articles import rights
from articles.admin import library
from awards.cards import cards
from awards.ledger import record_of
from awards.models import Contest, Nomination
from desk.sent_keys import find_row
from people import addresses
from people.models import Entity, Kind
from photos.models import Picture
from words.characters import without_nul
from words.folding import fold
from words.wording import number_of

MOST = 8
MOST_AT_ONCE = 200
LONGEST = 100
WORDS = 6
# The order for equal names: stories link people and titles most.
KINDS = [Kind.PERSON, Kind.PRODUCTION, Kind.COMPANY, Kind.AWARD, Kind.CEREMONY, Kind.CATEGORY]


@require_GET
def lookup(request: HttpRequest, what: str) -> JsonResponse:
    """Answer one lookup. 404 for an unknown name, 403 for users who may not write stories."""
    if not rights.may_change_some(request.user):
        raise PermissionDenied
    if what not in QUESTIONS:
        raise Http404
    return JsonResponse(QUESTIONS[what](request))


def records(request: HttpRequest) -> dict[str, Any]:
    """Find entities by words of a name (`q`, with `kind`), by `address`, or by primary `key`."""
    if sent := request.GET.get("key"):
        row = find_row(_entities(), sent)
        return {"rows": [_brief(row)] if row else []}
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
    cards_by_key = cards(rows, records={})
    return {
        "rows": [_brief(row) | _line(row, cards_by_key.get(row.pk)) for row in rows],
        "add": _addable(request),
    }


def _addable(request: HttpRequest) -> list[dict[str, str]]:
    """Return the kinds that the user may add under this name, each with the address of its form."""
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
    """Find the awards for which a `person` was nominated, most wins first."""
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
    """Find contests with every word in their name, ceremony or year, the latest first."""
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
    """Return the rows that a story's links and boxes name, by public id, without deleted ones."""
    ids: Callable[[str], list[str]] = lambda name: request.GET.getlist(name)[:MOST_AT_ONCE]
    entities = Entity.objects.filter(public_id__in=ids("record")).select_related(
        "merged_into", "picture"
    )
    found = Picture.objects.filter(public_id__in=ids("picture"))
    boxes = Contest.objects.filter(public_id__in=ids("contest")).select_related("ceremony__award")
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
    """Order by how well the name matches; public entities first among equal matches."""
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
    """Return the entity whose page is, or was, at this address of the site."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return None
    kind, slugs = match.url_name or "", match.kwargs
    if kind in (Kind.CEREMONY, Kind.CATEGORY):
        slug = slugs["ceremony" if kind == Kind.CEREMONY else "slug"]
        found = addresses.find_within(kind, slugs["award"], slug)
    elif kind in Kind.values:
        found = addresses.find(kind, slugs["award" if kind == Kind.AWARD else "slug"])
    else:
        return None
    return found.row if found else None


def _brief(entity: Entity) -> dict[str, Any]:
    """Return what the editor shows of an entity: its name, disambiguation, picture and state."""
    return {
        "id": entity.public_id,
        "name": entity.name,
        "kind": entity.kind,
        "note": entity.disambiguation,
        "picture": entity.picture.url(160, crop="square") if entity.picture else "",
        "isPublic": entity.is_public(),
        "mergedInto": entity.merged_into.name if entity.merged_into else "",
    }


def _line(entity: Entity, card: Any) -> dict[str, Any]:
    """Return a line on what the entity is: "Limited series, HBO, 2020"."""
    if card is None:
        return {"line": Kind(entity.kind).label}
    parts = [card.kind_line or Kind(entity.kind).label, card.year]
    if entity.kind in (Kind.PERSON, Kind.COMPANY):
        parts += [value for label, value in card.facts if label in ("Upcoming", "Credited on")][:1]
    return {"line": ", ".join(filter(None, parts))}


def _contest(contest: Contest) -> dict[str, Any]:
    return {"id": contest.public_id, "name": contest.name, "line": contest.ceremony.name}


def _by_id(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}
