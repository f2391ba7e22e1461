"""What a company's page prints: what it shows and makes.

Two queries: other names, and productions. What it won and gives is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from people import roles
from people.models import Company, Credit, Production, Release
from people.pages.facts import Fact, first_shown, folded, other_names
from people.pages.honors import Awarded
from people.pages.wording import kind_of, work_of
from words.partial_dates import PartialDate
from words.wording import capitalized, number_of

NEWEST = 5  # with a poster
SHOWN = 30  # titles in the table before the fold


@dataclass(frozen=True)
class Made:
    """A production, and what the company had to do with it: "network"."""

    production: Production
    first_on: PartialDate | None
    role: str

    @property
    def year(self) -> str:
        return str(self.first_on.year) if self.first_on else ""

    @property
    def kind(self) -> str:
        return kind_of(self.production)

    @property
    def line(self) -> str:
        return ", ".join(filter(None, (self.year, self.kind.lower() if self.year else self.kind)))

    @property
    def announcement(self) -> str:
        """What an upcoming production is, in its own words or by its kind."""
        return self.production.summary or self.kind


@dataclass(frozen=True)
class CompanyPage:
    company: Company
    form: tuple[Fact, ...]
    awards: Awarded
    posters: tuple[Made, ...]
    recent: tuple[Made, ...]
    earlier: tuple[Made, ...]
    upcoming: tuple[Made, ...]

    @property
    def type(self) -> str:
        return str(self.company.get_type_display()).capitalize()

    @property
    def is_thin(self) -> bool:
        return not (self.recent or self.upcoming) and self.awards.is_empty


def read(company: Company, *, awards: Awarded, at: datetime) -> CompanyPage:
    """Everything the page prints but its stories, as the record knows it at that moment."""
    made = _made(company, at=at)
    shown = [one for one in made if not one.production.is_upcoming]
    recent, earlier = folded(shown, SHOWN)
    form = list(other_names(company))
    if made:
        form.append(Fact("In the record", text=number_of(len(made), "production")))
    return CompanyPage(
        company=company,
        form=tuple(form),
        awards=awards,
        posters=tuple(shown[:NEWEST]),
        recent=recent,
        earlier=earlier,
        upcoming=tuple(one for one in made if one.production.is_upcoming),
    )


def _made(company: Company, *, at: datetime) -> list[Made]:
    """Productions that it is credited on or that came out with it, newest first. One query."""
    credits = Credit.objects.filter(party=company, production=OuterRef("pk"))
    releases = Release.objects.filter(company=company, production=OuterRef("pk"))
    productions = (
        Production.objects.public(at)
        .filter(Exists(credits) | Exists(releases))
        .select_related("picture")
        .annotate(
            first_on=first_shown(at=at),
            role=Subquery(credits.order_by(roles.house_order(), "pk").values("role")[:1]),
        )
    )
    made = [
        Made(production, production.first_on, _role(production.role)) for production in productions
    ]
    made.sort(key=lambda one: one.production.sort_key)
    made.sort(key=lambda one: one.first_on.iso if one.first_on else "", reverse=True)
    return made


def _role(role: str | None) -> str:
    return capitalized(work_of(role)) if role else "Release"
