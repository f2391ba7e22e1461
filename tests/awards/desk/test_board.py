"""A ceremony's board: its contests on one screen, what is done there, and how it is taken back."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Nomination, Nominee
from awards.results import declare_no_award, set_result, set_winner
from history.models import Change
from people import editing
from people.merging import merge
from people.models import Entity, Person, Production
from tests.only import only
from tests.people.desk.typing import change, listed
from tests.people.pages import rows

SEEN = re.compile(r'name="seen" value="(\w+)"')


@pytest.fixture
def night(db):
    return rows.ceremony(rows.award(), 2020, name="72nd Emmys")


@pytest.fixture
def contest(night):
    return rows.contest(night, rows.category(night.award), "Lead Actor", position=1)


@pytest.fixture
def cast(contest):
    """Ruffalo, Jackman and Pope, nominated in that order."""
    people = [rows.person(name) for name in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")]
    return [rows.nomination(contest, person, position=n) for n, person in enumerate(people, 1)]


def board(ceremony):
    return reverse("admin:awards_ceremony_board", args=[ceremony.pk])


def seen(desk, contest):
    """What the fold's forms send of what they show."""
    page = desk.get(board(contest.ceremony)).content.decode()
    return SEEN.search(page.partition(f'id="contest-{contest.pk}"')[2])[1]


def press(desk, contest, *, script=False, **said):
    """A button of the fold is pressed, with what stands in its form."""
    sent = {"contest": contest.pk, "seen": seen(desk, contest)} | said
    accept = {"accept": "application/json"} if script else {}
    return desk.post(board(contest.ceremony), sent, headers=accept)


def told(answer):
    """What the page says of what was pressed last."""
    return [str(message) for message in answer.context["messages"]][-1]


def listing(contest):
    """Each nomination in order: its title, and who is named on it with which role."""
    return [
        (
            str(one.production or ""),
            [f"{each.name}{f', {each.role}' if each.role else ''}" for each in one.nominees.all()],
        )
        for one in contest.nominations.all()
    ]


def results(contest):
    contest.refresh_from_db()
    return [str(contest.outcome), *(str(one.result) for one in contest.nominations.all())]


# What is shown -----------------------------------------------------------------------------------


def test_the_board_is_linked_from_the_ceremony_the_list_and_the_desk_s_home(desk, clock, night):
    clock.set("2020-09-01 12:00")
    link = f'href="{board(night)}"'
    for address in (change(night), listed(night), "/admin/"):
        assert link in desk.get(address).content.decode(), address


def test_contests_stand_in_running_order_each_with_its_state(desk, night, contest, cast):
    def other(number, name, **fields):
        line = rows.category(night.award, name, slug=name.lower(), **fields)
        return rows.contest(night, line, name, position=number)

    other(9, "Song")
    films = other(3, "Series", basis="production")
    tie = other(4, "Directing")
    watchmen = rows.production("Watchmen")
    rows.nomination(films, rows.person("Damon Lindelof"), production=watchmen, won=True)
    for name in ("Ann", "Bo"):
        rows.nomination(tie, rows.person(name), won=True, result="shared win")
    declare_no_award(other(5, "Variety"), by=None)
    page = desk.get(board(night))
    told = [(fold.contest.name, fold.state) for fold in page.context["board"].folds]
    assert told == [
        ("Lead Actor", "3 nominees, no winner yet"),
        ("Series", "Won by Watchmen"),
        ("Directing", "Tie between Ann and Bo"),
        ("Variety", "No award"),
        ("Song", "No nominees yet"),
    ]
    for name, state in told:
        assert f"<h2>{name}</h2>" in page.content.decode()
        assert state in page.content.decode()


def test_several_winners_of_a_jury_share_it_and_are_no_tie(desk, night):
    line = rows.category(night.award, "Animation", tally="juried")
    contest = rows.contest(night, line)
    for name in ("Ann", "Bo"):
        rows.nomination(contest, rows.person(name), won=True, result="shared win")
    assert "Shared by Ann and Bo" in desk.get(board(night)).content.decode()


def test_who_is_not_public_yet_is_marked(desk, contest, cast):
    show = rows.production("The Twins")
    Nomination.objects.filter(pk=cast[0].pk).update(production=show)
    for hidden in (cast[0].nominees.get().party, show):
        sentence = f"{hidden.name} is not public yet"
        assert sentence not in desk.get(board(contest.ceremony)).content.decode()
        rows.hide(hidden)
        assert sentence in desk.get(board(contest.ceremony)).content.decode()
        editing.publish(hidden, by=None)


def test_a_ceremony_without_contests_says_so_and_where_they_are_entered(desk, night):
    page = desk.get(board(night)).content.decode()
    assert "No categories yet" in page
    assert "Add categories" in page


def test_a_board_costs_the_same_for_one_contest_and_for_thirty(desk, night):
    def cost():
        desk.get(board(night))
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(board(night)).status_code == 200
        return len(asked)

    def enter(number):
        line = rows.category(night.award, f"Line {number}")
        contest = rows.contest(night, line, f"Contest {number}", position=number)
        for place in range(3):
            person = rows.person(f"Person {number} {place}")
            show = rows.production(f"Show {number} {place}")
            rows.nomination(contest, person, production=show, position=place)

    enter(0)
    one = cost()
    for number in range(1, 30):
        enter(number)
    assert cost() == one
    assert one <= 10  # two of them for the contests that could be added


# Entering ----------------------------------------------------------------------------------------


def test_a_name_is_a_nomination_and_the_next_ones_join_it(desk, ada, contest):
    twins = rows.production("The Twins")
    for name in ("Mark Ruffalo", "Ben Browning"):
        rows.person(name)
    answer = press(desk, contest, typed="mark ruffalo", add="1")
    made = contest.nominations.get()
    assert answer.status_code == 302
    assert answer["Location"] == (
        f"{board(contest.ceremony)}?open={contest.pk}&on={made.pk}#contest-{contest.pk}"
    )
    page = desk.get(answer["Location"])
    assert told(page) == "Mark Ruffalo is nomination 1."
    assert f'<option value="{made.pk}" selected>1. Mark Ruffalo</option>' in page.content.decode()
    press(desk, contest, typed="twins", nomination=made.pk, add="1")
    press(desk, contest, typed="ben", role="executive producer", nomination=made.pk, add="1")
    assert listing(contest) == [("The Twins", ["Mark Ruffalo", "Ben Browning, Executive Producer"])]
    made.refresh_from_db()
    assert made.production_id == twins.pk
    assert {(line.by, line.subject_id) for line in Change.objects.all()} == {
        (ada, contest.ceremony.public_id)
    }


def test_a_second_title_begins_the_next_nomination(desk, contest):
    for name in ("Watchmen", "Unorthodox"):
        rows.production(name)
    press(desk, contest, typed="watchmen", add="1")
    press(desk, contest, typed="unorthodox", nomination=contest.nominations.get().pk, add="1")
    assert listing(contest) == [("Watchmen", []), ("Unorthodox", [])]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("mark ruffalo as co-executive producer", "Mark Ruffalo, Co-Executive Producer"),
        ("ruffalo as Ned Weeks", "Mark Ruffalo, as Ned Weeks"),
        ("ruffalo as DGA Producer", "Mark Ruffalo, DGA Producer"),
    ],
)
def test_a_role_is_typed_after_the_name(desk, contest, typed, printed):
    rows.person("Mark Ruffalo")
    press(desk, contest, typed=typed, add="1")
    assert listing(contest) == [("", [printed])]


def test_a_title_with_as_in_it_is_no_role(desk, contest):
    rows.production("Life as We Know It")
    press(desk, contest, typed="life as we", add="1")
    assert listing(contest) == [("Life as We Know It", [])]


@pytest.mark.parametrize("typed", ["“Shallow”", '"Shallow"'])
def test_words_in_quotation_marks_are_the_song_or_the_episode(desk, contest, cast, typed):
    rows.person("Shallow")
    answer = press(desk, contest, typed=typed, nomination=cast[1].pk, add="1")
    assert told(desk.get(answer["Location"])) == "“Shallow” joins nomination 2."
    assert [str(one.detail) for one in contest.nominations.all()] == ["", "Shallow", ""]
    press(desk, contest, typed=typed, add="1")
    assert listing(contest)[3] == ("", [])
    assert "Shallow" in desk.get(board(contest.ceremony)).content.decode()


def test_who_is_named_already_gets_a_role_and_is_not_named_twice(desk, contest, cast):
    on = {"nomination": cast[0].pk, "add": "1"}
    answer = press(desk, contest, typed="mark ruffalo", **on)
    assert told(answer) == "“Mark Ruffalo” is named on this nomination already."
    press(desk, contest, typed="mark ruffalo as producer", **on)
    assert listing(contest)[0] == ("", ["Mark Ruffalo, Producer"])


def test_namesakes_are_offered_and_told_apart(desk, contest):
    rows.person("Steve McQueen", disambiguation="actor", slug="steve-mcqueen-actor")
    director = rows.person("Steve McQueen", disambiguation="director", occupations="director")
    answer = press(desk, contest, typed="steve mcqueen", add="1")
    assert told(answer) == "Several are called “steve mcqueen”. Choose one."
    page = answer.content.decode()
    assert 'value="steve mcqueen"' in page
    assert "Steve McQueen (actor)" in page
    assert f'name="entity" value="{director.pk}">Steve McQueen (director) · Director' in page
    press(desk, contest, typed="steve mcqueen", entity=director.pk)
    assert contest.nominations.get().nominees.get().party_id == director.pk


def test_who_is_called_exactly_so_is_meant_though_others_begin_so(desk, contest):
    junior, senior = rows.person("Robert Downey Jr."), rows.person("Robert Downey")
    press(desk, contest, typed="robert downey", add="1")
    assert contest.nominations.get().nominees.get().party_id == senior.pk
    press(desk, contest, typed="robert downey jr", add="1")
    assert contest.nominations.last().nominees.get().party_id == junior.pk


def test_who_was_merged_away_since_they_were_offered_is_chosen_anew(desk, contest):
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    merge(gone, into=stays, by=None)
    answer = press(desk, contest, typed="mark", entity=gone.pk)
    assert told(answer) == "That one is no longer in the record. Choose another."
    press(desk, contest, typed="mark", entity=stays.pk)
    assert listing(contest) == [("", ["Mark Ruffalo"])]


def test_a_fast_enter_takes_the_likeliest_but_no_namesake_unseen(desk, contest):
    for what in ("actor", "director"):
        rows.person("Steve McQueen", disambiguation=what, slug=f"steve-mcqueen-{what}")
    rows.production("Watchmen", type="comic", slug="watchmen-comic", disambiguation="comic, 1986")
    series = rows.production("Watchmen")
    rows.production("Watchmen: Motion Comic")
    answer = press(desk, contest, script=True, typed="steve mcq", take="likeliest")
    assert answer.status_code == 409
    assert [row["note"] for row in answer.json()["rows"]] == ["actor", "director"]
    press(desk, contest, typed="watchm", take="likeliest")
    assert contest.nominations.get().production == series


def test_who_is_not_in_the_record_is_added_from_the_board_and_says_so(desk, ada, reader, contest):
    answer = press(desk, contest, typed="Derek Cianfrance as director", add="1")
    assert told(answer).startswith("Nobody in the record is called “Derek Cianfrance”.")
    assert 'name="new" value="person">Add “Derek Cianfrance” as a person' in (
        answer.content.decode()
    )
    answer = press(desk, contest, typed="Derek Cianfrance as director", new="person")
    assert "Not public yet" in told(desk.get(answer["Location"]))
    made = Person.objects.get()
    assert (made.name, made.published_at) == ("Derek Cianfrance", None)
    assert listing(contest) == [("", ["Derek Cianfrance, Director"])]


def test_a_new_title_has_a_type_and_a_new_namesake_says_what_tells_it_apart(desk, contest):
    press(desk, contest, typed="The Twins", new="production:limited series")
    assert str(Production.objects.get().type) == "limited series"
    rows.person("Steve McQueen")
    answer = press(desk, contest, typed="Steve McQueen", new="person")
    assert "is in the record already" in told(answer)
    press(desk, contest, typed="Steve McQueen (director)", new="person")
    assert str(Person.objects.get(disambiguation="director")) == "Steve McQueen (director)"


def test_a_name_without_a_page_is_kept_as_printed(desk, contest):
    press(desk, contest, typed="Roderick Jaynes", new="name")
    assert [(one.name, one.party) for one in Nominee.objects.all()] == [("Roderick Jaynes", None)]


def test_the_field_finds_people_titles_and_companies_but_nobody_merged_away(desk, contest):
    rows.person("Hollywood Henderson")
    rows.production("Hollywood", year="2020")
    rows.hide(rows.company("Hollywood Pictures"))
    gone = rows.person("Hollywood Jane", published_at=None)
    Entity.objects.filter(pk=gone.pk).update(merged_into=rows.person("Jane"))
    rows.award("Hollywood Awards", slug="hollywood", short_name="", family="")
    found = desk.get(board(contest.ceremony), {"q": "hollywood"}).json()
    assert [(row["name"], row["line"], row["isPublic"]) for row in found["rows"]] == [
        ("Hollywood", "Limited series, 2020", True),
        ("Hollywood Henderson", "Person", True),
        ("Hollywood Pictures", "Company", False),
    ]
    assert "person" in [each["new"] for each in found["add"]]


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "x" * 5000, "as", " as producer"])
def test_whatever_is_typed_the_field_answers(desk, contest, text):
    assert desk.get(board(contest.ceremony), {"q": text}).json()["rows"] == []
    assert press(desk, contest, typed=text, add="1").status_code == 200
    assert contest.nominations.count() == 0


# Taking out, moving ------------------------------------------------------------------------------


def test_a_nominee_a_title_and_a_nomination_are_taken_out(desk, contest):
    ann, bo = rows.person("Ann"), rows.person("Bo")
    one = rows.nomination(contest, ann, bo, production=rows.production("The Twins"), position=1)
    press(desk, contest, out=f"nominee:{one.nominees.get(party=bo).pk}")
    assert listing(contest) == [("The Twins", ["Ann"])]
    press(desk, contest, untitle=one.pk)
    assert listing(contest) == [("", ["Ann"])]
    press(desk, contest, out=f"nominee:{one.nominees.get().pk}")
    assert listing(contest) == []


def test_a_nomination_that_has_won_is_not_taken_out(desk, contest, cast):
    set_winner(cast[0], by=None)
    answer = press(desk, contest, out=f"nomination:{cast[0].pk}")
    assert told(answer) == ("This nomination has won. Unset the winner first, then remove it.")
    assert len(listing(contest)) == 3


def test_a_nomination_moves_up_and_down_and_not_over_the_end(desk, contest, cast):
    press(desk, contest, move=f"{cast[2].pk}:up")
    assert [names for _, names in listing(contest)] == [
        ["Mark Ruffalo"],
        ["Jeremy Pope"],
        ["Hugh Jackman"],
    ]
    answer = press(desk, contest, move=f"{cast[0].pk}:up")
    assert told(answer) == "There is no place further that way."


# Deciding ----------------------------------------------------------------------------------------


def test_a_winner_is_set_and_a_second_one_makes_it_a_tie(desk, ada, contest, cast):
    answer = press(desk, contest, win=cast[0].pk)
    assert told(desk.get(answer["Location"])) == "Lead Actor: Won by Mark Ruffalo."
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    answer = press(desk, contest, win=cast[1].pk)
    assert told(desk.get(answer["Location"])) == (
        "Lead Actor: Tie between Mark Ruffalo and Hugh Jackman."
    )
    assert results(contest) == ["awarded", "shared win", "shared win", "nominated"]
    press(desk, contest, win=cast[0].pk)
    assert results(contest) == ["awarded", "nominated", "won", "nominated"]
    assert [line.verb for line in Change.objects.all()] == [
        "winner unset", "winner set", "winner set",
    ]  # fmt: skip


def test_no_award_is_declared_and_taken_back_by_the_same_button(desk, contest, cast):
    press(desk, contest, nobody="1")
    assert results(contest)[0] == "no award"
    page = desk.get(board(contest.ceremony)).content.decode()
    assert 'name="win"' not in page
    press(desk, contest, nobody="1")
    assert results(contest)[0] == "open"


def test_no_award_beside_a_winner_is_refused(desk, contest, cast):
    set_winner(cast[0], by=None)
    answer = press(desk, contest, nobody="1")
    assert told(answer) == "Mark Ruffalo has won this. Unset the winner first."


def test_a_winner_before_the_ceremony_is_kept_from_readers_and_says_until_when(
    desk, clock, reader, contest, cast
):
    clock.set("2020-09-01 12:00")
    assert "It is still to come" in desk.get(board(contest.ceremony)).content.decode()
    clock.set("2020-09-21 12:00")
    assert "It is still to come" not in desk.get(board(contest.ceremony)).content.decode()
    clock.set("2020-09-01 12:00")
    answer = press(desk, contest, win=cast[0].pk)
    assert told(desk.get(answer["Location"])) == (
        "Lead Actor: Won by Mark Ruffalo. Readers see it once the ceremony is held: "
        "September 20, 2020."
    )
    assert "1 win" not in reader.get("/people/mark-ruffalo/").content.decode().lower()


def test_a_withdrawn_nomination_has_no_button_to_win(desk, contest, cast):
    set_result(cast[0], "withdrawn", by=None, note="Not eligible.")
    page = desk.get(board(contest.ceremony)).content.decode()
    assert f'name="win" value="{cast[0].pk}"' not in page
    assert "Withdrawn: Not eligible." in page
    answer = press(desk, contest, win=cast[0].pk)
    assert "Restore it before marking it as the winner" in told(answer)


def test_the_board_opens_on_the_first_contest_that_nobody_has_decided(desk, night, contest, cast):
    rows.contest(
        night, rows.category(night.award, "Actress", slug="actress"), "Lead Actress", position=2
    )

    def focused():
        page = desk.get(board(night)).content.decode()
        return re.findall(r"<summary autofocus>.*?<h2>([^<]+)</h2>", page)

    assert focused() == ["Lead Actor"]
    press(desk, contest, win=cast[0].pk)
    assert focused() == ["Lead Actress"]


# Two editors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [{"win": 1}, {"typed": "Hugh Jackman", "add": "1"}, {"nobody": 1}])
def test_what_somebody_else_entered_meanwhile_is_not_written_over(desk, bo, contest, cast, said):
    stale = seen(desk, contest)
    set_winner(cast[0], by=bo)
    said = {key: cast[1].pk if key == "win" else value for key, value in said.items()}
    answer = press(desk, contest, seen=stale, **said)
    assert told(answer) == (
        "Bo Reyes changed “Lead Actor” after you opened it. This is how it is now: look at it, and "
        "do yours again."
    )
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    assert "Won by Mark Ruffalo" in answer.content.decode()


def test_a_role_that_somebody_else_entered_meanwhile_is_seen_first(desk, bo, contest, cast):
    stale = seen(desk, contest)
    named = cast[1].nominees.get()
    named.role = "Producer"
    editing.save_rows(contest.ceremony, by=bo, saved=[named])
    answer = press(desk, contest, seen=stale, win=cast[0].pk)
    assert told(answer).startswith("Bo Reyes changed “Lead Actor” after you opened it.")
    assert results(contest)[0] == "open"
    press(desk, contest, win=cast[0].pk)
    assert results(contest)[0] == "awarded"


def test_without_saying_what_was_seen_nothing_is_done(desk, contest, cast):
    desk.post(board(contest.ceremony), {"contest": contest.pk, "win": cast[0].pk})
    assert results(contest)[0] == "open"


def test_another_contest_changed_meanwhile_is_nobody_s_business(desk, bo, night, contest, cast):
    other = rows.contest(night, rows.category(night.award, "Actress", slug="actress"), position=2)
    theirs = rows.nomination(other, rows.person("Regina King"))
    stale = seen(desk, contest)
    set_winner(theirs, by=bo)
    press(desk, contest, seen=stale, win=cast[0].pk)
    assert results(contest)[:2] == ["awarded", "won"]


def test_a_winner_costs_the_same_among_three_nominations_and_among_thirty(desk, contest, cast):
    def cost():
        said = {"contest": contest.pk, "seen": seen(desk, contest), "win": cast[0].pk}
        with CaptureQueriesContext(connection) as asked:
            answer = desk.post(
                board(contest.ceremony), said, headers={"accept": "application/json"}
            )
        assert answer.status_code == 200
        return len(asked)

    three = cost()
    for number in range(27):
        rows.nomination(contest, rows.person(f"Person {number}"), position=10 + number)
    press(desk, contest, win=cast[0].pk)
    # The session, its user, their rights, the ceremony; the contest before and after; the verb.
    assert cost() == three <= 24


# The way back ------------------------------------------------------------------------------------


def everything(contest):
    """Every row of the contest, as the database has it."""
    contest.refresh_from_db()
    nominees = Nominee.objects.filter(nomination__contest=contest)
    kept = [*Nomination.objects.filter(contest=contest).values(), *nominees.values()]
    return contest.outcome, contest.presented_at, kept


DEEDS = {
    "a new nomination": lambda one, two: {"typed": "Ann", "add": "1"},
    "a nominee": lambda one, two: {"typed": "Ann as producer", "nomination": one.pk, "add": "1"},
    "a title": lambda one, two: {"typed": "The Twins", "nomination": two.pk, "add": "1"},
    "a song": lambda one, two: {"typed": "“Shallow”", "nomination": two.pk, "add": "1"},
    "a role": lambda one, two: {"typed": "Mark Ruffalo as producer", "nomination": one.pk},
    "a nominee out": lambda one, two: {"out": f"nominee:{one.nominees.first().pk}"},
    "a nomination out": lambda one, two: {"out": f"nomination:{one.pk}"},
    "a title off": lambda one, two: {"untitle": one.pk},
    "a move": lambda one, two: {"move": f"{one.pk}:down"},
    "a winner": lambda one, two: {"win": one.pk},
    "no award": lambda one, two: {"nobody": "1"},
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_each_deed_is_taken_back_to_the_letter(desk, contest, deed):
    rows.person("Ann")
    rows.production("The Twins")
    show = rows.production("Watchmen")
    ruffalo, pope = rows.person("Mark Ruffalo"), rows.person("Jeremy Pope")
    one = rows.nomination(contest, ruffalo, production=show, position=1, note="Kept")
    two = rows.nomination(contest, pope, position=2)
    before = everything(contest)
    assert press(desk, contest, **deed(one, two)).status_code == 302
    assert everything(contest) != before
    answer = desk.post(board(contest.ceremony), {"undo": "1"})
    assert told(desk.get(answer["Location"])).startswith("Undone: ")
    assert everything(contest) == before


def test_a_winner_of_tonight_is_taken_back_with_the_moment_from_which_it_was_known(
    desk, contest, cast, clock
):
    """Only the day of the ceremony is written down, so the moment is when it was entered."""
    now = clock.set("2020-09-20 18:33:00")
    before = everything(contest)
    press(desk, contest, win=cast[0].pk)
    contest.refresh_from_db()
    assert contest.presented_at == now
    desk.post(board(contest.ceremony), {"undo": "1"})
    assert everything(contest) == before


def test_a_tie_is_taken_back_to_one_winner_and_then_to_none(desk, contest, cast):
    for row in cast[:2]:
        press(desk, contest, win=row.pk)
    desk.post(board(contest.ceremony), {"undo": "1"})
    assert results(contest) == ["awarded", "won", "nominated", "nominated"]
    desk.post(board(contest.ceremony), {"undo": "1"})
    assert results(contest) == ["open", "nominated", "nominated", "nominated"]
    answer = desk.post(board(contest.ceremony), {"undo": "1"})
    assert told(answer) == "There is nothing to undo."


def test_the_last_twelve_changes_are_taken_back_and_no_more(desk, contest, cast):
    for _ in range(13):
        press(desk, contest, win=cast[0].pk)
    for _ in range(12):
        desk.post(board(contest.ceremony), {"undo": "1"})
    assert results(contest)[:2] == ["awarded", "won"]
    answer = desk.post(board(contest.ceremony), {"undo": "1"})
    assert told(answer) == "There is nothing to undo."


def test_what_somebody_else_changed_since_is_not_taken_back(desk, bo, contest, cast):
    press(desk, contest, win=cast[0].pk)
    set_winner(cast[1], by=bo, shared=True)
    answer = desk.post(board(contest.ceremony), {"undo": "1"})
    assert told(answer).startswith("Bo Reyes has changed “Lead Actor” since")
    assert results(contest) == ["awarded", "shared win", "shared win", "nominated"]


def test_who_was_merged_away_since_comes_back_as_who_they_are_now(desk, contest, cast):
    gone, stays = cast[0].nominees.get().party, rows.person("Marc Ruffalo")
    press(desk, contest, out=f"nomination:{cast[0].pk}")
    merge(Person.objects.get(pk=gone.pk), into=stays, by=None)
    desk.post(board(contest.ceremony), {"undo": "1"})
    assert listing(contest)[0] == ("", ["Marc Ruffalo"])


def test_a_contest_that_is_gone_says_so(desk, ada, night):
    gone = rows.contest(night, rows.category(night.award))
    press(desk, gone, typed="Roderick Jaynes", new="name")
    row = gone.nominations.get()
    editing.save_rows(night, by=ada, removed=[*row.nominees.all(), row, gone])
    answer = desk.post(board(night), {"undo": "1"})
    assert "Somebody has removed that contest" in told(answer)


# Who may -----------------------------------------------------------------------------------------


def test_who_keeps_no_record_sees_the_board_without_a_button(sign_in, bo, contest, cast):
    desk = sign_in(bo)
    page = desk.get(board(contest.ceremony)).content.decode()
    assert "Mark Ruffalo" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<button" not in main
    assert "<form" not in main


def test_who_has_no_role_does_not_see_the_board(sign_in, enters, contest, cast):
    for roles, status in (((), 403), (("Writer",), 200)):
        desk = sign_in(enters(f"cy{status}", "Cy Ames", *roles))
        assert desk.get(board(contest.ceremony)).status_code == status


def test_of_a_ceremony_that_was_merged_away_the_board_is_only_looked_at(desk, night):
    twin = rows.ceremony(night.award, 2019, name="71st Emmys")
    contest = rows.contest(twin, rows.category(night.award), "Lead Actor")
    row = rows.nomination(contest, rows.person("Mark Ruffalo"))
    sent = {"contest": contest.pk, "seen": seen(desk, contest), "win": row.pk}
    frozen = rows.ceremony(night.award, 2018, name="70th Emmys")
    assert "Add categories" in desk.get(board(frozen)).content.decode()
    merge(frozen, into=night, by=None)
    assert "Add categories" not in desk.get(board(frozen)).content.decode()
    assert desk.post(board(frozen), sent).status_code == 403
    assert desk.post(board(twin), sent).status_code == 302


@pytest.fixture
def stringer(enters):
    """May enter nominees, and neither take out, nor decide, nor add people or contests."""
    group = Group.objects.create(name="Stringer")
    names = [f"{may}_{row}" for may in ("add", "change") for row in ("nomination", "nominee")]
    group.permissions.set(Permission.objects.filter(codename__in=[*names, "view_ceremony"]))
    return enters("cy", "Cy Ames", "Stringer")


def test_who_may_enter_may_not_thereby_do_the_rest(sign_in, ada, stringer, night, contest, cast):
    stringer, editor = sign_in(stringer), sign_in(ada)
    rows.person("Ann Lee")
    assert press(stringer, contest, typed="Ann Lee", add="1").status_code == 302
    empty = rows.contest(night, rows.category(night.award, "Song"), "Song", position=2)
    buttons = (
        {"win": cast[0].pk},
        {"win": cast[0].pk},
        {"out": f"nomination:{cast[1].pk}"},
        {"typed": "Bo Ek", "new": "person"},
        {"order": f"{empty.pk}:up"},
        {"remove": empty.pk},
    )
    for said in buttons:
        assert press(stringer, contest, **said).status_code == 403, said
    assert results(contest) == ["open", *["nominated"] * 4]
    for said in buttons:
        assert press(editor, contest, **said).status_code == 302, said
    assert [names for _, names in listing(contest)] == [
        ["Mark Ruffalo"], ["Jeremy Pope"], ["Ann Lee"], ["Bo Ek"],
    ]  # fmt: skip
    assert list(night.contests.all()) == [contest]


def test_who_may_no_longer_decide_takes_no_winner_back(sign_in, enters, contest, cast):
    keeper = enters("di", "Di Ames", "Record editor")
    desk = sign_in(keeper)
    press(desk, contest, win=cast[0].pk)
    Group.objects.get(name="Record editor").permissions.remove(
        Permission.objects.get(codename="decide_contest")
    )
    assert desk.post(board(contest.ceremony), {"undo": "1"}).status_code == 403
    assert results(contest)[:2] == ["awarded", "won"]
    Group.objects.get(name="Record editor").permissions.add(
        Permission.objects.get(codename="decide_contest")
    )
    assert desk.post(board(contest.ceremony), {"undo": "1"}).status_code == 302
    assert results(contest)[0] == "open"


@pytest.mark.parametrize("role", ["Writer", "Editor", "Picture editor"])
def test_a_forged_button_is_refused(sign_in, enters, ada, contest, cast, role):
    keeper, desk = sign_in(ada), sign_in(enters("cy", "Cy Ames", role))
    at = board(contest.ceremony)
    for said in (
        {"typed": "Mark Ruffalo"}, {"typed": "Ann Lee", "new": "person"}, {"win": cast[0].pk},
        {"undo": "1"}, {"nobody": "1"}, {"undo": "1"}, {"out": f"nomination:{cast[0].pk}"},
    ):  # fmt: skip
        sent = {"contest": contest.pk, "seen": seen(keeper, contest)} | said
        only(
            keeper,
            desk,
            lambda client, sent=sent: client.post(at, sent),
            changes=lambda: (
                results(contest),
                [*Nominee.objects.values_list("pk", "party")],
                Person.objects.count(),
            ),
        )
    only(keeper, desk, lambda client: client.get(at, {"q": "mark"}))


def test_nothing_of_another_contest_or_ceremony_is_reached(desk, night, contest, cast):
    other = rows.contest(night, rows.category(night.award, "Actress", slug="actress"), position=2)
    for said in (
        {"win": cast[0].pk}, {"out": f"nomination:{cast[0].pk}"}, {"move": f"{cast[0].pk}:down"},
        {"out": f"nominee:{cast[0].nominees.get().pk}"}, {"untitle": cast[0].pk},
        {"typed": "Hugh Jackman", "nomination": cast[0].pk}, {"win": "x"}, {"win": "9" * 40},
    ):  # fmt: skip
        assert told(press(desk, other, **said)) == "That nomination no longer exists."
    elsewhere = rows.ceremony(night.award, 2019)
    sent = {"contest": contest.pk, "seen": seen(desk, contest), "win": cast[0].pk}
    answer = desk.post(board(elsewhere), sent)
    assert told(answer) == "That contest no longer exists. Reload the page."
    assert results(contest) == ["open", "nominated", "nominated", "nominated"]


def test_an_award_can_t_be_nominated_even_when_forged(desk, contest):
    answer = press(desk, contest, typed="", entity=contest.ceremony.award_id)
    assert "can’t be nominated" in told(answer)
    answer = press(desk, contest, typed="X", new="ceremony")
    assert told(answer) == "Choose a person, a company or a title."
    assert not Entity.objects.filter(name="X").exists()
    assert Nomination.objects.count() == 0


# The script --------------------------------------------------------------------------------------


def test_the_script_is_answered_with_the_fold_as_it_is_then(desk, contest, cast):
    answer = press(desk, contest, script=True, win=cast[0].pk)
    assert answer.status_code == 200
    told = answer.json()
    assert told["said"] == told["undo"] == "Lead Actor: Won by Mark Ruffalo."
    assert told["contest"] == contest.pk
    assert SEEN.search(told["fold"])[1] == seen(desk, contest)
    assert 'aria-pressed="true"' in told["fold"]


def test_the_script_is_told_what_was_refused_and_why(desk, bo, contest, cast):
    stale = seen(desk, contest)
    set_winner(cast[0], by=bo)
    answer = press(desk, contest, script=True, seen=stale, win=cast[1].pk)
    assert answer.status_code == 409
    assert answer.json()["said"].startswith("Bo Reyes changed “Lead Actor”")
    assert "Won by Mark Ruffalo" in answer.json()["fold"]
    answer = press(desk, contest, script=True, typed="Nobody Known")
    assert (answer.status_code, answer.json()["rows"]) == (409, [])


def test_the_script_is_told_which_nomination_goes_on(desk, contest, cast):
    rows.person("Ben Browning")
    answer = press(desk, contest, script=True, typed="ben", nomination=cast[1].pk)
    assert f'<option value="{cast[1].pk}" selected>' in answer.json()["fold"]
