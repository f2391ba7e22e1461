"""Writing a story: every part is put in, saved, reopened as it was, edited and shown to a reader."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from tests.browser.writing import Writing, a_picture, the_record


@pytest.fixture
def write(page, sign_in_to, ada):
    """`write(body)`: ada has a story of that body open."""
    sign_in_to(page, ada)
    return lambda body="<p>Before.</p>", **changes: Writing(page, ada, body, **changes)


def shown_to_a_reader(story, by, page):
    story.refresh_from_db()
    publishing.publish(story, by=by)
    page.goto(story.get_absolute_url())
    return page.locator("main")


def test_what_is_typed_is_saved_and_reopened_as_it_was(write):
    at = write()
    at.press("Enter")
    at.type("Some 6 million  watched, “*Watchmen*” _too_ & all.")
    assert at.save() == (
        "<p>Before.</p><p>Some 6 million  watched, “<cite>Watchmen</cite>” <em>too</em> &amp; all.</p>"
    )
    assert at.held == at.stored


def test_marks_headings_and_lists_have_buttons_and_keys(write):
    at = write("<p>Alpha.</p><p>Beta.</p>")
    at.select("Alpha")
    at.press("Control+b")
    at.select("Beta")
    at.press("Control+Shift+i")
    expect(at.button("Title")).to_have_attribute("aria-pressed", "true")
    at.field.evaluate("(b) => b.story.editor.commands.setTextSelection(1e6)")
    at.press("End", "Enter", "Enter")
    at.button("Heading").click()
    at.type("Gamma")
    at.press("Enter")
    at.button("Numbered list").click()
    at.type("One")
    at.press("Enter", "Tab")
    at.type("Inner")
    expected = (
        "<p><strong>Alpha</strong>.</p><p><cite>Beta</cite>.</p><h2>Gamma</h2>"
        "<ol><li><p>One</p><ol><li><p>Inner</p></li></ol></li></ol>"
    )
    assert at.save() == expected
    assert at.held == expected


def test_somebody_speaks(write, ada, page):
    the_record()
    at = write()
    at.press("Enter")
    at.type("We have to come together.")
    at.button("Speech").click()
    at.press("Tab")
    expect(page.get_by_label("Who says it")).to_be_focused()
    at.type("Ruffalo")
    page.get_by_label("How or to whom").fill("to Cianfrance")
    page.get_by_role("button", name="Link to the record").click()
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    expect(page.get_by_role("button", name="In the record: Mark Ruffalo")).to_be_visible()
    expected = (
        '<p>Before.</p><blockquote data-speaker="Ruffalo" data-how="to Cianfrance"'
        ' data-record="mark-ruffalo"><p>We have to come together.</p></blockquote>'
    )
    assert at.save() == expected
    assert at.held == expected
    page.get_by_label("Who says it").fill("Mark Ruffalo")
    assert 'data-speaker="Mark Ruffalo"' in at.save()
    speech = shown_to_a_reader(at.story, ada, page).locator(".speech")
    expect(speech).to_contain_text("Mark Ruffalo (to Cianfrance)")
    expect(speech.get_by_role("link")).to_have_attribute("href", "/people/mark-ruffalo/")


def test_a_pull_quote_says_whose_it_is(write, ada, page):
    at = write()
    at.press("Enter")
    at.type("Vote for love.")
    at.button("Pull quote").click()
    at.press("Tab")
    expect(page.get_by_label("Attribution")).to_be_focused()
    at.type("Mark Ruffalo, accepting")
    at.press("Enter")
    at.type(" Please.")
    expected = '<p>Before.</p><aside data-pull="Mark Ruffalo, accepting"><p>Vote for love. Please.</p></aside>'
    assert at.save() == expected
    assert at.held == expected
    expect(shown_to_a_reader(at.story, ada, page).locator(".pull footer")).to_have_text(
        "Mark Ruffalo, accepting"
    )


@pytest.mark.parametrize(
    ("name", "who", "stored"),
    [
        (
            "speech",
            "Who says it",
            '<blockquote data-speaker="Ruffalo"><p>We have to.</p></blockquote>',
        ),
        ("pull", "Attribution", '<aside data-pull="Ruffalo"><p>We have to.</p></aside>'),
    ],
)
def test_what_is_said_starts_in_its_words_and_who_is_a_tab_away(write, page, name, who, stored):
    at = write()
    at.press("Enter")
    at.type(f"/{name}")
    expect(page.locator("[role=option]")).to_have_count(1)
    at.press("Enter")
    at.type("We have")
    at.press("Tab")
    expect(page.get_by_label(who)).to_be_focused()
    at.type("Ruffalo")
    at.press("Shift+Tab")
    expect(at.text).to_be_focused()
    at.type(" to.")
    at.press("Shift+Tab")
    expect(at.text).not_to_be_focused()  # nobody is kept in it
    assert at.save() == f"<p>Before.</p>{stored}"


def test_a_speech_without_words_stays_and_is_said_to_be_left_out(write, page):
    at = write()
    at.press("Enter")
    at.button("Speech").click()
    at.press("Tab")
    at.type("Ruffalo")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-swap=state]")).to_contain_text(
        "The speech of “Ruffalo” is left out of the story until it has words."
    )
    assert at.stored == "<p>Before.</p>"
    at.press("Enter")
    at.type("We have to.")
    assert at.save() == (
        '<p>Before.</p><blockquote data-speaker="Ruffalo"><p>We have to.</p></blockquote>'
    )


def test_a_picture_of_the_library_with_a_caption_of_its_own(write, ada, page):
    picture = a_picture()
    a_picture("Another")
    at = write()
    at.press("Enter")
    at.button("Picture").click()
    at.type("twins")
    expect(at.option("Another")).to_have_count(0)
    at.option("The twins").click()
    caption = page.get_by_label("Caption in this story")
    expect(caption).to_have_attribute("placeholder", "As in the library: One face.")
    expect(page.get_by_role("group", name="Picture").get_by_role("img")).to_be_visible()
    caption.fill("Both brothers.")
    page.get_by_label("Size").select_option("Wide")
    expected = (
        f'<p>Before.</p><figure data-picture="{picture.public_id}" data-caption="Both brothers."'
        ' data-size="wide"></figure>'
    )
    assert at.save() == expected
    assert at.held == expected
    page.get_by_label("Caption in this story").fill("")
    assert "data-caption" not in at.save()
    figure = shown_to_a_reader(at.story, ada, page).locator("figure.figure--wide")
    expect(figure).to_contain_text("One face.")


def test_nominees_and_a_tally_of_the_record(write, ada, page):
    the_record()
    at = write()
    at.press("Enter")
    at.type("/nom")
    expect(at.option("Nominees from the record")).to_be_visible()
    at.press("Enter")
    page.get_by_role("combobox", name="Find by category").fill("lead limited 2020")
    expect(at.option("Outstanding Lead Actor")).to_be_visible()
    at.press("Enter")
    expect(page.get_by_role("group", name="Nominees")).to_contain_text("Emmys 2020")
    at.button("Tally from the record").click()
    page.get_by_role("combobox", name="Person").fill("ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    expect(page.get_by_role("combobox", name="Award", exact=True)).to_be_focused()
    at.type("emm")
    expect(page.get_by_role("combobox", name="Person")).to_have_value("Mark Ruffalo")
    expect(at.option("1 nomination, 1 win")).to_be_visible()
    at.press("Enter")
    expect(page.get_by_role("group", name="Tally")).to_contain_text("Mark Ruffalo")
    expected = (
        '<p>Before.</p><div data-nominees="lead-2020"></div>'
        '<div data-tally="mark-ruffalo" data-award="emmys"></div>'
    )
    assert at.save() == expected
    assert at.held == expected
    shown = shown_to_a_reader(at.story, ada, page)
    expect(shown.locator(".nominees")).to_contain_text("Mark Ruffalo")
    expect(shown.locator(".facts")).to_contain_text("Ruffalo")


def test_an_embed_is_of_a_service_that_a_story_shows(write, ada, page):
    at = write()
    at.press("Enter")
    at.button("Embed").click()
    at.type("https://evil.example/watch")
    at.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("YouTube, Vimeo, X and Instagram")
    page.get_by_role("textbox", name="Address", exact=True).fill("https://youtu.be/dQw4w9WgXcQ")
    at.press("Enter")
    expected = '<p>Before.</p><div data-embed="https://youtu.be/dQw4w9WgXcQ"></div>'
    assert at.save() == expected
    assert at.held == expected
    expect(shown_to_a_reader(at.story, ada, page).locator(".embed")).to_contain_text("YouTube")


def test_a_box_is_changed_and_removed(write, page):
    at = write('<div data-embed="https://youtu.be/one"></div><p>After.</p>')
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("textbox", name="Address", exact=True).fill("https://vimeo.com/2")
    at.press("Enter")
    expect(page.get_by_role("group", name="Embed")).to_contain_text("https://vimeo.com/2")
    page.get_by_role("group", name="Embed").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("group", name="Embed")).to_have_count(0)
    at.text.focus()
    at.press("Control+z")
    assert at.save() == '<div data-embed="https://vimeo.com/2"></div><p>After.</p>'
