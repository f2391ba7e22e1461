"""The page of a production: a film, a series, a play, a novel.

Four queries: other titles; relations; credits, with those of the authors of its sources; and
releases. What it was nominated for is handed in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from people import roles
from people.models import Credit, Production, Release
from people.models.production import WRITTEN_TYPES
from people.pages import credited
from people.pages.credited import CastRow, Words, Work
from people.pages.facts import Fact, Link, dated, other_names
from people.pages.honors import ProductionAwarded
from people.pages.related import Related, first_of, related, relations_of, year_of
from people.pages.wording import kind_of, work_of
from people.roles import Role
from words.wording import capitalized

Type, Status = Production.Type, Production.Status

SOURCES = {Type.NOVEL: "novel", Type.NONFICTION: "book", Type.STAGE: "play"} | {
    kind: str(kind.label).lower() for kind in (Type.COMIC, Type.ARTICLE)
}
FIRST = dict.fromkeys(WRITTEN_TYPES, "Published") | {
    Type.FILM: "Released",
    Type.SHORT: "Released",
    Type.STAGE: "First performed",
}
NOTABLE_STATUSES = (*Production.UPCOMING, Status.CANCELLED, Status.SHELVED)
MANY = 4  # directors or writers; so many or more are not named among the facts


@dataclass(frozen=True)
class ProductionPage:
    production: Production
    kicker: str  # "HBO, 2020"
    form: tuple[Fact, ...]
    cast: tuple[CastRow, ...]
    awards: ProductionAwarded
    sources: tuple[Related, ...]
    led_to: tuple[Related, ...]
    crew: tuple[Work, ...]
    companies: tuple[Work, ...]
    releases: tuple[Fact, ...]
    billing_block: tuple[Words, ...]

    @property
    def kind(self) -> str:
        return kind_of(self.production)

    @property
    def is_thin(self) -> bool:
        """Whether the record has only the title. Search engines are asked not to index the page."""
        has_rows = self.cast or self.crew or self.sources or self.led_to
        return not has_rows and self.awards.is_empty

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing for the wide column: no cast, and nothing in its place."""
        return not (self.cast or self.sources or self.led_to) and self.awards.is_empty

    @property
    def is_billed(self) -> bool:
        return any(row.number for row in self.cast)

    @property
    def crew_heading(self) -> str:
        return "Credits" if self.production.type in WRITTEN_TYPES else "Crew"

    @property
    def form_class(self) -> str:
        """Four boxes in a row if there are enough of them."""
        return "form--4" if len(self.form) >= 4 else ""


def load_production_page(
    production: Production, *, awards: ProductionAwarded, at: datetime
) -> ProductionPage:
    """Return everything the page prints except its stories, as of `at`."""
    relations = relations_of(production, at=at)
    others = {
        relation.to_production_id
        if relation.from_production_id == production.pk
        else relation.from_production_id
        for relation in relations
    }
    credits, theirs = _credits(production, others, at=at)
    releases = _releases(production, others, at=at)
    written = production.type in WRITTEN_TYPES
    sources, led_to = related(production, relations, theirs, releases)
    return ProductionPage(
        production=production,
        kicker=_kicker(credits, releases[production.pk]),
        form=(
            *_form(production, credits, releases[production.pk], awards, sources),
            *other_names(production),
        ),
        cast=credited.cast(credits),
        awards=awards,
        sources=sources,
        led_to=led_to,
        crew=credited.works(credits, (*roles.CREW, *roles.COMPANIES) if written else roles.CREW),
        companies=() if written else _companies(credits),
        releases=tuple(map(_release_fact, releases[production.pk])),
        billing_block=credited.billing_block(production, credits, _based_on(sources)),
    )


def _credits(
    production: Production, others: set[int], *, at: datetime
) -> tuple[list[Credit], dict[int, list[Credit]]]:
    """Return the production's own credits, and those of the others' authors by production."""
    found = (
        Credit.objects.public(at)
        .filter(
            Q(production=production)
            | Q(production__in=others, role__in=(Role.AUTHOR, Role.WRITER, Role.CREATOR))
        )
        .select_related("party__picture")
    )
    own, theirs = [], defaultdict(list)
    for credit in found:
        if credit.production_id == production.pk:
            own.append(credit)
        else:
            theirs[credit.production_id].append(credit)
    return own, theirs


def _releases(
    production: Production, others: set[int], *, at: datetime
) -> dict[int, list[Release]]:
    found: dict[int, list[Release]] = defaultdict(list)
    releases = Release.objects.public(at).filter(production__in={production.pk, *others})
    for release in releases.select_related("company"):
        found[release.production_id].append(release)
    return found


def _kicker(credits: list[Credit], releases: list[Release]) -> str:
    companies = [credit.party.label for credit in credited.company_credits(credits)]
    return ", ".join(filter(None, (*companies, year_of(releases))))


def _form(
    production: Production,
    credits: list[Credit],
    releases: list[Release],
    awards: ProductionAwarded,
    sources: tuple[Related, ...],
) -> list[Fact]:
    form = []
    if production.status in NOTABLE_STATUSES:
        form.append(Fact("Status", text=str(production.status).capitalize()))
    if first := first_of(releases):
        form.append(dated(FIRST.get(Type(production.type), "First shown"), first.date))
    elif expected := next((r for r in releases if r.kind == Release.Kind.EXPECTED), None):
        form.append(_release_fact(expected))
    if production.parts:
        complete = ", complete" if production.status == Status.ENDED else ""
        form.append(Fact("Parts", text=f"{production.parts}{complete}"))
    if companies := credited.company_credits(credits):
        label = capitalized(work_of(companies[0].role))
        form.append(
            Fact(label, tuple(Link(c.party.name, c.party.get_absolute_url()) for c in companies))
        )
    return [*form, *awards.facts, *_makers(production, credits), *_authors(sources)]


def _companies(credits: list[Credit]) -> tuple[Work, ...]:
    """Return the companies by role; nothing if the facts name them all."""
    works = credited.works(credits, roles.COMPANIES)
    return works if len(works) > 1 else ()


def _makers(production: Production, credits: list[Credit]) -> list[Fact]:
    """Return who made it, if they are few."""
    created = [("Created by", credited.by(credits, Role.CREATOR))]
    directors, writers = credited.by(credits, Role.DIRECTOR), credited.by(credits, Role.WRITER)
    made: list[tuple[str, list[Credit]]]
    if production.type == Type.SERIES:
        made = []  # each episode has its own
    elif directors and {c.party_id for c in directors} == {c.party_id for c in writers}:
        made = [("Written and directed by", directors)]
    else:
        made = [("Directed by", directors), ("Written by", writers)]
    by = [("By", credited.by(credits, Role.AUTHOR))]
    return [
        Fact(label, tuple(credited.link(credit) for credit in who))
        for label, who in (*created, *made, *by)
        if 0 < len(who) <= MANY - 1
    ]


def _authors(sources: tuple[Related, ...]) -> list[Fact]:
    return [Fact(f"From the {noun} by", source.by) for source, noun in _with_authors(sources)]


def _based_on(sources: tuple[Related, ...]) -> list[Words]:
    return [
        words
        for source, noun in _with_authors(sources)
        for words in (
            Words(f"based on the {noun} by"),
            *(Words(author.text, is_name=True) for author in source.by),
        )
    ]


def _with_authors(sources: tuple[Related, ...]) -> list[tuple[Related, str]]:
    """Return the written sources whose authors are known, each with its noun: "novel", "book"."""
    return [
        (source, SOURCES[Type(source.production.type)])
        for source in sources
        if source.by and source.production.type in SOURCES
    ]


def _release_fact(release: Release) -> Fact:
    """ "Premiere: May 10, 2020, HBO"."""
    where = release.company.name if release.company else ""
    when = " ".join(filter(None, (release.label, str(release.date or ""))))
    return Fact(
        str(release.get_kind_display()).capitalize(), text=", ".join(filter(None, (when, where)))
    )
