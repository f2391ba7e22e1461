"""A category's page: its winners under every name it has had, and where their titles were shown.

Three queries, for the contests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from os.path import commonprefix

from awards import contests
from awards.contests import ContestReading, Entry
from awards.models import Category, Contest
from awards.pages.picks import MANY, Pick, name_of, pick, quoted
from awards.pages.winners_by_company import CompanyChart, winners_by_company
from awards.wording import without_superlative
from people.pages.facts import Link, link
from people.pages.wording import mostly_films
from words.wording import capitalized, counted, in_words, listed


@dataclass(frozen=True)
class RollRow:
    """One winner; or a year without one, and why ("No award", "Not yet announced")."""

    year: str
    ceremony_url: str
    is_first_of_year: bool
    links: tuple[Link, ...]
    others: int
    title: Link | None
    detail: str
    company: str
    is_latest: bool
    word: str


@dataclass(frozen=True)
class NameSpan:
    """Consecutive ceremonies at which the category had the same name."""

    name: str
    short_name: str  # without the words that all names begin with
    first: str
    first_year: int
    last: str
    is_current: bool
    follows_gap: bool  # years are missing between it and the older name
    rows: tuple[RollRow, ...]

    @property
    def span(self) -> str:
        """ "from 2015", "2000 to 2014", "1986"."""
        if self.is_current:
            return f"from {self.first}"
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def winner_count(self) -> int:
        return sum(not row.word for row in self.rows)

    @property
    def sentence(self) -> str:
        """ "2000 to 2014: nine winners in the record."."""
        gap = " Earlier years aren’t listed yet." if self.follows_gap else ""
        return (
            f"{capitalized(self.span)}: {counted(self.winner_count, 'winner')} in the record.{gap}"
        )


@dataclass(frozen=True)
class RepeatWinner:
    link: Link
    years: str
    times: int


@dataclass(frozen=True)
class CategoryPage:
    category: Category
    runs: tuple[NameSpan, ...]
    chart: CompanyChart | None
    latest: ContestReading | None
    picks: tuple[Pick, ...]
    often: tuple[RepeatWinner, ...]
    is_film: bool

    @property
    def title(self) -> str:
        return without_superlative(self.category.name)

    @property
    def span(self) -> str:
        if not self.runs:
            return ""
        first, last = self.runs[-1].first, self.runs[0].last
        return first if first == last else f"{first} to {last}"

    @property
    def standfirst(self) -> str:
        """A sentence about the category, for one without a summary."""
        if not self.runs:
            return ""
        if len(self.runs) == 1:
            held = counted(self.runs[0].winner_count, "winner")
            return f"Our record has {held}, all under one name: {self.span}."
        return (
            f"One award, and {in_words(len(self.runs))} names since {self.runs[-1].first}. "
            "This page follows it through every change of name."
        )

    @property
    def has_productions(self) -> bool:
        return any(row.title for run in self.runs for row in run.rows)

    @property
    def columns(self) -> int:
        """Columns of the table: year, winner, title (if any row has one), company."""
        return 4 if self.has_productions else 3

    @property
    def columns_of_winner(self) -> int:
        return self.columns - 1

    @property
    def since(self) -> str:
        return self.runs[-1].first if self.runs else ""

    @property
    def trail(self) -> tuple[tuple[str, str], ...]:
        """The breadcrumb: the award and its categories."""
        award = self.category.award
        url = award.get_absolute_url()
        return (award.label, url), ("Categories", f"{url}#categories")

    @property
    def company_word(self) -> str:
        return "Company" if self.is_film else "Network"


def load_category_page(category: Category, *, at: datetime) -> CategoryPage:
    """Return everything the page prints except its stories, with winners as of `at`."""
    found = contests.load_contests(
        Contest.objects.filter(category=category), at=at, now=at
    ).values()
    readings = sorted(found, key=_newest_first, reverse=True)
    winners = [(reading, entry) for reading in readings for entry in reading.winners]
    is_film = mostly_films([entry.production for _, entry in winners if entry.production])
    latest = readings[0] if readings else None
    return CategoryPage(
        category=category,
        runs=_runs(readings, at=at),
        chart=winners_by_company(
            [
                (reading.contest.ceremony.year, entry.company.label if entry.company else "")
                for reading, entry in winners
            ],
            is_film=is_film,
        ),
        latest=latest,
        picks=tuple(pick(entry, latest.contest) for entry in latest.entries) if latest else (),
        often=_repeat_winners(winners),
        is_film=is_film,
    )


def _newest_first(reading: ContestReading) -> tuple[str, int]:
    ceremony = reading.contest.ceremony
    held = ceremony.held_on.iso if ceremony.held_on else ceremony.year_label
    return held, -reading.contest.position


def _runs(readings: Sequence[ContestReading], *, at: datetime) -> tuple[NameSpan, ...]:
    """Split the contests where the name changes, newest first.

    One category can have two contests in a year (black-and-white and color): its name is then both.
    """
    nights = [list(night) for _, night in groupby(readings, key=_ceremony)]
    latest = next((reading for reading in readings if reading.winners), None)
    runs: list[NameSpan] = []
    for _, found in groupby(nights, key=_names):
        same = list(found)
        years = [_year(night[0]) for night in same]
        rows = [row for night in same for row in _rows(night, latest, at=at)]
        names = list(dict.fromkeys(reading.contest.name for reading in same[0]))
        runs.append(
            NameSpan(
                name=listed(names),
                short_name=without_superlative(listed(names)),
                first=years[-1],
                first_year=same[-1][0].contest.ceremony.year,
                last=years[0],
                is_current=not runs,
                follows_gap=False,
                rows=tuple(rows),
            )
        )
    if not runs:
        return ()
    begins = _shared_words([run.short_name for run in runs])
    return tuple(
        replace(
            run,
            short_name=capitalized(" ".join(run.short_name.split()[begins:])),
            follows_gap=older is not None and _is_gap(older, run),
        )
        for run, older in zip(runs, [*runs[1:], None], strict=True)
    )


def _shared_words(names: Sequence[str]) -> int:
    """Return how many words all names begin with; 0 if a name would keep only one word."""
    if len(names) < 2:
        return 0
    words = [name.casefold().split() for name in names]
    shared = len(commonprefix(words))
    return shared if all(len(each) > shared + 1 for each in words) else 0


def _ceremony(reading: ContestReading) -> int:
    return reading.contest.ceremony_id


def _names(night: Sequence[ContestReading]) -> tuple[str, ...]:
    """The names without regard to capitals, in which the bodies' lists differ from year to year."""
    return tuple(sorted(" ".join(reading.contest.name.casefold().split()) for reading in night))


def _year(reading: ContestReading) -> str:
    return reading.contest.ceremony.year_label


def _is_gap(older: NameSpan, newer: NameSpan) -> bool:
    """Return whether a year or more is missing between them, if their labels are years."""
    if not (older.last[:4].isdigit() and newer.first[:4].isdigit()):
        return False
    return int(newer.first[:4]) - int(older.last[:4]) > 1


def _rows(
    night: Sequence[ContestReading], latest: ContestReading | None, *, at: datetime
) -> list[RollRow]:
    rows: list[RollRow] = []
    for reading in night:
        is_latest = latest is not None and _ceremony(reading) == _ceremony(latest)
        for entry in reading.winners:
            rows.append(_row(reading, entry, is_latest=is_latest, is_first=not rows))
        if not reading.winners:
            is_known = reading.contest.is_known(at)
            word = reading.word or ("Winner not in the record" if is_known else "Not yet announced")
            rows.append(_row(reading, None, is_latest=False, is_first=not rows, word=word))
    return rows


def _row(
    reading: ContestReading,
    entry: Entry | None,
    *,
    is_latest: bool,
    is_first: bool,
    word: str = "",
) -> RollRow:
    contest = reading.contest
    people = [name_of(nominee) for nominee in entry.nominees] if entry else []
    production = entry.production if entry else None
    by_title = production is not None and (
        not people or contest.category.basis == Category.Basis.PRODUCTION
    )
    return RollRow(
        year=contest.ceremony.year_label,
        ceremony_url=contest.ceremony.get_absolute_url(),
        is_first_of_year=is_first,
        links=(link(production),) if production and by_title else tuple(people[:MANY]),
        others=0 if by_title else max(0, len(people) - MANY),
        title=link(production) if production and not by_title else None,
        detail=quoted(entry.nomination.detail) if entry else "",
        company=entry.company.label if entry and entry.company else "",
        is_latest=is_latest,
        word=word,
    )


def _repeat_winners(winners: Sequence[tuple[ContestReading, Entry]]) -> tuple[RepeatWinner, ...]:
    """Return who has won more than once, most wins first: people and companies, or productions."""
    years: dict[Link, list[str]] = {}
    for reading, entry in winners:
        parties = [link(nominee.party) for nominee in entry.nominees if nominee.party]
        if reading.contest.category.basis == Category.Basis.PRODUCTION and entry.production:
            parties = [link(entry.production)]
        for party in parties:
            years.setdefault(party, []).insert(0, _year(reading))
    times = Counter({party: len(won) for party, won in years.items() if len(won) > 1})
    return tuple(
        RepeatWinner(party, ", ".join(years[party]), number)
        for party, number in times.most_common()
    )
