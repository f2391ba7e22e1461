"""Which pages of the record search engines may index: those that say more than a name.

The sitemaps ask it of all rows at once. A page asks itself (`is_thin` in people/pages and awards/pages),
from what it has loaded anyway; tests/newsroom/test_sitemaps.py compares the two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.models import Award, Ceremony, Contest, Nomination, Nominee
from people import roles
from people.models import Credit, Entity, Kind, Relation, Release
from people.models.entity import public_entity
from people.models.production import WRITTEN_TYPES


def indexable(kind: str, *, at: datetime) -> Q:
    """Return the condition for entities of this kind. It runs no query of its own."""
    some = [Exists(rows) for rows in CONTENT[Kind(kind)](at)]
    return Q(*some, _connector=Q.OR) if some else Q()


def _of_a_person(at: datetime) -> list[QuerySet[Any]]:
    return [
        Credit.objects.public(at).filter(party=OuterRef("pk")),
        _nominees(at),
        Ceremony.objects.public(at).filter(public_entity("award__", at=at), hosts=OuterRef("pk")),
    ]


def _of_a_company(at: datetime) -> list[QuerySet[Any]]:
    return [
        Credit.objects.public(at).filter(party=OuterRef("pk")),
        Release.objects.public(at).filter(company=OuterRef("pk")),
        _nominees(at),
        Award.objects.public(at).filter(body=OuterRef("pk")),
        Ceremony.objects.public(at).filter(
            public_entity("award__", at=at), broadcaster=OuterRef("pk")
        ),
    ]


def _of_a_production(at: datetime) -> list[QuerySet[Any]]:
    """A production that names only its companies isn't indexed, unless it is a book: it has a publisher."""
    credits = Credit.objects.public(at).filter(production=OuterRef("pk"))
    related = Relation.objects.filter(
        public_entity("from_production__", at=at), public_entity("to_production__", at=at)
    )
    return [
        credits.filter(
            Q(role__in=(*roles.CAST, *roles.CREW)) | Q(production__type__in=WRITTEN_TYPES)
        ),
        _nominations(at).filter(production=OuterRef("pk")),
        related.filter(from_production=OuterRef("pk")),
        related.filter(to_production=OuterRef("pk")),
    ]


def _of_an_award(at: datetime) -> list[QuerySet[Any]]:
    return [Entity.objects.public(at).filter(scope=OuterRef("public_id"))]


def _of_a_category(at: datetime) -> list[QuerySet[Any]]:
    return [Contest.objects.public(at).filter(category=OuterRef("pk"))]


def _nominations(at: datetime) -> QuerySet[Any]:
    return Nomination.objects.public(at).known(at)


def _nominees(at: datetime) -> QuerySet[Any]:
    public = _nominations(at).filter(pk=OuterRef("nomination"))
    return Nominee.objects.filter(Exists(public), party=OuterRef("pk"), counts=True)


CONTENT: dict[Kind, Any] = {
    Kind.PERSON: _of_a_person,
    Kind.COMPANY: _of_a_company,
    Kind.PRODUCTION: _of_a_production,
    Kind.AWARD: _of_an_award,
    Kind.CATEGORY: _of_a_category,
    Kind.CEREMONY: lambda at: [],
}
