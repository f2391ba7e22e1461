"""An awards night at the desk: contests, nominees, who won, who shares it, who withdrew."""

import pytest

from awards.models import Contest, Nomination, Nominee
from awards.results import set_winner
from history.models import Change
from tests.people.desk.typing import add, change, do, errors, filled, send, send_rows, with_rows
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases


@pytest.fixture
def night(db):
    return rows.ceremony(rows.award(), 2020)


@pytest.fixture
def contest(night):
    return rows.contest(night, rows.category(night.award), "Outstanding Lead Actor")


@pytest.fixture
def cast(contest):
    """Ruffalo, Jackman and Pope, nominated in that order."""
    people = [rows.person(name) for name in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")]
    return [rows.nomination(contest, person, position=n) for n, person in enumerate(people)]


def results(contest):
    contest.refresh_from_db()
    return [str(contest.outcome), *(str(one.result) for one in contest.nominations.all())]


def said(answer):
    return {
        name: " ".join(lines) for name, lines in answer.context["adminform"].form.errors.items()
    }


def test_a_ceremony_has_its_contests_on_one_screen(desk, night, contest):
    other = rows.category(night.award, "Lead Actress", slug="lead-actress")
    typed = {"category": other.pk, "name": "Outstanding Lead Actress", "position": "2"}
    send_rows(desk, change(night), "contests", typed)
    assert [str(one.name) for one in night.contests.all()] == [
        "Outstanding Lead Actor",
        "Outstanding Lead Actress",
    ]
    page = desk.get(change(night)).content.decode()
    assert f'href="{change(contest)}"' in page


def test_a_contest_of_another_award_s_category_is_refused(desk, night):
    oscar = rows.category(rows.award("Academy Awards", slug="oscars"), "Actor")
    typed = {"category": oscar.pk, "name": "Outstanding Actor", "position": "0"}
    answer = send_rows(desk, change(night), "contests", typed)
    assert errors(answer) == {
        "contests category": "Actor is not a category of Primetime Emmy Awards."
    }
    assert Contest.objects.count() == 0


def test_nominations_are_entered_with_their_nominees_in_order(desk, ada, contest):
    twins = rows.production("The Twins")
    ann, bo = rows.person("Ann"), rows.person("Bo")
    typed = {"production": twins.pk, "nominees": [bo.pk, ann.pk], "position": "0"}
    assert send_rows(desk, change(contest), "nominations", typed).status_code == 302
    nomination = contest.nominations.get()
    assert nomination.production == twins
    assert [str(each.party) for each in nomination.nominees.all()] == ["Bo", "Ann"]
    assert {(line.subject_id, line.by) for line in Change.objects.all()} == {
        (contest.ceremony.public_id, ada)
    }


def test_taking_a_nominee_away_leaves_the_others_roles_alone(desk, contest):
    ann, bo = rows.person("Ann"), rows.person("Bo")
    nomination = rows.nomination(contest, ann, bo)
    Nominee.objects.filter(party=bo).update(role="as Ned Weeks")
    Nominee.objects.create(nomination=nomination, name_as_given="Roderick Jaynes", position=9)
    send(desk, change(contest), **{"nominations-0-nominees": [bo.pk]})
    assert [(each.name, each.role) for each in nomination.nominees.all()] == [
        ("Bo", "as Ned Weeks"),
        ("Roderick Jaynes", ""),
    ]


def test_a_contest_sent_as_it_was_changes_and_logs_nothing(desk, contest, cast):
    assert send(desk, change(contest)).status_code == 302
    assert Change.objects.count() == 0


def test_a_nominee_without_a_nomination_is_refused(desk, contest):
    ann = rows.person("Ann")
    answer = send(desk, add(Nominee), party=ann.pk)
    assert errors(answer) == {
        "nomination": "Choose the nomination that names them, or enter it first."
    }
    page, named = desk.get(add(Nomination)), {"party": ann.pk, "position": "0"}
    answer = desk.post(add(Nomination), with_rows(filled(page), "nominees", named))
    assert errors(answer) == {"contest": "Choose the contest that the nomination is in."}
    assert (Nominee.objects.count(), Nomination.objects.count()) == (0, 0)


def test_a_nominee_has_a_party_or_a_name_and_is_named_once(desk, cast):
    ruffalo = cast[0].nominees.get().party
    for typed, sentence in (
        ({"party": "", "role": "Producer", "position": "1"}, "name"),
        ({"party": ruffalo.pk, "position": "1"}, "already on this nomination"),
    ):
        answer = send_rows(desk, change(cast[0]), "nominees", typed)
        assert answer.status_code == 200
        assert sentence in str(errors(answer))
    assert cast[0].nominees.count() == 1


def test_an_editor_sets_the_winner_and_readers_see_it_at_once(desk, ada, reader, contest, cast):
    page = desk.get(do(contest, "winner"))
    assert [label for _, label in page.context["adminform"].form["nomination"].field.choices] == [
        "Mark Ruffalo (Nominated)",
        "Hugh Jackman (Nominated)",
        "Jeremy Pope (Nominated)",
    ]
    assert ">won<" not in reader.get("/people/mark-ruffalo/").content.decode().lower()
    desk.post(do(contest, "winner"), {"nomination": cast[0].pk})
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    assert "1 win" in reader.get("/people/mark-ruffalo/").content.decode().lower()
    line = Change.objects.get()
    assert (line.verb, line.by, line.subject_id) == ("winner set", ada, contest.public_id)


def test_a_sole_winner_beside_another_is_refused_by_name(desk, contest, cast):
    desk.post(do(contest, "winner"), {"nomination": cast[0].pk})
    answer = desk.post(do(contest, "winner"), {"nomination": cast[1].pk})
    assert said(answer) == {
        "__all__": "Mark Ruffalo has already won this. If that is wrong, unset it first. If both "
        "won, mark this one as sharing the win."
    }
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    desk.post(do(contest, "winner"), {"nomination": cast[1].pk, "shared": "on"})
    assert results(contest) == ["awarded", "shared win", "shared win", "nominated"]


def test_the_wrong_envelope_is_put_right(desk, contest, cast):
    desk.post(do(cast[1], "win"))
    assert results(contest) == ["awarded", "nominated", "won", "nominated"]
    desk.post(do(cast[1], "unset"))
    assert results(contest) == ["open", "nominated", "nominated", "nominated"]
    desk.post(do(cast[0], "win"))
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]


def test_one_of_two_who_shared_it_is_unset_and_the_other_has_it_alone(desk, contest, cast):
    desk.post(do(cast[0], "win"))
    desk.post(do(cast[1], "share"))
    desk.post(do(cast[0], "unset"))
    assert results(contest) == ["awarded", "nominated", "won", "nominated"]


def test_no_award_is_declared_and_taken_back(desk, contest, cast):
    desk.post(do(contest, "no-award"))
    assert results(contest)[0] == "no award"
    assert desk.post(do(contest, "winner"), {"nomination": cast[0].pk}).status_code == 403
    desk.post(do(contest, "unset"))
    assert results(contest)[0] == "open"


def test_a_nomination_of_another_contest_cant_win_this_one(desk, night, contest, cast):
    other = rows.contest(night, rows.category(night.award, "Actress", slug="actress"))
    answer = desk.post(do(other, "winner"), {"nomination": cast[0].pk})
    assert list(said(answer)) == ["nomination"]
    assert results(contest)[0] == "open"


@pytest.mark.parametrize(("verb", "result"), [("withdraw", "withdrawn"), ("rescind", "rescinded")])
def test_who_is_out_needs_a_note_that_readers_see(desk, contest, cast, verb, result):
    answer = desk.post(do(cast[0], verb), {"note": ""})
    assert said(answer) == {"note": f"Say in the note why it was {result}. Readers see it."}
    desk.post(do(cast[0], verb), {"note": "Not eligible."})
    cast[0].refresh_from_db()
    assert (cast[0].result, cast[0].note) == (result, "Not eligible.")
    assert desk.post(do(cast[0], "win")).status_code == 403
    desk.post(do(cast[0], "restore"))
    assert results(contest) == ["open", "nominated", "nominated", "nominated"]


def test_a_nominee_list_typed_while_the_winner_was_set_keeps_the_winner(desk, bo, contest, cast):
    typed = filled(desk.get(change(contest))) | {"nominations-1-detail": "Episode 4"}
    set_winner(cast[0], by=bo)
    answer = desk.post(change(contest), typed)
    assert "Somebody changed this after you opened it." in errors(answer)["__all__"]
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    cast[1].refresh_from_db()
    assert cast[1].detail == ""


def test_saving_the_ceremony_s_screen_keeps_the_outcome_set_meanwhile(desk, bo, night, cast):
    typed = filled(desk.get(change(night))) | {"contests-0-position": "5"}
    set_winner(cast[0], by=bo)
    desk.post(change(night), typed)
    assert results(cast[0].contest)[:2] == ["awarded", "won"]
