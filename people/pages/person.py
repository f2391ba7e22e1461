"""What a person's page prints.

Three queries: other names, credits with their productions, and the companies printed after the
titles. What the person won is handed in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people import roles
from people.credits import houses
from people.models import Credit, Entity, Person, Production
from people.pages.facts import Fact, dated, first_shown, folded, other_names
from people.pages.honors import Awarded, Honors
from people.pages.wording import kind_of, played, work_of
from words.partial_dates import PartialDate
from words.wording import capitalized, listed, number_of

KNOWN_FOR = 5
SHOWN = 20  # titles in the table before the fold


@dataclass(frozen=True)
class Title:
    """A production of the person's, with everything they did on it."""

    production: Production
    first_on: PartialDate | None
    house: Entity | None
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
        """What they did, where it was not acting: "Director, writer"."""
        if self._cast:
            return "" if self.characters else capitalized(_labels(self._cast))
        return capitalized(_labels(self.credits))

    @property
    def kind_line(self) -> str:
        """ "Limited series, HBO"."""
        house = self.house.label if self.house else ""
        return ", ".join(filter(None, (kind_of(self.production), house)))

    @property
    def playing(self) -> str:
        """For under a poster: "2020, Dominick and Thomas Birdsey"."""
        named = played(self.characters) if len(self.characters) <= 2 else self._some
        return ", ".join(filter(None, (self.year, named or self.work.lower())))

    @property
    def announcement(self) -> str:
        """What an upcoming production is, in its own words or by its kind."""
        return self.production.summary or self.kind_line

    @property
    def note(self) -> str:
        """ "Also co-executive producer; Emmy"."""
        said = [credit.note for credit in self.credits if credit.note]
        said += [credit.scope for credit in self._cast if credit.scope]
        said += ["Uncredited" for credit in self._cast if credit.uncredited]
        beside = [credit for credit in self.credits if credit not in self._cast]
        if self._cast and beside:
            said.insert(0, f"Also {_labels(beside)}")
        said += self.honors.words
        return capitalized("; ".join(said))

    @property
    def _some(self) -> str:
        return f"{', '.join(self.characters[:2])} and others"

    @property
    def _cast(self) -> tuple[Credit, ...]:
        return tuple(credit for credit in self.credits if credit.role in roles.CAST)

    @property
    def billing(self) -> int:
        """The best place in the order of billing; unbilled comes last."""
        return min((credit.billing for credit in self._cast if credit.billing), default=10_000)


@dataclass(frozen=True)
class PersonPage:
    person: Person
    occupations: str
    form: tuple[Fact, ...]
    awards: Awarded
    posters: tuple[Title, ...]
    recent: tuple[Title, ...]
    earlier: tuple[Title, ...]
    upcoming: tuple[Title, ...]

    @property
    def is_thin(self) -> bool:
        """Nothing in the record beyond the name: nothing that a search engine should keep."""
        return not (self.recent or self.upcoming) and self.awards.is_empty


def read(person: Person, *, awards: Awarded, at: datetime) -> PersonPage:
    """Everything the page prints but its stories, as the record knows it at that moment."""
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


def known_for(titles: list[Title]) -> tuple[Title, ...]:
    """The productions a person is best known for, by the record alone.

    Most wins first, then most nominations (the person's own, at any award); then the better place
    in the order of billing; then the newest.
    """

    def rank(title: Title) -> tuple[int, int, int]:
        return -title.honors.wins, -title.honors.nominations, title.billing

    return tuple(sorted(titles, key=rank)[:KNOWN_FOR])  # stable: they come newest first


def _titles(person: Person, awards: Awarded, *, at: datetime) -> list[Title]:
    """The person's productions, newest first; those that nobody has dated come last."""
    by_production: dict[int, list[Any]] = defaultdict(list)  # credits, with their annotation
    credits = (
        Credit.objects.public(at)
        .filter(party=person)
        .select_related("production__picture")
        .annotate(first_on=first_shown("production", at=at))
    )
    for credit in credits:
        by_production[credit.production_id].append(credit)
    shown_by = houses(by_production, at=at)
    titles = [
        Title(
            production=rows[0].production,
            first_on=rows[0].first_on,
            house=shown_by.get(key),
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


def _occupations(titles: list[Title]) -> str:
    """What they are credited for most, where nobody has written their occupations."""
    times: dict[str, int] = defaultdict(int)
    for title in titles:
        for credit in title.credits:
            times[work_of(credit.role)] += 1
    return ", ".join(sorted(times, key=lambda label: -times[label])[:3])
