"""The headline and the dek are lines in which titles are italic, stored in stars."""

import pytest
from playwright.sync_api import expect

from tests.browser.writing import Writing, headline, newest, stored_headline

LINE = """(line, html) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", "In plain\\n\\ntext");
  line.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

# At once, as dictation does: before the browser has told of what is selected.
REPLACE_ALL = """(line, words) => {
  getSelection().selectAllChildren(line);
  document.execCommand("insertText", false, words);
}"""


@pytest.fixture
def at(page, sign_in_to, ada):
    sign_in_to(page, ada)
    return Writing(page, ada, headline="The *Old* story", dek="A dek.")


def test_titles_are_italic_in_the_headline_and_stars_in_what_is_stored(at, page, barriers):
    line = headline(page)
    expect(line).to_have_text("The Old story")
    expect(line.locator("cite")).to_have_text("Old")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    begin_and_end_titles_by_key_button_and_stars(at, page, line)
    put_words_in_place_of_all_right_after_a_title(at, page, line)
    undo_step_by_step(at, line)
    paste_as_one_line(at, page, line)
    mark_what_is_to_come_and_count(page, line)
    hold_no_more_than_the_field(at, page, line)
    go_on_by_enter(at, page)
    store_what_can_be_said_in_stars(at, page, line)
    assert barriers(page) == []


def begin_and_end_titles_by_key_button_and_stars(at, page, line):
    title = page.locator(".sheet__headline").locator("..").get_by_role("button", name="Title")
    for keys, stored in (
        (["Control+i", "Fargo", "Control+i", " wins"], "*Fargo* wins"),
        (["*Fargo* wins"], "*Fargo* wins"),
        (["*M*A*S*H* is back"], "*M*A*S*H* is back"),
        (["*NSYNC and O*Town"], "*NSYNC and O*Town"),
        (["Five \\* for *Fargo*"], "Five \\* for *Fargo*"),
    ):
        line.fill("")
        for each in keys:
            at.press(each) if each.startswith("Control") else at.type(each)
        expect(stored_headline(page)).to_have_value(stored)
    line.fill("Ruffalo stars in Fargo")
    at.press(*["Shift+Control+ArrowLeft"])
    title.click()
    expect(title).to_have_attribute("aria-pressed", "true")
    expect(stored_headline(page)).to_have_value("Ruffalo stars in *Fargo*")
    expect(line).to_be_focused()
    at.button("Title").click()  # that of the toolbar is for the line too
    expect(stored_headline(page)).to_have_value("Ruffalo stars in Fargo")
    line.fill("On *I Know* and *Fargo*’s night")
    expect(line.locator("cite")).to_have_text(["I Know", "Fargo"])
    expect(line).to_have_text("On I Know and Fargo’s night")


def put_words_in_place_of_all_right_after_a_title(at, page, line):
    line.fill("")
    at.type("Five for *Fargo*")
    expect(line.locator("cite")).to_have_text("Fargo")
    line.evaluate(REPLACE_ALL, "Ruffalo wins")
    expect(stored_headline(page)).to_have_value("Ruffalo wins")
    line.fill("On *I Know* and *Fargo*’s night")
    expect(line).to_have_text("On I Know and Fargo’s night")


def undo_step_by_step(at, line):
    at.press("Home")
    at.type("!")
    expect(line).to_have_text("!On I Know and Fargo’s night")
    at.press("Control+z")
    expect(line).not_to_have_text("!On I Know and Fargo’s night")
    at.press("Control+Shift+z")
    expect(line).to_have_text("!On I Know and Fargo’s night")
    expect(line.locator("cite")).to_have_text(["I Know", "Fargo"])


def paste_as_one_line(at, page, line):
    line.fill("")
    line.evaluate(LINE, "<p>The <i style='color:red'>Crown</i></p><ul><li>wins</li></ul>")
    expect(stored_headline(page)).to_have_value("The *Crown* wins")
    at.press("Control+a")
    line.evaluate(LINE, "")
    expect(stored_headline(page)).to_have_value("In plain text")


def mark_what_is_to_come_and_count(page, line):
    line.fill("A *TK* night, TKTK")
    expect(line.locator(".tk")).to_have_text(["TK", "TKTK"])
    expect(page.locator("[data-count-of=id_headline]")).to_have_text("16 of 90")


def hold_no_more_than_the_field(at, page, line):
    line.fill("x" * 249)
    at.type("yz")
    expect(stored_headline(page)).to_have_value("x" * 249 + "y")


def go_on_by_enter(at, page):
    at.press("Enter")
    expect(page.get_by_label("Dek")).to_be_focused()
    at.press("Control+End")
    at.type(" On *The Crown*.")
    at.press("Enter")
    expect(at.text).to_be_focused()
    expect(page.get_by_label("Dek").locator("cite")).to_have_text("The Crown")


def store_what_can_be_said_in_stars(at, page, line):
    line.fill("Fargo, the end")
    at.press("Home", *["Shift+ArrowRight"] * 3, "Control+i")
    at.press("Tab", "Shift+Tab")
    expect(line.locator("cite")).to_have_count(0)  # half a word is none
    # By keys and not by fill(): for 20 ms after a focus the editor puts back what was selected before.
    at.press("Control+a")
    at.type("*Fargo*, the end")
    at.press("Control+s")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    assert (newest(at.story).headline, newest(at.story).content["dek"]) == (
        "*Fargo*, the end",
        "A dek. On *The Crown*.",
    )
    page.reload()
    expect(line).to_have_text("Fargo, the end")
    expect(line.locator("cite")).to_have_text("Fargo")


def test_who_writes_in_the_headline_before_the_scripts_have_come_goes_on_where_they_were(at, page):
    slow = []
    page.route("**/desk/story_fields*.js", lambda route: slow.append(route))
    page.goto(page.url, wait_until="commit")
    field = page.locator("textarea[name=headline]")
    field.fill("The *Crown* ends")
    for key in ("End", *["ArrowLeft"] * 5):
        field.press(key)
    field.press_sequentially(", at last,")
    slow[0].continue_()
    expect(headline(page)).to_be_focused()
    at.type(" it")
    expect(headline(page)).to_have_text("The Crown, at last, it ends")
    expect(stored_headline(page)).to_have_value("The *Crown*, at last, it ends")
