"""A table is made, filled and left by keyboard, and readers can read it on a phone."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from tests.browser.clips import rows
from tests.browser.writing import Writing, the_record

FILLED = rows(
    ("Winner", "For", "On"),
    ("Mark Ruffalo", "<cite>I Know</cite>", "HBO"),
    ("Regina King", "<cite>Watchmen</cite>", "TK"),
    caption="The 2020 winners",
    head=True,
)


@pytest.fixture
def at(page, sign_in_to, ada):
    sign_in_to(page, ada)
    return Writing(page, ada)


def test_a_table_is_made_filled_and_left_by_keyboard(at, ada, barriers):
    the_record()
    make_a_table_and_fill_its_cells(at)
    change_rows_columns_and_the_head(at)
    leave_it_by_arrows_and_escape(at)
    keep_cells_apart(at)
    link_and_mark_words_in_a_cell(at)
    assert barriers(at.page) == []
    say_that_a_table_without_words_is_left_out(at, barriers)
    read_it_on_a_phone(at, ada, barriers)


def make_a_table_and_fill_its_cells(at):
    at.press("Enter")
    at.type("/tab")
    expect(at.option("Table")).to_be_visible()
    at.press("Enter")
    expect(at.button("Table")).to_have_attribute("aria-pressed", "true")
    at.type("Winner")
    at.press("Tab")
    at.type("For")
    at.press("Tab")
    at.type("On")
    at.press("Tab")
    at.type("Mark Ruffalo")
    at.press("Tab")
    at.type("*I Know*")
    at.press("Tab")
    at.type("HBO")
    at.press("Shift+Tab", "Shift+Tab", "Enter")  # down, in the same column
    at.type("Regina King")
    at.press("Tab", "Tab", "Tab")  # after the last cell a row is made
    at.type("Zendaya")
    at.select("Winner")
    at.press("Shift+Tab")
    expect(at.page.get_by_label("Caption of the table")).to_be_focused()
    at.type("The 2020 winners")
    at.press("Tab")
    expect(at.text).to_be_focused()
    at.select("King")
    at.press("ArrowRight", "Tab")
    at.type("*Watchmen*")
    at.press("Tab")
    at.type("TK")
    expect(at.text.locator("td .tk")).to_have_text("TK")
    expect(at.page.locator("[data-editor-count]")).to_have_text("14 words, 1 minute, 1 TK")
    assert at.held == "<p>Before.</p>" + FILLED.replace(
        "</tbody>", "<tr><td>Zendaya</td><td></td><td></td></tr></tbody>"
    )


def change_rows_columns_and_the_head(at):
    at.select("Zendaya")
    at.page.get_by_role("button", name="Remove row").click()
    assert at.held == "<p>Before.</p>" + FILLED
    at.select("For")
    at.press("ArrowRight")
    at.type(" /head")
    expect(at.option("Head row")).to_be_visible()
    at.press("Enter")
    head = at.page.get_by_role("button", name="Head row")
    expect(head).to_have_attribute("aria-pressed", "false")
    assert "<th" not in at.held
    head.click()
    for name, held in (
        ("Row above", 4),
        ("Row below", 5),
        ("Column before", 4),
        ("Column after", 5),
        ("Remove column", 4),
    ):
        at.page.get_by_role("button", name=name).click()
        assert at.held.count("<tr>" if "Row" in name else "<th>") == held, name
    assert at.held.startswith(
        '<p>Before.</p><table data-caption="The 2020 winners"><tbody><tr><th>'
    )
    at.press(*["Control+z"] * 5)
    assert at.held == "<p>Before.</p>" + FILLED.replace("For", "For ")


def leave_it_by_arrows_and_escape(at):
    for words, keys, held in (
        ("King", ("ArrowRight", "ArrowDown"), "<p>Before.</p>{}<p>!</p>"),
        ("TK", ("ArrowRight", "ArrowRight"), "<p>Before.</p>{}<p>!</p>"),
        ("For", ("Escape",), "<p>Before.</p>{}<p>!</p>"),
        ("Regina King", ("Enter",), "<p>Before.</p>{}<p>!</p>"),
        ("Winner", ("ArrowLeft", "ArrowUp"), "<p>Before.!</p>{}"),
        ("Winner", ("ArrowLeft", "ArrowLeft"), "<p>Before.!</p>{}"),
    ):
        at.begin("<p>Before.</p>" + FILLED)
        at.select(words)
        at.press(*keys)
        at.type("!")
        assert at.held == held.format(FILLED), (words, keys)
    at.begin(FILLED)
    at.select("Winner")
    at.press("ArrowLeft", "ArrowUp")
    at.type("!")
    assert at.held == "<p>!</p>" + FILLED


def keep_cells_apart(at):
    at.begin(FILLED)
    at.select("Watchmen")
    at.press("ArrowLeft", "Backspace", "Delete")
    at.select("Regina King")
    at.press("ArrowRight", "Delete", "ArrowLeft", "Backspace")
    assert at.held == FILLED.replace("Watchmen", "atchmen").replace("King", "Kig")
    at.press("Control+Alt+2", "Control+Shift+8")  # a cell is no heading and no list
    at.button("Speech").click()
    assert at.held == FILLED.replace("Watchmen", "atchmen").replace("King", "Kig")


def link_and_mark_words_in_a_cell(at):
    at.begin(FILLED)
    at.select("HBO")
    at.type("@ruffalo")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    at.select("Winner")
    at.press("Control+i")
    at.select("Regina")
    at.press("Control+b")
    assert at.store() == (
        FILLED.replace("HBO", '<a data-record="mark-ruffalo">Mark Ruffalo</a>')
        .replace("Winner", "<em>Winner</em>")
        .replace("Regina", "<strong>Regina</strong>")
    )


def say_that_a_table_without_words_is_left_out(at, barriers):
    at.begin()
    at.button("Table").click()
    assert barriers(at.page) == []
    assert at.store() == "<p>Before.</p>"
    expect(at.page.locator("[data-swap=state]")).to_contain_text(
        "A table is left out of the story until it has words."
    )


def read_it_on_a_phone(at, ada, barriers):
    wide = rows(*[[f"Cell {row} {column}" for column in range(9)] for row in range(3)], head=True)
    at.begin(f"<p>Before.</p>{FILLED}{wide}<p>After.</p>")
    at.store()
    at.story.refresh_from_db()
    publishing.publish(at.story, by=ada)
    reader = at.page
    reader.set_viewport_size({"width": 360, "height": 800})
    reader.goto(at.story.get_absolute_url())
    table = reader.get_by_role("table", name="The 2020 winners")
    expect(table.get_by_role("columnheader")).to_have_text(["Winner", "For", "On"])
    region = reader.get_by_role("region", name="Table 2")
    region.focus()
    assert region.evaluate("(it) => it.scrollWidth > it.clientWidth")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(reader) == []
