"""Names in a story become links to the record, by keyboard alone and told apart."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from people.models import Person
from tests.browser.writing import Writing, the_record
from tests.people.pages import rows

RUFFALO = '<a data-record="mark-ruffalo">Mark Ruffalo</a>'
SERIES = '<a data-record="ikt"><cite>I Know This Much Is True</cite></a>'
OFFERS = ".offers [role=option]"
QUESTIONS = "**/records/?q=*"


@pytest.fixture
def at(page, sign_in_to, ada):
    """A story that Ada has open, with the record to link to."""
    sign_in_to(page, ada)
    the_record()
    return Writing(page, ada)


def test_names_become_links_while_typing_and_a_reader_follows_one(at, ada, held):
    tell_namesakes_apart(at)
    leave_the_sign_as_it_was_typed(at)
    take_what_all_that_was_typed_finds(at)
    link_who_an_arrow_led_to(at, held, "Its list is on its way.", is_answered=False)
    link_who_an_arrow_led_to(at, held, "Its list came.", is_answered=True)
    link_a_person_and_a_title(at)
    follow_the_link_as_a_reader(at, ada)


def tell_namesakes_apart(at):
    at.type(" @steve mc")
    expect(at.page.locator(OFFERS)).to_contain_text(["actor, 1930", "director"])
    at.press("ArrowDown", "Enter")
    assert at.store() == '<p>Before. <a data-record="mcqueen-2">Steve McQueen</a></p>'


def leave_the_sign_as_it_was_typed(at):
    at.begin()
    at.type(" @ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Escape")
    expect(at.page.locator(OFFERS)).to_have_count(0)
    at.type("alo, me@example.com")
    expect(at.page.locator(OFFERS)).to_have_count(0)
    assert at.store() == "<p>Before. @ruffalo, me@example.com</p>"


def take_what_all_that_was_typed_finds(at):
    """Enter comes before the list has answered the last letters."""
    at.begin()
    at.type(" @ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press(*["Backspace"] * 4)
    at.type("know this")
    at.press("Enter")
    expect(at.page.locator(OFFERS)).to_have_count(0)
    at.type(" @zzyzx")
    at.press("Enter")
    expect(at.text.locator("p")).to_have_count(2)
    at.type("Then")
    assert at.store() == f"<p>Before. {SERIES} @zzyzx</p><p>Then</p>"


def link_who_an_arrow_led_to(at, held, before, *, is_answered):
    """One more letter is typed before the arrow; its list has come or is still on its way."""
    at.begin(f"<p>{before}</p>")
    at.type(" @steve mc")
    expect(at.page.locator(OFFERS)).to_contain_text(["actor, 1930", "director"])
    answers = held(at.page, QUESTIONS)
    at.type("q")
    at.press("ArrowDown")
    if is_answered:
        answers.release()
    expect(at.page.locator(".offers [aria-selected=true]")).to_contain_text("director")
    at.press("Enter")
    assert at.store() == f'<p>{before} <a data-record="mcqueen-2">Steve McQueen</a></p>'
    at.page.unroute(QUESTIONS)


def link_a_person_and_a_title(at):
    at.begin()
    at.press("Enter")
    at.type("On Sunday @ruff")
    expect(at.option("Mark Ruffalo")).to_contain_text("Actor, producer")
    at.press("Enter")
    at.type(" won for @know this")
    expect(at.option("I Know This Much Is True")).to_contain_text("Limited series, HBO, 2020")
    at.press("Tab")
    at.type(", he said.")
    assert at.save() == f"<p>Before.</p><p>On Sunday {RUFFALO} won for {SERIES}, he said.</p>"
    assert at.held == at.stored


def follow_the_link_as_a_reader(at, ada):
    at.story.refresh_from_db()
    publishing.publish(at.story, by=ada)
    at.page.goto(at.story.get_absolute_url())
    link = at.page.locator("main a.entity").first
    expect(link).to_have_attribute("href", "/people/mark-ruffalo/")


def test_words_become_links_by_key_and_by_pasting_and_lead_to_somebody_new(at, live_server):
    link_the_words_that_are_selected(at)
    link_them_to_an_address_and_remove_it(at)
    paste_an_address_of_the_record(at, live_server.url)
    paste_a_page_of_the_site(at, live_server.url)
    look_for_a_name_that_nobody_has(at)
    add_somebody_new(at)
    offer_who_is_not_public_yet(at)


def link_the_words_that_are_selected(at):
    at.begin("<p>Then Ruffalo’s speech.</p>")
    at.select("Ruffalo’s")
    at.press("Control+k")
    field = at.page.get_by_role("combobox", name="Link to a name or an address")
    expect(field).to_be_focused()
    expect(field).to_have_value("Ruffalo")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    expect(at.text).to_be_focused()
    linked = '<p>Then <a data-record="mark-ruffalo">Ruffalo’s</a> speech.</p>'
    assert at.held == linked
    at.press("Control+z")
    assert at.held == "<p>Then Ruffalo’s speech.</p>"
    at.press("Control+Shift+z")
    assert at.store() == linked


def link_them_to_an_address_and_remove_it(at):
    at.begin("<p>The academy said so.</p>")
    at.select("academy")
    at.press("Control+k")
    at.type("https://academy.example/a?b=1&c")
    expect(at.option("Link to https://academy.example/a?b=1&c")).to_be_visible()
    at.press("Enter")
    linked = '<p>The <a href="https://academy.example/a?b=1&amp;c">academy</a> said so.</p>'
    assert at.save() == linked
    assert at.held == linked
    at.select("academy")
    at.press("Control+k")
    at.page.get_by_role("button", name="Remove the link").click()
    assert at.store() == "<p>The academy said so.</p>"


def paste_an_address_of_the_record(at, site):
    at.begin("<p>Then someone spoke.</p>")
    at.type(" ")
    at.paste("", f"{site}/people/mark-ruffalo/")
    expect(at.text.locator("a[data-record]")).to_have_text("Mark Ruffalo")
    at.select("someone")
    at.paste("", f"{site}/people/mark-ruffalo/")
    expect(at.text.locator("a[data-record]")).to_have_text(["someone", "Mark Ruffalo"])
    assert at.store() == f'<p>Then <a data-record="mark-ruffalo">someone</a> spoke. {RUFFALO}</p>'


def paste_a_page_of_the_site(at, site):
    """Its links are addresses, and become identities again."""
    at.begin()
    at.press("Enter")
    at.paste(
        f'<p>See <a class="entity" href="{site}/productions/i-know-this-much-is-true/">it</a>.</p>'
    )
    expect(at.text.locator("a[data-record]")).to_have_text("it")
    assert at.store() == '<p>Before.</p><p>See <a data-record="ikt">it</a>.</p>'


def look_for_a_name_that_nobody_has(at):
    at.begin()
    at.type(" @zzyzx")
    expect(at.page.get_by_text("No results for “zzyzx” in the record.")).to_be_visible()
    at.type(", then")
    assert at.held == "<p>Before. @zzyzx, then</p>"


def add_somebody_new(at):
    """From inside the sentence, in a window of its own."""
    at.begin()
    at.type(" @Nova Newcomer")
    expect(at.option("as a person")).to_be_visible()
    with at.page.expect_popup() as opened:
        at.press("ArrowDown", "Enter")
    form = opened.value
    expect(form.get_by_label("Name", exact=True).first).to_have_value("Nova Newcomer")
    with form.expect_event("close"):
        form.locator("[name=_save]").first.click()
    expect(at.text.locator("a[data-record]")).to_have_text("Nova Newcomer")
    at.type(" won.")
    new = Person.objects.get(name="Nova Newcomer")
    linked = f'<a data-record="{new.public_id}">Nova Newcomer</a>'
    assert at.store() == f"<p>Before. {linked} won.</p>"


def offer_who_is_not_public_yet(at):
    hidden = rows.person("Lena Latecomer", public_id="lena", published_at=None)
    assert not hidden.is_public()
    at.begin()
    at.type(" @lena")
    expect(at.option("Lena Latecomer")).to_contain_text("Not public yet")


# About 2,000 words, so that its end is many screens below the first line.
LONG = "<p>" + "The envelope was opened a little after six on Sunday. " * 10 + "</p>"


def test_lists_open_beside_the_cursor_at_the_foot_of_a_long_story(at):
    at.begin(LONG * 20)
    at.text.locator("p").last.scroll_into_view_if_needed()
    at.press("Enter")
    top = lambda: at.text.bounding_box()["y"]
    view = top()
    assert view < -1000
    for keys, name in (("@ruff", "Mark Ruffalo"), ("/head", "Heading"), (None, "Mark Ruffalo")):
        if keys:
            at.type(keys)
        else:
            at.press("Control+k")
            at.type("ruff")
        expect(at.option(name).first).to_be_in_viewport(ratio=1)
        opened = at.page.locator(".offers--over:popover-open").bounding_box()
        cursor = at.field.evaluate(CURSOR)
        assert -300 < opened["x"] - cursor["left"] < 300, keys
        assert abs(opened["y"] - cursor["bottom"]) < 40 or (
            abs(opened["y"] + opened["height"] - cursor["top"]) < 40
        ), keys
        assert abs(top() - view) < 60, keys
        at.press("Escape")
        expect(at.page.locator(".offers--over:popover-open")).to_have_count(0)
        at.press(*["Backspace"] * len(keys or ""))


CURSOR = """(body) => {
  const { view } = body.story.editor;
  const { left, top, bottom } = view.coordsAtPos(view.state.selection.head);
  return { left, top, bottom };
}"""


def test_an_enter_before_the_list_links_what_stood_before_it(at, held):
    at.begin("<p></p>")
    list_of_names = held(at.page, QUESTIONS)
    at.type("Here is @mark ruff")
    at.press("Enter")
    at.type(" again.")
    list_of_names.release()
    expect(at.text.locator("a[data-record]")).to_have_text("Mark Ruffalo")
    at.type(" Yes.")
    assert at.held == ('<p>Here is <a data-record="mark-ruffalo">Mark Ruffalo</a> again. Yes.</p>')


def test_a_sign_that_means_nothing_takes_no_key(at):
    at.begin("<p></p>")
    at.type("Doors @ 9 p.m.")
    at.press("Enter")
    at.type("Bring ID / a pass")
    at.press("Enter")
    at.type("No results for @zzqx")
    at.press("Enter")  # before the list has answered
    at.type("The end.")
    expect(at.text.locator("p")).to_have_count(4)
    assert at.held == (
        "<p>Doors @ 9 p.m.</p><p>Bring ID / a pass</p><p>No results for @zzqx</p><p>The end.</p>"
    )
