"""What holds for any record whatever: sums, order and time."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.ledger import record_of, records_of
from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from people.models import Person, Production
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIRST_NIGHT = datetime(2001, 1, 1, tzinfo=UTC)

# One nomination: where, when, of whom, for what, with which result.
lines = st.fixed_dictionaries(
    {
        "award": st.integers(0, 1),
        "year": st.integers(0, 3),
        "tally": st.sampled_from(Category.Tally.values),
        "people": st.sets(st.integers(0, 3), max_size=3),
        "production": st.none() | st.integers(0, 2),
        # A sole win goes to one; that the verbs hold it is tested with them.
        "result": st.sampled_from([r for r in Nomination.Result.values if r != "won"]),
        "counts_as_nomination": st.booleans(),
    }
)
records = st.lists(lines, max_size=8)


class Record:
    """The rows of a list of lines."""

    def __init__(self, lines):
        self.people = [rows.person(f"Person {n}") for n in range(4)]
        self.productions = [rows.production(f"Title {n}") for n in range(3)]
        self.awards = [
            rows.award(f"Award {n}", slug=f"award-{n}", family=f"Family {n}") for n in range(2)
        ]
        for number, line in enumerate(lines):
            self._add(number, line)

    def _add(self, number, line):
        award = self.awards[line["award"]]
        night = Ceremony.objects.filter(award=award, number=line["year"]).first()
        night = night or rows.ceremony(
            award,
            2001 + line["year"],
            number=line["year"],
            held_at=FIRST_NIGHT + timedelta(days=365 * line["year"]),
            nominations_announced_at=FIRST_NIGHT + timedelta(days=365 * line["year"] - 60),
        )
        category = Category.objects.filter(award=award, tally=line["tally"]).first()
        category = category or rows.category(
            award, f"{line['tally']} category", tally=line["tally"]
        )
        contest = rows.contest(night, category, f"Contest {number}")
        production = None if line["production"] is None else self.productions[line["production"]]
        rows.nomination(
            contest,
            *(self.people[n] for n in sorted(line["people"])),
            production=production,
            result=line["result"],
            counts_as_nomination=line["counts_as_nomination"],
        )

    @property
    def everybody(self):
        return [*self.people, *self.productions, *Ceremony.objects.all(), *Category.objects.all()]


@contextmanager
def record_with(lines):
    """The rows of the lines, gone afterwards."""
    with transaction.atomic():
        yield Record(lines)
        transaction.set_rollback(True)


def figures(standing):
    return standing.nominations, standing.wins, standing.honorary


# Each example enters a record of its own, which takes as long as many others' examples.
few = settings(max_examples=settings.default.max_examples // 4)


@few
@given(records)
def test_the_whole_is_the_sum_of_its_awards(lines):
    with record_with(lines) as record:
        for standing in records_of(record.everybody).values():
            summed = Counter()
            for tally in standing.tallies:
                summed.update(n=tally.nominations, w=tally.wins, h=tally.honorary)
            assert figures(standing) == (summed["n"], summed["w"], summed["h"])
            families = [standing.tally(award.family) for award in record.awards]
            assert sum(family.wins for family in families) == standing.wins


@few
@given(records)
def test_nights_and_lines_add_up_to_the_same(lines):
    """Each nomination is of one night and one category, and counts once in either."""
    with record_with(lines) as record:
        standings = records_of(record.everybody)
        totals = [
            [
                sum(each)
                for each in zip((0, 0, 0), *(figures(standings[r.pk]) for r in found), strict=False)
            ]
            for found in (Ceremony.objects.all(), Category.objects.all())
        ]
        assert totals[0] == totals[1]
        honorary = Category.Tally.HONORARY
        stand = [line for line in lines if line["result"] in Nomination.ACTIVE]
        counted = [line for line in stand if line["tally"] != honorary]
        assert totals[0] == [
            sum(line["counts_as_nomination"] for line in counted),
            sum(line["result"] == "shared win" for line in counted),
            sum(line["result"] == "shared win" for line in stand if line["tally"] == honorary),
        ]


@few
@given(records, st.randoms(use_true_random=False))
def test_the_order_of_entering_makes_no_difference(lines, random):
    def told():
        return [
            [
                (line.year, line.award.name, line.nomination.contest.category.name, line.result)
                for line in record_of(person).lines
            ]
            for person in Person.objects.order_by("name")
        ]

    shuffled = random.sample(lines, len(lines))
    with record_with(lines):
        before, counts = (
            told(),
            [figures(record_of(p)) for p in Production.objects.order_by("name")],
        )
    with record_with(shuffled):
        assert [figures(record_of(p)) for p in Production.objects.order_by("name")] == counts
        assert [sorted(each) for each in told()] == [sorted(each) for each in before]
        assert [[line[:2] for line in each] for each in told()] == [
            [line[:2] for line in each] for each in before
        ]


@few
@given(records, st.lists(st.integers(-400, 1600), min_size=2, max_size=4))
def test_time_only_adds(lines, moments):
    with record_with(lines) as record:
        before = None
        for days in sorted(moments):
            standings = records_of(record.everybody, at=FIRST_NIGHT + timedelta(days=days))
            now = {key: figures(standing) for key, standing in standings.items()}
            if before:
                assert all(
                    earlier <= later
                    for key in now
                    for earlier, later in zip(before[key], now[key], strict=True)
                )
            before = now


@few
@given(records)
def test_asked_together_they_say_what_each_says_alone(lines):
    with record_with(lines) as record:
        together = records_of(record.everybody)
        for entity in record.everybody:
            alone = record_of(entity)
            assert [line.nomination.pk for line in alone.lines] == [
                line.nomination.pk for line in together[entity.pk].lines
            ]


def test_the_rows_of_a_record_are_gone_afterwards():
    with record_with([]):
        assert Award.objects.count() == 2
    assert (Award.objects.count(), Nominee.objects.count(), Contest.objects.count()) == (0, 0, 0)
