"""The company printed after a title: "HBO"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

from people.models import Credit, Entity
from people.roles import ROLES_AFTER_TITLE, company_order


def company_by_production(
    production_pks: Iterable[int], *, at: datetime | None = None
) -> dict[int, Entity]:
    """Return the company printed after each production's title, if it has one. One query.

    The network, or else the streamer, distributor, studio or publisher; of several the first in
    billing. Only companies that are public at `at`.
    """
    found: dict[int, Entity] = {}
    credits = (
        _companies_first(at).filter(production__in=list(production_pks)).select_related("party")
    )
    for credit in credits:
        found.setdefault(credit.production_id, credit.party)
    return found


def company_of(production: str, *, at: datetime | None = None) -> Subquery:
    """Annotate the key of that company, for the production at a path."""
    return Subquery(_of(production, at).values("party")[:1])


def company_label_of(production: str, *, at: datetime | None = None) -> Subquery:
    """Annotate the label of that company ("HBO"), for the production at a path."""
    label = Case(When(party__short_name="", then="party__name"), default="party__short_name")
    return Subquery(_of(production, at).annotate(label=label).values("label")[:1])


def _of(production: str, at: datetime | None) -> QuerySet[Credit]:
    return _companies_first(at).filter(production=OuterRef(production))


def _companies_first(at: datetime | None) -> QuerySet[Credit]:
    return (
        Credit.objects.public(at)
        .filter(role__in=ROLES_AFTER_TITLE)
        .order_by(company_order(), F("billing").asc(nulls_last=True), "pk")
    )
