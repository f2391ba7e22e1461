"""A person's page: their credits and what they are known for.

Three queries: other names, credits with their productions, and the companies printed after the
titles. What the person won is handed in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people import roles
from people.credits import company_by_production
from people.models import Credit, Entity, Person, Production
from people.pages.facts import Fact, dated, first_shown, folded, other_names
from people.pages.honors import Awarded, Honors
from people.pages.wording import kind_of, played, work_of
from words.partial_dates import PartialDate
from words.wording import capitalized, listed, number_of

KNOWN_FOR = 5
SHOWN = 20  # titles in the table before the fold


@dataclass(frozen=True)
class PersonTitle:
    """A production, with everything the person did on it."""

    production: Production
    first_on: PartialDate | None
    company: Entity | None
    credits: tuple[Credit, ...]
    honors: Honors

    @property
    def year(self) -> str:
        return str(self.first_on.year) if self.first_on else ""

    @property
    def characters(self) -> tuple[str, ...]:
        return tuple(name for credit in self._cast for name in credit.characters)

    @property
    def work(self) -> str:
        """What they did, if it wasn't playing a character: "Director, writer"."""
        if self._cast:
            return "" if self.characters else capitalized(_labels(self._cast))
        return capitalized(_labels(self.credits))

    @property
    def kind_line(self) -> str:
        """ "Limited series, HBO"."""
        company = self.company.label if self.company else ""
        return ", ".join(filter(None, (kind_of(self.production), company)))

    @property
    def playing(self) -> str:
        """The line below a poster: "2020, Dominick and Thomas Birdsey"."""
        first_two = f"{', '.join(self.characters[:2])} and others"
        named = played(self.characters) if len(self.characters) <= 2 else first_two
        return ", ".join(filter(None, (self.year, named or self.work.lower())))

    @property
    def announcement(self) -> str:
        """The summary of an upcoming production, or else its kind."""
        return self.production.summary or self.kind_line

    @property
    def note(self) -> str:
        """ "Also co-executive producer; Emmy"."""
        notes = [credit.note for credit in self.credits if credit.note]
        notes += [credit.scope for credit in self._cast if credit.scope]
        notes += ["Uncredited" for credit in self._cast if credit.uncredited]
        other_work = [credit for credit in self.credits if credit not in self._cast]
        if self._cast and other_work:
            notes.insert(0, f"Also {_labels(other_work)}")
        notes += self.honors.words
        return capitalized("; ".join(notes))

    @property
    def _cast(self) -> tuple[Credit, ...]:
        return tuple(credit for credit in self.credits if credit.role in roles.CAST)

    @property
    def billing(self) -> int:
        """The best place in the order of billing; a high number if unbilled."""
        return min((credit.billing for credit in self._cast if credit.billing), default=10_000)


@dataclass(frozen=True)
class PersonPage:
    person: Person
    occupations: str
    form: tuple[Fact, ...]
    awards: Awarded
    posters: tuple[PersonTitle, ...]
    recent: tuple[PersonTitle, ...]
    earlier: tuple[PersonTitle, ...]
    upcoming: tuple[PersonTitle, ...]

    @property
    def is_thin(self) -> bool:
        """Whether the record has only the name. Search engines are asked not to index the page."""
        return not (self.recent or self.upcoming) and self.awards.is_empty


def load_person_page(person: Person, *, awards: Awarded, at: datetime) -> PersonPage:
    """Return everything the page prints except its stories, as of `at`."""
    titles = _titles(person, awards, at=at)
    shown = [title for title in titles if not title.production.is_upcoming]
    recent, earlier = folded(shown, SHOWN)
    credited = sum(len(title.credits) for title in titles)
    form = [
        *([dated("Born", person.born)] if person.born else []),
        *([dated("Died", person.died)] if person.died else []),
        *other_names(person),
    ]
    if credited:
        form.append(Fact("In the record", text=number_of(credited, "credit")))
    return PersonPage(
        person=person,
        occupations=capitalized(person.occupations or _occupations(titles)),
        form=tuple(form),
        awards=awards,
        posters=known_for(shown),
        recent=recent,
        earlier=earlier,
        upcoming=tuple(title for title in titles if title.production.is_upcoming),
    )


def known_for(titles: list[PersonTitle]) -> tuple[PersonTitle, ...]:
    """Return the productions a person is best known for, judging by the record.

    Most wins first, then most nominations (the person's own, at any award); then the better place
    in the order of billing; then the newest.
    """

    def rank(title: PersonTitle) -> tuple[int, int, int]:
        return -title.honors.wins, -title.honors.nominations, title.billing

    return tuple(sorted(titles, key=rank)[:KNOWN_FOR])  # a stable sort: they come newest first


def _titles(person: Person, awards: Awarded, *, at: datetime) -> list[PersonTitle]:
    """Return the person's productions, newest first, those without a date last."""
    by_production: dict[int, list[Any]] = defaultdict(list)  # credits, with their annotation
    credits = (
        Credit.objects.public(at)
        .filter(party=person)
        .select_related("production__picture")
        .annotate(first_on=first_shown("production", at=at))
    )
    for credit in credits:
        by_production[credit.production_id].append(credit)
    shown_by = company_by_production(by_production, at=at)
    titles = [
        PersonTitle(
            production=rows[0].production,
            first_on=rows[0].first_on,
            company=shown_by.get(key),
            credits=tuple(sorted(rows, key=lambda credit: roles.ORDER[roles.Role(credit.role)])),
            honors=awards.of_production(key),
        )
        for key, rows in by_production.items()
    ]
    titles.sort(key=lambda title: title.production.sort_key)
    titles.sort(key=lambda title: title.first_on.iso if title.first_on else "", reverse=True)
    return titles


def _labels(credits: tuple[Credit, ...] | list[Credit]) -> str:
    """ "executive producer and director", each once."""
    return listed(list(dict.fromkeys(work_of(credit.role) for credit in credits)))


def _occupations(titles: list[PersonTitle]) -> str:
    """What they are credited for most, for a person without occupations."""
    times: dict[str, int] = defaultdict(int)
    for title in titles:
        for credit in title.credits:
            times[work_of(credit.role)] += 1
    return ", ".join(sorted(times, key=lambda label: -times[label])[:3])
