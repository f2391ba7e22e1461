"""What a company's page prints: what it shows, makes and gives, and what it was nominated for.

Five queries: other names; productions; awards and ceremonies; and the ledger's two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery

from people import roles
from people.ledger import Standing, record_of
from people.models import Award, Ceremony, Company, Credit, Entity, Kind, Production, Release
from people.models.entity import public_entity
from people.pages import record
from people.pages.facts import Fact, first_shown, folded, other_names
from people.pages.wording import capitalized, kind_of, work_of
from people.partial_dates import PartialDate

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
    standing: Standing
    posters: tuple[Made, ...]
    recent: tuple[Made, ...]
    earlier: tuple[Made, ...]
    upcoming: tuple[Made, ...]
    awards: tuple[Award, ...]
    ceremonies: tuple[Ceremony, ...]

    @property
    def type(self) -> str:
        return str(self.company.get_type_display()).capitalize()

    @property
    def sums(self) -> tuple[record.Sum, ...]:
        return record.sums(self.standing)

    @property
    def rows(self) -> tuple[record.Row, ...]:
        return record.rows(self.standing)

    @property
    def table_caption(self) -> str:
        return f"Nominations and wins of {self.company.name}"

    @property
    def coverage(self) -> str:
        return record.coverage(self.standing)

    @property
    def is_thin(self) -> bool:
        return not (
            self.recent or self.upcoming or self.awards or self.ceremonies or self.standing.lines
        )


def read(company: Company, *, at: datetime) -> CompanyPage:
    """Everything the page prints but its stories, as the record knows it at that moment."""
    made = _made(company, at=at)
    shown = [one for one in made if not one.production.is_upcoming]
    recent, earlier = folded(shown, SHOWN)
    standing = record_of(company, at=at, now=at)
    awards, ceremonies = _awards(company, at=at)
    form = list(other_names(company))
    if made:
        text = f"{len(made)} production{'' if len(made) == 1 else 's'}"
        form.append(Fact("In the record", text=text))
    return CompanyPage(
        company=company,
        form=tuple(form),
        standing=standing,
        posters=tuple(shown[:NEWEST]),
        recent=recent,
        earlier=earlier,
        upcoming=tuple(one for one in made if one.production.is_upcoming),
        awards=awards,
        ceremonies=ceremonies,
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


def _awards(company: Company, *, at: datetime) -> tuple[tuple[Award, ...], tuple[Ceremony, ...]]:
    """The awards it gives, and the ceremonies it has shown, newest first. One query."""
    found = (
        Entity.objects.public(at)
        .filter(
            Q(as_award__body=company)
            | Q(public_entity("as_ceremony__award__", at=at), as_ceremony__broadcaster=company)
        )
        .select_related("as_award", "as_ceremony__award")
    )
    rows = list(found)
    ceremonies = [row.as_ceremony for row in rows if row.kind == Kind.CEREMONY]
    ceremonies.sort(key=lambda one: one.held_on.iso if one.held_on else one.year_label)
    awards = tuple(row.as_award for row in rows if row.kind == Kind.AWARD)
    return awards, tuple(reversed(ceremonies))
