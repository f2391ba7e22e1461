"""A ceremony is entered on its board, in a real browser, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from awards.results import set_winner
from newsroom.accounts.models import DeskSession
from people.models import Person
from tests.browser.boards import (
    Keys,
    contests,
    fold_of,
    listing,
    nominate,
    nominees,
    offered,
    open_board,
    open_fold,
    results,
    said,
    summary_of,
)
from tests.people.pages import rows

A_MINUTE = 300  # key presses, at five a second
WIDTHS = ((1440, 1000), (390, 844))


@pytest.fixture
def desk(page, sign_in_to, ada):
    sign_in_to(page, ada)
    return page


@pytest.fixture
def keys(desk):
    return Keys(desk)


@pytest.fixture
def night(db):
    return rows.ceremony(rows.award(), 2020, name="72nd Emmys")


@pytest.fixture
def contest(night):
    return contests(night, "Limited Series")[0]


@pytest.fixture
def cast(contest):
    """Ruffalo, Jackman and Pope, nominated in that order."""
    return nominate(contest, nominees())


TITLES = ("Little Fires Everywhere", "Mrs. America", "Unbelievable", "Unorthodox", "Watchmen")
PEOPLE = ("Damon Lindelof", "Tom Spezialy", "Reese Witherspoon", "Kerry Washington")


@pytest.fixture
def record(db):
    """Who was nominated, and some who are called alike."""
    for name in (*TITLES, "Little Women", "Watch This"):
        rows.production(name, year="2020")
    for name in (*PEOPLE, "Tom Spezi", "Kerry Condon", "Reese Wynans"):
        rows.person(name)


# Entering -----------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_ceremony_is_entered_by_keyboard_alone(desk, record, night):
    series, movie, song, program = contests(
        night, "Limited Series", "Television Movie", "Original Song", "Variety Special"
    )
    directing = rows.contest(
        night, rows.category(night.award, "Directing"), "Directing", position=5
    )
    open_board(desk, night)
    expect(summary_of(fold_of(desk, series))).to_be_focused()
    enter_five_nominations_in_under_a_minute_of_keys(desk, series)
    nominate_people_with_their_titles(desk, Keys(desk), directing)
    take_what_the_whole_name_finds(desk, Keys(desk), movie)
    type_a_song_in_quotation_marks(desk, Keys(desk), song)
    type_a_role_in_its_own_field(desk, Keys(desk), program)


def enter_five_nominations_in_under_a_minute_of_keys(desk, contest):
    keys = Keys(desk)
    keys.press("Enter", "ArrowDown")  # the fold is opened; its field is below
    for title, people in {
        "watchmen": ("lindelof as executive producer", "spezialy as co-executive producer"),
        "little fires": ("witherspoon as executive producer", "washington as executive producer"),
        "mrs": (),
        "unb": (),
        "uno": (),
    }.items():
        keys.type(title)
        keys.press("Enter")
        for person in people:
            keys.type(person)
            keys.press("Enter")
    # Nobody waited between the names, and they are sent one after the other.
    for number in range(5):
        expect(fold_of(desk, contest).locator("[data-nomination]").nth(number)).to_be_visible()
    said(desk, "Added Unorthodox as nomination 5.")
    keys.press(*["ArrowUp"] * 5, "w")
    said(desk, "Outstanding Limited Series: Won by Watchmen.")

    print(f"\nA contest of five nominations, two of them shared: {keys.pressed} keys.")
    assert keys.pressed < A_MINUTE
    assert listing(contest) == [
        ("Watchmen", ["Damon Lindelof, Executive Producer", "Tom Spezialy, Co-Executive Producer"]),
        (
            "Little Fires Everywhere",
            ["Reese Witherspoon, Executive Producer", "Kerry Washington, Executive Producer"],
        ),
        ("Mrs. America", []),
        ("Unbelievable", []),
        ("Unorthodox", []),
    ]
    assert results(contest) == ["awarded", "won", *["nominated"] * 4]
    expect(summary_of(fold_of(desk, contest))).to_contain_text("Won by Watchmen")


def nominate_people_with_their_titles(desk, keys, contest):
    """Enter alone begins the next nomination."""
    fold = open_fold(desk, keys, contest)
    for words in ("lindelof", "spezialy", "watchmen", "", "witherspoon", "mrs"):
        keys.type(words)
        keys.press("Enter")
    for number in range(2):
        expect(fold.locator("[data-nomination]").nth(number)).to_be_visible()
    said(desk, "Added Mrs. America to nomination 2.")
    assert listing(contest) == [
        ("Watchmen", ["Damon Lindelof", "Tom Spezialy"]),
        ("Mrs. America", ["Reese Witherspoon"]),
    ]


def take_what_the_whole_name_finds(desk, keys, contest):
    """Enter comes before the list does."""
    open_fold(desk, keys, contest)
    keys.type("watch")
    expect(offered(desk).get_by_text("Watch This")).to_be_visible()
    keys.type("men")
    keys.press("Enter")
    said(desk, "Added Watchmen as nomination 1.")
    assert listing(contest) == [("Watchmen", [])]


def type_a_song_in_quotation_marks(desk, keys, contest):
    fold = open_fold(desk, keys, contest)
    keys.type("watchmen")
    keys.press("Enter")
    keys.type('"This Extraordinary Being"')
    expect(fold.locator(".offers__said")).to_contain_text("it is for “This Extraordinary Being”")
    keys.press("Enter")
    said(desk, "Added “This Extraordinary Being” to nomination 1.")
    assert contest.nominations.get().detail == "This Extraordinary Being"


def type_a_role_in_its_own_field(desk, keys, contest):
    fold = open_fold(desk, keys, contest)
    keys.type("kerry w")
    expect(offered(desk).first).to_contain_text("Kerry Washington")
    keys.press("Tab")
    keys.type("producer")
    keys.press("Enter")
    said(desk, "Added Kerry Washington, Producer, as nomination 1.")
    expect(fold.locator("[name=typed]")).to_be_focused()


# Namesakes ----------------------------------------------------------------------------------------

LIST = "**/board/?q=*"


def test_a_namesake_is_chosen_by_arrow_and_somebody_missing_is_added(desk, keys, night, held):
    for what in ("actor", "director"):
        rows.person("Steve McQueen", disambiguation=what, slug=f"steve-mcqueen-{what}")
    first, second, third, fourth, fifth = contests(night, *"ABCDE")
    open_board(desk, night)
    choose_the_second_of_two_namesakes(desk, keys, first)
    type_on_and_choose_by_an_arrow(desk, keys, second, held, is_answered=True)
    type_on_and_choose_by_an_arrow(desk, keys, third, held, is_answered=False)
    add_somebody_missing(desk, keys, fourth, "Anna Winger", has_list=True)
    desk.route(LIST, lambda _: None)  # a name typed faster than the list comes
    add_somebody_missing(desk, keys, fifth, "Maria Schrader", has_list=False)


def choose_the_second_of_two_namesakes(desk, keys, contest):
    fold = open_fold(desk, keys, contest)
    keys.type("steve mcq")
    expect(offered(desk).nth(1)).to_contain_text("director")
    keys.press("ArrowDown", "Enter")
    expect_the_director(desk, fold, contest)


def expect_the_director(desk, fold, contest):
    expect(fold.locator("[data-nomination]")).to_have_count(1)
    said(desk, "Added Steve McQueen as nomination 1.")
    assert contest.nominations.get().nominees.get().party.disambiguation == "director"


def type_on_and_choose_by_an_arrow(desk, keys, contest, held, *, is_answered):
    """The arrow's choice stays, whether the list of the last letter came or is on its way."""
    fold = open_fold(desk, keys, contest)
    keys.type("steve mc")
    expect(offered(desk).nth(1)).to_contain_text("director")
    answers = held(desk, LIST)
    keys.type("q")
    keys.press("ArrowDown")
    if is_answered:
        answers.release()
    expect(offered(desk).nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect_the_director(desk, fold, contest)
    desk.unroute(LIST)


def add_somebody_missing(desk, keys, contest, name, *, has_list):
    """The list says that nobody has that name, or else the answer to the entry does."""
    fold = open_fold(desk, keys, contest)
    keys.type(name)
    if has_list:
        expect(offered(desk).first).to_contain_text(f"Add “{name}”")
    keys.press("Enter")
    expect(desk.locator("[data-status]")).to_contain_text(f"No results for “{name}”.")
    expect(fold.locator("[name=typed]")).to_have_value(name)
    keys.press("ArrowDown", "Enter")
    expect(desk.locator("[data-status]")).to_contain_text(f"Added {name} as nomination 1.")
    expect(fold.locator(".board-fold__mark")).to_have_text(f"{name} is not public yet")
    expect(fold.locator("[name=typed]")).to_be_focused()
    assert Person.objects.get(name=name).published_at is None


# Running order and undo ---------------------------------------------------------------------------


def test_the_running_order_is_walked_changed_and_copied_to_the_next_ceremony(desk, keys, night):
    nominate(contests(night, "Limited Series", "Lead Actor")[0], nominees())
    open_board(desk, night)
    walk_from_fold_to_fold(desk, keys)
    show_the_keys_of_the_board(desk, keys)
    move_a_contest_down_and_up(desk, keys)
    open_board(desk, rows.ceremony(night.award, 2021, name="73rd Emmys"))
    begin_with_the_contests_of_the_last_ceremony(desk, keys)


def walk_from_fold_to_fold(desk, keys):
    keys.press("ArrowDown")
    expect(desk.locator("summary:focus")).to_contain_text("Outstanding Lead Actor")
    keys.press("ArrowRight", "ArrowDown")
    expect(desk.locator("[name=typed]:focus")).to_have_count(1)
    keys.press("ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    keys.press("ArrowLeft")
    expect(desk.locator("details[open] [data-pick]")).to_have_count(0)
    expect(desk.locator("summary:focus")).to_contain_text("Outstanding Limited Series")


def show_the_keys_of_the_board(desk, keys):
    keys.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("On a ceremony’s board")
    keys.press("Escape")
    expect(dialog).to_be_hidden()


def move_a_contest_down_and_up(desk, keys):
    names, summaries = desk.locator("[data-fold] h2"), desk.locator("[data-fold] > summary")
    expect(summaries.first).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect(names).to_have_text(["Outstanding Lead Actor", "Outstanding Limited Series"])
    expect(summaries.nth(1)).to_be_focused()
    desk.wait_for_load_state()  # the focus is in the page, its keys are in its script
    keys.press("Alt+ArrowUp")
    expect(names.first).to_have_text("Outstanding Limited Series")
    expect(summaries.first).to_be_focused()


def begin_with_the_contests_of_the_last_ceremony(desk, keys):
    names = desk.locator("[data-fold] h2")
    keys.press("Enter")
    expect(names).to_have_text(["Outstanding Limited Series", "Outstanding Lead Actor"])
    expect(desk.locator("[data-fold] > summary").first).to_be_focused()
    desk.wait_for_load_state()
    keys.press("ArrowDown", "Enter", "ArrowDown")
    keys.type("mark ruf")
    keys.press("Enter")
    said(desk, "Added Mark Ruffalo as nomination 1.")
    keys.press("ArrowUp", "ArrowUp", "ArrowUp", "Enter")
    desk.get_by_role("button", name="Remove category").first.click()
    expect(names).to_have_text(["Outstanding Lead Actor"])


def test_mistakes_are_undone_and_nothing_typed_is_lost(desk, keys, record, bo, night):
    series, actor = contests(night, "Limited Series", "Lead Actor")
    people = nominees()
    nominate(series, people)
    ours = nominate(actor, people)
    open_board(desk, night)
    take_back_each_mistake_by_a_key(desk, keys, series)
    make_a_tie_by_a_second_w(desk, keys, series)
    move_a_nomination_that_keeps_the_focus(desk, keys, series)
    enter_beside_what_another_editor_entered(desk, keys, actor, lambda: set_winner(ours[0], by=bo))
    keep_the_name_when_the_session_has_ended(desk, keys, actor)


def take_back_each_mistake_by_a_key(desk, keys, contest):
    fold = open_fold(desk, keys, contest)
    keys.press("ArrowDown", "w")
    said(desk, "Outstanding Limited Series: Won by Hugh Jackman.")
    keys.press("u")
    said(desk, "Undone: Outstanding Limited Series: Won by Hugh Jackman.")
    assert results(contest)[0] == "open"
    keys.press("Delete")
    said(desk, "Removed Hugh Jackman.")
    expect(fold.locator("[data-nomination]")).to_have_count(2)
    keys.press("Control+z")
    said(desk, "Undone: Removed Hugh Jackman.")
    keys.press("0")
    said(desk, "Outstanding Limited Series: No award.")
    keys.press("u")
    expect(fold.locator("[data-nomination]")).to_have_count(3)
    said(desk, "Undone: Outstanding Limited Series: No award.")
    assert listing(contest) == [
        ("", [one]) for one in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")
    ]


def make_a_tie_by_a_second_w(desk, keys, contest):
    summary_of(fold_of(desk, contest)).focus()
    keys.press("ArrowDown", "w", "ArrowDown")
    said(desk, "Outstanding Limited Series: Won by Mark Ruffalo.")
    keys.press("w")
    said(desk, "Outstanding Limited Series: Tie between Mark Ruffalo and Hugh Jackman.")
    assert results(contest) == ["awarded", "shared win", "shared win", "nominated"]


def move_a_nomination_that_keeps_the_focus(desk, keys, contest):
    fold = fold_of(desk, contest)
    summary_of(fold).focus()
    keys.press("ArrowDown", "Alt+ArrowDown")
    said(desk, "Moved Mark Ruffalo down.")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    keys.press("Alt+ArrowDown")
    expect(fold.locator("[data-nomination]").nth(2)).to_contain_text("Mark Ruffalo")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    assert [one for _, (one,) in listing(contest)] == [
        "Hugh Jackman",
        "Jeremy Pope",
        "Mark Ruffalo",
    ]


def enter_beside_what_another_editor_entered(desk, keys, contest, set_winner):
    fold = open_fold(desk, keys, contest)
    field = fold.locator("[name=typed]")
    field.focus()
    set_winner()
    keys.type("lindelof")
    keys.press("Enter")
    expect(desk.locator("[data-status]")).to_contain_text("Bo Reyes changed")
    expect(summary_of(fold)).to_contain_text("Won by Mark Ruffalo")
    expect(field).to_have_value("lindelof")
    keys.press("Enter")
    said(desk, "Added Damon Lindelof as nomination 4.")
    contest.refresh_from_db()
    assert contest.outcome == "awarded"


def keep_the_name_when_the_session_has_ended(desk, keys, contest):
    fold_of(desk, contest).locator("[name=typed]").focus()
    keys.type("watch")
    expect(offered(desk).get_by_text("Watchmen")).to_be_visible()
    DeskSession.objects.all().delete()
    keys.press("Enter")
    door = desk.locator("[data-toast]").get_by_role("link", name="Sign in again in another tab")
    expect(door).to_have_attribute("href", "/admin/login/")
    expect(desk.locator("[name=typed]:focus")).to_have_value("watch")


# Barriers -----------------------------------------------------------------------------------------


def test_the_board_has_no_barrier_and_no_sideways_scroll(
    desk, barriers, record, night, contest, cast
):
    rows.hide(cast[2].nominees.get().party)
    rows.nomination(contest, rows.person("Gone"), result="withdrawn", note="Not eligible.")
    rows.contest(night, rows.category(night.award, "Empty"), "Empty", position=2)
    set_winner(cast[0], by=None)
    found = {}

    def look(screen):
        for width, height in WIDTHS:
            desk.set_viewport_size({"width": width, "height": height})
            over = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
            trouble = [*barriers(desk), *([f"{over} px too wide"] if over > 0 else [])]
            if trouble:
                found[f"{screen}, {width}"] = trouble

    desk.goto("/admin/awards/ceremony/")
    look("the list of ceremonies")
    open_board(desk, night)
    look("the board")
    for summary in desk.locator(".board-fold > summary").all():
        summary.click()
    desk.get_by_label("Change Hugh Jackman").click()
    desk.locator("[name=typed]").first.press_sequentially("little")
    expect(offered(desk).first).to_be_visible()
    look("the board with a list of names")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-said]")).to_be_visible()
    look("the board with a message")
    assert found == {}
