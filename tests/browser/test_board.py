"""A ceremony is entered on its board, in a real browser, by keyboard alone."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from people import editing
from people.models import Contest, Nomination, Person
from tests.people.pages import rows

A_MINUTE = 300  # key presses, at five a second
WIDTHS = {"wide": (1440, 1000), "narrow": (390, 844)}


class Keys:
    """A keyboard that counts: each letter is a key, and each key together with another is two."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def type(self, text):
        self.pressed += len(text) + sum(letter.isupper() for letter in text)
        self.page.keyboard.type(text)

    def press(self, *keys):
        for key in keys:
            self.pressed += len(key.split("+"))
            self.page.keyboard.press(key)


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
    line = rows.category(night.award, "Limited Series", basis="production")
    return rows.contest(night, line, "Outstanding Limited Series", position=1)


@pytest.fixture
def cast(contest):
    """Ruffalo, Jackman and Pope, nominated in that order."""
    people = [rows.person(name) for name in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")]
    return [rows.nomination(contest, person, position=n) for n, person in enumerate(people, 1)]


TITLES = ("Little Fires Everywhere", "Mrs. America", "Unbelievable", "Unorthodox", "Watchmen")
PEOPLE = ("Damon Lindelof", "Tom Spezialy", "Reese Witherspoon", "Kerry Washington")


@pytest.fixture
def record(db):
    """Who was nominated, and some who are called alike."""
    for name in (*TITLES, "Little Women", "Watch This"):
        rows.production(name, year="2020")
    for name in (*PEOPLE, "Tom Spezi", "Kerry Condon", "Reese Wynans"):
        rows.person(name)


def board(ceremony):
    return f"/admin/people/ceremony/{ceremony.pk}/board/"


def offered(desk):
    return desk.get_by_role("listbox").get_by_role("option")


def said(desk, text):
    expect(desk.locator("[data-status]")).to_have_text(text)


def listing(contest):
    return [
        (
            str(one.production or ""),
            [
                f"{each.name}, {each.role}" if each.role else each.name
                for each in one.nominees.all()
            ],
        )
        for one in contest.nominations.all()
    ]


def results(contest):
    contest.refresh_from_db()
    return [str(contest.outcome), *(str(one.result) for one in contest.nominations.all())]


def test_a_contest_of_five_nominations_is_entered_by_keyboard_in_under_a_minute_of_keys(
    desk, keys, record, contest
):
    desk.goto(board(contest.ceremony))
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
    said(desk, "Unorthodox is nomination 5.")
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
    expect(desk.locator(".board-fold > summary")).to_contain_text("Won by Watchmen")


def test_people_are_nominated_with_their_titles_and_enter_alone_begins_the_next(
    desk, keys, record, night
):
    line = rows.category(night.award, "Directing")
    contest = rows.contest(night, line, "Directing")
    desk.goto(board(night))
    keys.press("Enter", "ArrowDown")
    for words in ("lindelof", "spezialy", "watchmen", "", "witherspoon", "mrs"):
        keys.type(words)
        keys.press("Enter")
    said(desk, "Mrs. America joins nomination 2.")
    assert listing(contest) == [
        ("Watchmen", ["Damon Lindelof", "Tom Spezialy"]),
        ("Mrs. America", ["Reese Witherspoon"]),
    ]


def test_a_fast_enter_takes_what_the_whole_name_finds(desk, keys, record, contest):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("watch")
    expect(offered(desk).get_by_text("Watch This")).to_be_visible()
    keys.type("men")
    keys.press("Enter")
    said(desk, "Watchmen is nomination 1.")


def test_a_session_that_ended_leads_to_the_door_and_keeps_the_name(desk, keys, record, contest):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("watch")
    expect(offered(desk).get_by_text("Watchmen")).to_be_visible()
    Session.objects.all().delete()
    keys.press("Enter")
    door = desk.locator("[data-toast]").get_by_role("link", name="Sign in again in another tab")
    expect(door).to_have_attribute("href", "/admin/login/")
    expect(desk.locator("[name=typed]:focus")).to_have_value("watch")


def test_a_song_is_typed_in_quotation_marks(desk, keys, record, contest):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("watchmen")
    keys.press("Enter")
    keys.type('"This Extraordinary Being"')
    expect(desk.locator(".offers__said")).to_contain_text("it is for “This Extraordinary Being”")
    keys.press("Enter")
    said(desk, "“This Extraordinary Being” joins nomination 1.")
    assert contest.nominations.get().detail == "This Extraordinary Being"


def test_a_role_is_typed_in_its_own_field_after_tab(desk, keys, record, contest):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("kerry w")
    expect(offered(desk).first).to_contain_text("Kerry Washington")
    keys.press("Tab")
    keys.type("producer")
    keys.press("Enter")
    said(desk, "Kerry Washington, Producer, is nomination 1.")
    expect(desk.locator("[name=typed]")).to_be_focused()


@pytest.fixture
def namesakes(db):
    for what in ("actor", "director"):
        rows.person("Steve McQueen", disambiguation=what, slug=f"steve-mcqueen-{what}")


def test_namesakes_are_told_apart_and_the_second_is_chosen_by_an_arrow(
    desk, keys, contest, namesakes
):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("steve mcq")
    expect(offered(desk).nth(1)).to_contain_text("director")
    keys.press("ArrowDown", "Enter")
    said(desk, "Steve McQueen is nomination 1.")
    assert contest.nominations.get().nominees.get().party.disambiguation == "director"


@pytest.mark.parametrize("is_answered", [True, False], ids=["the list came", "it is on its way"])
def test_who_an_arrow_led_to_is_meant_though_more_was_typed_before(
    is_answered, desk, keys, contest, namesakes, held
):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown")
    keys.type("steve mc")
    expect(offered(desk).nth(1)).to_contain_text("director")
    answers = held(desk, "**/board/?q=*")
    keys.type("q")
    keys.press("ArrowDown")
    if is_answered:
        answers.release()
    expect(offered(desk).nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    said(desk, "Steve McQueen is nomination 1.")
    assert contest.nominations.get().nominees.get().party.disambiguation == "director"


@pytest.mark.parametrize("is_answered", [True, False], ids=["the list", "the entry itself"])
def test_who_is_in_no_record_is_said_and_added_without_leaving_the_field(
    is_answered, desk, keys, contest
):
    desk.goto(board(contest.ceremony))
    if not is_answered:  # a name typed faster than the list comes
        desk.route("**/board/?q=*", lambda _: None)
    keys.press("Enter", "ArrowDown")
    keys.type("Anna Winger")
    if is_answered:
        expect(offered(desk).first).to_contain_text("Add “Anna Winger”")
    keys.press("Enter")
    expect(desk.locator("[data-status]")).to_contain_text(
        "Nobody in the record is called “Anna Winger”."
    )
    expect(desk.locator("[name=typed]")).to_have_value("Anna Winger")
    keys.press("ArrowDown", "Enter")
    expect(desk.locator("[data-status]")).to_contain_text("Anna Winger is nomination 1.")
    expect(desk.locator(".board-fold__mark")).to_have_text("Anna Winger is not public yet")
    expect(desk.locator("[name=typed]")).to_be_focused()
    assert Person.objects.get().published_at is None


def test_the_contests_of_the_last_ceremony_are_there_after_one_key(desk, keys, contest):
    actor = rows.category(contest.ceremony.award, "Lead Actor", slug="lead-actor")
    rows.contest(contest.ceremony, actor, "Outstanding Lead Actor", position=2)
    rows.person("Mark Ruffalo")
    later = rows.ceremony(contest.ceremony.award, 2021, name="73rd Emmys")
    desk.goto(board(later))
    keys.press("Enter")
    expect(desk.locator("[data-fold] h2")).to_have_text(
        ["Outstanding Limited Series", "Outstanding Lead Actor"]
    )
    expect(desk.locator("[data-fold] > summary").first).to_be_focused()
    keys.press("ArrowDown", "Enter", "ArrowDown")
    keys.type("mark ruf")
    keys.press("Enter")
    said(desk, "Mark Ruffalo is nomination 1.")
    keys.press("ArrowUp", "ArrowUp", "ArrowUp", "Enter")
    desk.get_by_role("button", name="Take the contest out").first.click()
    expect(desk.locator("[data-fold] h2")).to_have_text(["Outstanding Lead Actor"])


def test_alt_with_an_arrow_moves_a_contest_in_the_running_order(desk, keys, contest):
    actor = rows.category(contest.ceremony.award, "Lead Actor", slug="lead-actor")
    rows.contest(contest.ceremony, actor, "Outstanding Lead Actor", position=2)
    desk.goto(board(contest.ceremony))
    expect(desk.locator("[data-fold] > summary").first).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect(desk.locator("[data-fold] h2")).to_have_text(
        ["Outstanding Lead Actor", "Outstanding Limited Series"]
    )
    expect(desk.locator("[data-fold] > summary").nth(1)).to_be_focused()
    keys.press("Alt+ArrowUp")
    expect(desk.locator("[data-fold] h2").first).to_have_text("Outstanding Limited Series")
    expect(desk.locator("[data-fold] > summary").first).to_be_focused()


def test_every_mistake_has_a_way_back_by_a_key(desk, keys, contest, cast):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown", "ArrowDown", "w")
    said(desk, "Outstanding Limited Series: Won by Hugh Jackman.")
    keys.press("u")
    said(desk, "Taken back: Outstanding Limited Series: Won by Hugh Jackman.")
    assert results(contest)[0] == "open"
    keys.press("Delete")
    said(desk, "Hugh Jackman taken out.")
    expect(desk.locator("[data-nomination]")).to_have_count(2)
    keys.press("Control+z")
    said(desk, "Taken back: Hugh Jackman taken out.")
    keys.press("0")
    said(desk, "Outstanding Limited Series: No award.")
    keys.press("u")
    expect(desk.locator("[data-nomination]")).to_have_count(3)
    assert listing(contest) == [
        ("", [one]) for one in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")
    ]


def test_a_second_w_makes_a_tie_and_says_so(desk, keys, contest, cast):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown", "w", "ArrowDown")
    said(desk, "Outstanding Limited Series: Won by Mark Ruffalo.")
    keys.press("w")
    said(desk, "Outstanding Limited Series: Tie between Mark Ruffalo and Hugh Jackman.")
    assert results(contest) == ["awarded", "shared win", "shared win", "nominated"]


def test_a_nomination_is_moved_and_keeps_the_focus(desk, keys, contest, cast):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowDown", "Alt+ArrowDown")
    said(desk, "Mark Ruffalo moved down.")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    keys.press("Alt+ArrowDown")
    expect(desk.locator("[data-nomination]").nth(2)).to_contain_text("Mark Ruffalo")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    assert [one for _, (one,) in listing(contest)] == [
        "Hugh Jackman",
        "Jeremy Pope",
        "Mark Ruffalo",
    ]


def test_what_another_editor_entered_is_shown_and_nothing_typed_is_lost(
    desk, keys, record, bo, contest, cast
):
    desk.goto(board(contest.ceremony))
    keys.press("Enter", "ArrowUp")
    desk.locator("[name=typed]").focus()
    editing.set_winner(cast[0], by=bo)
    keys.type("lindelof")
    keys.press("Enter")
    expect(desk.locator("[data-status]")).to_contain_text("Bo Reyes changed")
    expect(desk.locator(".board-fold > summary")).to_contain_text("Won by Mark Ruffalo")
    expect(desk.locator("[name=typed]")).to_have_value("lindelof")
    keys.press("Enter")
    said(desk, "Damon Lindelof is nomination 4.")
    assert Contest.objects.get().outcome == "awarded"


def test_the_arrows_lead_from_fold_to_fold(desk, keys, night, contest, cast):
    line = rows.category(night.award, "Directing")
    rows.contest(night, line, "Directing", position=2)
    desk.goto(board(night))
    keys.press("ArrowDown")
    expect(desk.locator("summary:focus")).to_contain_text("Directing")
    keys.press("ArrowRight", "ArrowDown")
    expect(desk.locator("[name=typed]:focus")).to_have_count(1)
    keys.press("ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown")
    expect(desk.locator("[data-pick]:focus")).to_contain_text("Mark Ruffalo")
    keys.press("ArrowLeft")
    expect(desk.locator("details[open] [data-pick]")).to_have_count(0)
    expect(desk.locator("summary:focus")).to_contain_text("Outstanding Limited Series")


def test_the_keys_of_the_board_are_among_those_that_the_question_mark_shows(desk, keys, contest):
    desk.goto(board(contest.ceremony))
    keys.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_contain_text("On a ceremony’s board")


@pytest.mark.parametrize("size", WIDTHS.values(), ids=list(WIDTHS))
def test_the_board_has_no_barrier_and_no_sideways_scroll(
    desk, barriers, record, night, contest, cast, size
):
    rows.hide(cast[2].nominees.get().party)
    rows.nomination(contest, rows.person("Gone"), result="withdrawn", note="Not eligible.")
    rows.contest(night, rows.category(night.award, "Empty"), "Empty", position=2)
    editing.set_winner(cast[0], by=None)
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goto("/admin/people/ceremony/")
    assert barriers(desk) == []
    desk.goto(board(night))
    assert barriers(desk) == []
    for summary in desk.locator(".board-fold > summary").all():
        summary.click()
    desk.get_by_label("Change Hugh Jackman").click()
    desk.locator("[name=typed]").first.press_sequentially("little")
    expect(offered(desk).first).to_be_visible()
    assert barriers(desk) == []
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-said]")).to_be_visible()
    assert barriers(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_contest_is_entered_and_decided_without_script(
    chromium, live_server, sign_in_to, ada, record, contest
):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in_to(page, ada)
    page.goto(board(contest.ceremony))
    page.locator("summary", has_text="Outstanding Limited Series").click()
    for words in ("Watchmen", "Damon Lindelof as producer"):
        page.get_by_label("Title, person or company").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_be_visible()
    page.get_by_label("Title, person or company").fill("kerry")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Kerry Washington").click()
    expect(page.locator(".messagelist")).to_contain_text("Kerry Washington joins nomination 1.")
    page.get_by_role("button", name="Set winner").click()
    expect(page.locator(".messagelist")).to_contain_text("Won by Watchmen")
    page.get_by_role("button", name="Undo").click()
    page.locator("summary", has_text="Change").click()
    page.get_by_role("button", name="Take Kerry Washington off").click()
    assert listing(contest) == [("Watchmen", ["Damon Lindelof, Producer"])]
    assert Nomination.objects.get().result == "nominated"
    context.close()
