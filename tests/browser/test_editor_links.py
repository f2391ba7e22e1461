"""Names in a story become links to the record, by keyboard alone and told apart."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from people.models import Person
from tests.browser.writing import Writing, the_record
from tests.people.pages import rows


@pytest.fixture
def write(page, sign_in_to, ada):
    sign_in_to(page, ada)
    the_record()
    return lambda body="<p>Before.</p>": Writing(page, ada, body)


RUFFALO = '<a data-record="mark-ruffalo">Mark Ruffalo</a>'
SERIES = '<a data-record="ikt"><cite>I Know This Much Is True</cite></a>'


def test_at_and_a_few_letters_link_a_name(write, page, ada):
    at = write()
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
    at.story.refresh_from_db()
    publishing.publish(at.story, by=ada)
    page.goto(at.story.get_absolute_url())
    expect(page.locator("main a.entity").first).to_have_attribute("href", "/people/mark-ruffalo/")


def test_namesakes_are_told_apart_by_what_they_are(write, page):
    at = write()
    at.type(" @steve mc")
    expect(page.locator(".offers [role=option]")).to_contain_text(["actor, 1930", "director"])
    at.press("ArrowDown", "Enter")
    assert at.save() == '<p>Before. <a data-record="mcqueen-2">Steve McQueen</a></p>'


def test_escape_leaves_the_sign_as_it_was_typed(write, page):
    at = write()
    at.type(" @ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Escape")
    expect(page.locator(".offers [role=option]")).to_have_count(0)
    at.type("alo, me@example.com")
    expect(page.locator(".offers [role=option]")).to_have_count(0)
    assert at.save() == "<p>Before. @ruffalo, me@example.com</p>"


def test_a_fast_enter_takes_what_the_whole_of_it_finds(write, page):
    at = write()
    at.type(" @ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press(*["Backspace"] * 4)
    at.type("know this")
    at.press("Enter")
    expect(page.locator(".offers [role=option]")).to_have_count(0)
    at.type(" @zzyzx")
    at.press("Enter")
    expect(at.text.locator("p")).to_have_count(2)
    at.type("Then")
    assert at.save() == f"<p>Before. {SERIES} @zzyzx</p><p>Then</p>"


@pytest.mark.parametrize("is_answered", [True, False], ids=["the list came", "it is on its way"])
def test_who_an_arrow_led_to_is_linked_though_more_was_typed_before(write, page, held, is_answered):
    at = write()
    at.type(" @steve mc")
    expect(page.locator(".offers [role=option]")).to_contain_text(["actor, 1930", "director"])
    answers = held(page, "**/records/?q=*")
    at.type("q")
    at.press("ArrowDown")
    if is_answered:
        answers.release()
    expect(page.locator(".offers [aria-selected=true]")).to_contain_text("director")
    at.press("Enter")
    assert at.save() == '<p>Before. <a data-record="mcqueen-2">Steve McQueen</a></p>'


def test_mod_k_links_the_words_that_are_selected(write, page):
    at = write("<p>Then Ruffalo’s speech.</p>")
    at.select("Ruffalo’s")
    at.press("Control+k")
    field = page.get_by_role("combobox", name="Link to a name or an address")
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
    assert at.save() == linked


def test_mod_k_takes_an_address_and_removes_a_link(write, page):
    at = write("<p>The academy said so.</p>")
    at.select("academy")
    at.press("Control+k")
    page.keyboard.type("https://academy.example/a?b=1&c")
    expect(at.option("Link to https://academy.example/a?b=1&c")).to_be_visible()
    at.press("Enter")
    linked = '<p>The <a href="https://academy.example/a?b=1&amp;c">academy</a> said so.</p>'
    assert at.save() == linked
    assert at.held == linked
    at.select("academy")
    at.press("Control+k")
    page.get_by_role("button", name="Remove the link").click()
    assert at.save() == "<p>The academy said so.</p>"


def test_a_pasted_address_of_the_record_is_a_link_to_it(write, page, live_server):
    at = write("<p>Then someone spoke.</p>")
    at.type(" ")
    at.paste("", f"{live_server.url}/people/mark-ruffalo/")
    expect(at.text.locator("a[data-record]")).to_have_text("Mark Ruffalo")
    at.select("someone")
    at.paste("", f"{live_server.url}/people/mark-ruffalo/")
    expect(at.text.locator("a[data-record]")).to_have_text(["someone", "Mark Ruffalo"])
    assert at.save() == f'<p>Then <a data-record="mark-ruffalo">someone</a> spoke. {RUFFALO}</p>'


def test_links_of_a_pasted_page_of_the_site_are_identities_again(write, live_server):
    at = write()
    at.press("Enter")
    site = live_server.url
    at.paste(
        f'<p>See <a class="entity" href="{site}/productions/i-know-this-much-is-true/">it</a>.</p>'
    )
    expect(at.text.locator("a[data-record]")).to_have_text("it")
    assert at.save() == '<p>Before.</p><p>See <a data-record="ikt">it</a>.</p>'


def test_who_is_not_public_yet_can_be_linked_and_says_so(write, page):
    hidden = rows.person("Nova Newcomer", public_id="nova", published_at=None)
    assert not hidden.is_public()
    at = write()
    at.type(" @nova")
    expect(at.option("Nova Newcomer")).to_contain_text("Not public yet")


def test_a_name_that_nobody_has_says_so(write, page):
    at = write()
    at.type(" @zzyzx")
    expect(page.get_by_text("Nothing in the record is called “zzyzx”.")).to_be_visible()
    at.type(", then")
    assert at.held == "<p>Before. @zzyzx, then</p>"


def test_somebody_new_is_added_from_inside_the_sentence(write, page):
    at = write()
    at.type(" @Nova Newcomer")
    expect(at.option("as a person")).to_be_visible()
    with page.expect_popup() as opened:
        at.press("ArrowDown", "Enter")
    form = opened.value
    expect(form.get_by_label("Name", exact=True).first).to_have_value("Nova Newcomer")
    with form.expect_event("close"):
        form.locator("[name=_save]").first.click()
    expect(at.text.locator("a[data-record]")).to_have_text("Nova Newcomer")
    at.type(" won.")
    new = Person.objects.get(name="Nova Newcomer")
    linked = f'<a data-record="{new.public_id}">Nova Newcomer</a>'
    assert at.save() == f"<p>Before. {linked} won.</p>"
