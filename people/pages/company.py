"""A company's page: what it shows and makes.

Two queries: other names, and productions. What it won and presents is handed in.
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
class CompanyTitle:
    """A production, and the company's role on it: "Network"."""

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
        """The summary of an upcoming production, or else its kind."""
        return self.production.summary or self.kind


@dataclass(frozen=True)
class CompanyPage:
    company: Company
    form: tuple[Fact, ...]
    awards: Awarded
    posters: tuple[CompanyTitle, ...]
    recent: tuple[CompanyTitle, ...]
    earlier: tuple[CompanyTitle, ...]
    upcoming: tuple[CompanyTitle, ...]

    @property
    def type(self) -> str:
        return str(self.company.get_type_display()).capitalize()

    @property
    def is_thin(self) -> bool:
        return not (self.recent or self.upcoming) and self.awards.is_empty


def load_company_page(company: Company, *, awards: Awarded, at: datetime) -> CompanyPage:
    """Return everything the page prints except its stories, as of `at`."""
    titles = _titles(company, at=at)
    shown = [title for title in titles if not title.production.is_upcoming]
    recent, earlier = folded(shown, SHOWN)
    form = list(other_names(company))
    if titles:
        form.append(Fact("In the record", text=number_of(len(titles), "production")))
    return CompanyPage(
        company=company,
        form=tuple(form),
        awards=awards,
        posters=tuple(shown[:NEWEST]),
        recent=recent,
        earlier=earlier,
        upcoming=tuple(title for title in titles if title.production.is_upcoming),
    )


def _titles(company: Company, *, at: datetime) -> list[CompanyTitle]:
    """Return the productions it is credited on or released, newest first. One query."""
    credits = Credit.objects.filter(party=company, production=OuterRef("pk"))
    releases = Release.objects.filter(company=company, production=OuterRef("pk"))
    productions = (
        Production.objects.public(at)
        .filter(Exists(credits) | Exists(releases))
        .select_related("picture")
        .annotate(
            first_on=first_shown(at=at),
            role=Subquery(credits.order_by(roles.company_order(), "pk").values("role")[:1]),
        )
    )
    titles = [
        CompanyTitle(
            production,
            production.first_on,
            capitalized(work_of(production.role)) if production.role else "Release",
        )
        for production in productions
    ]
    titles.sort(key=lambda title: title.production.sort_key)
    titles.sort(key=lambda title: title.first_on.iso if title.first_on else "", reverse=True)
    return titles
