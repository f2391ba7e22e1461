"""The picture library, as the story's editor shows it: searched by words and rights, in pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from articles.body.references import FIGURE
from articles.models import Revision
from desk.sent_keys import parse_number
from photos.models import Picture
from photos.rights_status import rights_status
from words.characters import without_nul

PAGE = 24
FURTHEST = 1_000_000  # the last picture that a page can begin with
LONGEST = 100
WORDS = 6
REVISIONS = 30  # of one user, whose pictures count as used lately
MOST_RECENT = 12


def find(request: HttpRequest) -> dict[str, Any]:
    """Return pictures with every word of `q` in title, caption, alt text or credit, and those `rights`.

    First those that the user put into stories lately, then the newest. `next` is the `from` of the next
    page, None on the last. Three queries at most.
    """
    found = _matching(request.GET.get("q", ""), request.GET.get("rights", ""))
    start = min(parse_number(request.GET.get("from", "")), FURTHEST)
    used = used_lately(request.user)
    others = list(found.exclude(public_id__in=used)[start : start + PAGE + 1])
    rows = [] if start else [row(each) | {"isRecent": True} for each in _in_order(found, used)]
    rows += [row(each) for each in others[:PAGE]]
    return {"rows": rows, "next": start + PAGE if len(others) > PAGE else None}


def row(picture: Picture) -> dict[str, Any]:
    """Return what the editor shows of a picture. No query."""
    status = rights_status(picture)
    return {
        "id": picture.public_id,
        "name": picture.title,
        "line": picture.credit or "No credit yet",
        "caption": picture.caption,
        "alt": picture.alt,
        "isCleared": picture.is_cleared,
        "status": status.words,
        "dot": status.dot,
        "picture": picture.url(320, crop="card"),
        "wider": picture.url(640, crop="card"),
        "large": picture.url(960),
    }


def used_lately(user: AbstractUser) -> list[str]:
    """Return the public ids of pictures in the user's newest revisions, latest first. One query."""
    saved = Revision.objects.filter(saved_by=user.pk).order_by("-pk")
    contents = saved.values_list("content__lead_picture", "content__body")[:REVISIONS]
    used = (
        public_id
        for lead, body in contents
        for public_id in (lead, *FIGURE.findall(body or ""))
        if public_id
    )
    return list(dict.fromkeys(used))[:MOST_RECENT]


def _matching(text: str, rights: str) -> QuerySet[Picture]:
    found = Picture.objects.all()
    if rights == "cleared":
        found = found.cleared()
    elif rights in Picture.Rights.values:
        found = found.filter(rights=rights)
    for word in without_nul(text)[:LONGEST].split()[:WORDS]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(caption__icontains=word)
            | Q(alt__icontains=word)
            | Q(credit__icontains=word)
        )
    return found


def _in_order(found: QuerySet[Picture], public_ids: list[str]) -> Iterable[Picture]:
    rows = {each.public_id: each for each in found.filter(public_id__in=public_ids)}
    return [rows[public_id] for public_id in public_ids if public_id in rows]
