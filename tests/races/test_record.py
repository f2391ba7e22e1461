"""Two editors change one part of the record at the same moment."""

import pytest

from awards import board, nominating, results, running_order
from awards.models import Contest
from people import merging
from people.models import Entity
from tests.people.pages import rows
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def merged_into(*people):
    return [Entity.objects.get(pk=person.pk).merged_into_id for person in people]


def test_two_people_are_not_merged_into_each_other(meanwhile, ada, bo):
    marc, mark = rows.person("Marc Ruffalo"), rows.person("Mark Ruffalo")
    theirs = lambda: merging.merge(fresh(mark), into=fresh(marc), by=bo)
    with meanwhile(theirs) as colleague:
        merging.merge(marc, into=mark, by=ada)
    assert isinstance(colleague.error, Refused)
    assert "was already merged into “Mark Ruffalo”" in str(colleague.error)
    assert merged_into(marc, mark) == [mark.pk, None]


def test_one_person_is_not_merged_into_two(meanwhile, ada, bo):
    marc, mark = rows.person("Marc Ruffalo"), rows.person("Mark Ruffalo")
    third = rows.person("Mark A. Ruffalo")
    credit = rows.credit(rows.production("I Know This Much Is True"), marc)
    theirs = lambda: merging.merge(fresh(marc), into=fresh(third), by=bo)
    with meanwhile(theirs) as colleague:
        merging.merge(marc, into=mark, by=ada)
    assert isinstance(colleague.error, Refused)
    assert "was already merged into “Mark Ruffalo”" in str(colleague.error)
    assert merged_into(marc, mark, third) == [mark.pk, None, None]
    assert fresh(credit).party_id == mark.pk
    assert list(third.addresses.values_list("slug", flat=True)) == []


@pytest.fixture
def contest(db):
    emmys = rows.award()
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))
    for place, name in enumerate(("Jeremy Irons", "Mark Ruffalo")):
        rows.nomination(contest, rows.person(name), position=place)
    return contest


def outcome(contest):
    results = list(contest.nominations.order_by("position").values_list("result", flat=True))
    return results, Contest.objects.get(pk=contest.pk).outcome


def test_two_who_enter_different_winners_dont_both_succeed(meanwhile, contest, ada, bo):
    irons, ruffalo = contest.nominations.order_by("position")
    theirs = lambda: results.set_winner(irons, by=bo)
    with meanwhile(theirs) as colleague:
        results.set_winner(ruffalo, by=ada)
    assert isinstance(colleague.error, Refused)
    assert "Mark Ruffalo has already won this" in str(colleague.error)
    assert outcome(contest) == (["nominated", "won"], "awarded")


def test_a_withdrawal_keeps_what_another_has_just_declared(meanwhile, contest, ada, bo):
    irons = contest.nominations.order_by("position")[0]
    theirs = lambda: results.set_result(irons, "rescinded", note="He asked for it.", by=bo)
    with meanwhile(theirs) as colleague:
        results.declare_no_award(contest, by=ada)
    assert colleague.error is None
    assert outcome(contest) == (["rescinded", "nominated"], "no award")


def test_two_who_enter_a_nominee_stand_one_after_the_other(meanwhile, contest, ada, bo):
    theirs = lambda: nominating.enter(fresh(contest), "Jeremy Pope", by=bo)
    with meanwhile(theirs) as colleague:
        nominating.enter(contest, "Hugh Jackman", by=ada)
    assert colleague.error is None
    entered = contest.nominations.order_by("position", "pk")
    names = [(each.position, each.nominees.first().name) for each in entered]
    assert names[2:] == [(2, "Hugh Jackman"), (3, "Jeremy Pope")]


def test_what_two_add_to_a_ceremony_is_there_once(meanwhile, ada, bo):
    emmys = rows.award()
    night, category = rows.ceremony(emmys, 2020), rows.category(emmys)
    theirs = lambda: running_order.add(fresh(night), [category.pk], by=bo)
    with meanwhile(theirs) as colleague:
        assert running_order.add(night, [category.pk], by=ada) == 1
    assert isinstance(colleague.error, Refused)
    assert "Select at least one category" in str(colleague.error)
    assert [contest.position for contest in night.contests.all()] == [1]


def test_the_second_to_press_a_winner_on_the_board_sees_the_first(meanwhile, ada, enters, contest):
    night, (first, second) = contest.ceremony, contest.nominations.all()
    di = enters("di", "Di Ames", "Record editor")

    def press(row, by, seen):
        rights = board.Rights.of(by, night)
        return board.press(night, contest.pk, {"win": str(row.pk), "seen": seen}, rights)

    seen = board.fold_of(night, contest.pk).version
    with meanwhile(lambda: press(second, di, seen)) as colleague:
        press(first, ada, seen)
    assert isinstance(colleague.error, Refused)
    assert "changed “" in str(colleague.error)
    assert outcome(contest) == (["won", "nominated"], "awarded")
