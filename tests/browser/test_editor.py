"""Writing a story: every part is put in, saved, reopened as it was, edited and shown to a reader."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from tests.browser.writing import Writing, a_picture, the_record

BEFORE = "<p>Before.</p>"
TYPED = "<p>Some 6 million  watched, “<cite>Watchmen</cite>” <em>too</em> &amp; all.</p>"
MARKED = (
    "<p><strong>Alpha</strong>.</p><p><cite>Beta</cite>.</p><h2>Gamma</h2>"
    "<ol><li><p>One</p><ol><li><p>Inner</p></li></ol></li></ol>"
)
SPEECH = (
    '<blockquote data-speaker="Ruffalo" data-how="to Cianfrance" data-record="mark-ruffalo">'
    "<p>We have to come together.</p></blockquote>"
)
PULL = '<aside data-pull="Mark Ruffalo, accepting"><p>Vote for love. Please.</p></aside>'
RECORD = (
    '<div data-nominees="lead-2020"></div><div data-tally="mark-ruffalo" data-award="emmys"></div>'
)
EMBED = '<div data-embed="https://youtu.be/dQw4w9WgXcQ"></div>'


@pytest.fixture
def at(page, sign_in_to, ada):
    """A story that Ada has open, with the record at hand."""
    sign_in_to(page, ada)
    the_record()
    return Writing(page, ada)


def publish_for_a_reader(at, by):
    """Publish what was stored and return the story's main part, as a reader sees it."""
    at.story.refresh_from_db()
    publishing.publish(at.story, by=by)
    at.page.goto(at.story.get_absolute_url())
    return at.page.locator("main")


def test_words_are_typed_marked_and_quoted_and_a_reader_sees_who_says_them(at, ada):
    type_a_paragraph(at)
    mark_words_and_make_headings_and_lists(at)
    let_somebody_of_the_record_speak(at)
    let_somebody_of_the_story_speak(at)
    add_a_pull_quote(at)
    quote = '<blockquote data-speaker="Ruffalo"><p>We have to.</p></blockquote>'
    say_who_a_tab_away(at, "speech", "Who says it", quote)
    pull = '<aside data-pull="Ruffalo"><p>We have to.</p></aside>'
    say_who_a_tab_away(at, "pull", "Attribution", pull)
    leave_a_speech_without_words(at)
    reopen_and_read_it_all(at, ada)


def type_a_paragraph(at):
    at.press("Enter")
    at.type("Some 6 million  watched, “*Watchmen*” _too_ & all.")
    assert at.store() == BEFORE + TYPED


def mark_words_and_make_headings_and_lists(at):
    at.begin("<p>Alpha.</p><p>Beta.</p>")
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
    assert at.store() == MARKED


def let_somebody_of_the_record_speak(at):
    at.begin(BEFORE)
    at.press("Enter")
    at.type("We have to come together.")
    at.button("Speech").click()
    at.press("Tab")
    expect(at.page.get_by_label("Who says it")).to_be_focused()
    at.type("Ruffalo")
    at.page.get_by_label("How or to whom").fill("to Cianfrance")
    at.page.get_by_role("button", name="Link to the record").click()
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    expect(at.page.get_by_role("button", name="In the record: Mark Ruffalo")).to_be_visible()
    assert at.store() == BEFORE + SPEECH


def let_somebody_of_the_story_speak(at):
    """Who is named is offered; a name typed whole is left as it is."""
    named = (
        '<p><a data-record="mark-ruffalo">Mark Ruffalo</a> in <a data-record="ikt">I Know</a></p>'
    )
    offered = at.page.get_by_role("listbox", name="People in this story").get_by_role("option")
    for typed, keys, speaker in (
        ("Ruff", ["Enter"], 'data-speaker="Mark Ruffalo" data-record="mark-ruffalo"'),
        ("", ["ArrowDown", "Enter"], 'data-speaker="Mark Ruffalo" data-record="mark-ruffalo"'),
        ("Ruffalo", ["Enter"], 'data-speaker="Ruffalo"'),
        ("Mark", ["Escape", "Enter"], 'data-speaker="Mark"'),
    ):
        at.begin(f"{named}<p>Thank you.</p>")
        at.button("Speech").click()
        at.press("Tab")
        expect(offered).to_contain_text(["Mark Ruffalo"])
        at.type(typed)
        expect(offered).to_contain_text(["Mark Ruffalo"])
        at.press(*keys)
        expect(offered).to_have_count(0)
        assert at.held == f"{named}<blockquote {speaker}><p>Thank you.</p></blockquote>", typed


def add_a_pull_quote(at):
    at.begin(BEFORE)
    at.press("Enter")
    at.type("Vote for love.")
    at.button("Pull quote").click()
    at.press("Tab")
    expect(at.page.get_by_label("Attribution")).to_be_focused()
    at.type("Mark Ruffalo, accepting")
    at.press("Enter")
    at.type(" Please.")
    assert at.store() == BEFORE + PULL


def say_who_a_tab_away(at, name, who, stored):
    """The cursor starts in the words of the speech or pull quote."""
    at.begin(BEFORE)
    at.press("Enter")
    at.type(f"/{name}")
    expect(at.page.locator("[role=option]")).to_have_count(1)
    at.press("Enter")
    at.type("We have")
    at.press("Tab")
    expect(at.page.get_by_label(who)).to_be_focused()
    at.type("Ruffalo")
    at.press("Shift+Tab")
    expect(at.text).to_be_focused()
    at.type(" to.")
    at.press("Shift+Tab")
    expect(at.text).not_to_be_focused()  # nobody is kept in it
    assert at.store() == BEFORE + stored


def leave_a_speech_without_words(at):
    """It stays on the screen, is left out of the story, and the screen says so."""
    at.begin("<p>And then.</p>")
    at.press("Enter")
    at.button("Speech").click()
    at.press("Tab")
    at.type("Ruffalo")
    at.press("Control+s")
    expect(at.page.locator("[data-swap=state]")).to_contain_text(
        "The speech of “Ruffalo” is left out of the story until it has words."
    )
    assert at.stored == "<p>And then.</p>"
    at.press("Enter")
    at.type("We have to.")
    assert at.store() == (
        '<p>And then.</p><blockquote data-speaker="Ruffalo"><p>We have to.</p></blockquote>'
    )


def reopen_and_read_it_all(at, ada):
    whole = BEFORE + TYPED + MARKED + SPEECH + PULL
    at.begin(whole)
    assert at.save() == whole
    assert at.held == whole
    at.page.get_by_label("Who says it").fill("Mark Ruffalo")
    assert 'data-speaker="Mark Ruffalo"' in at.store()
    shown = publish_for_a_reader(at, ada)
    speech = shown.locator(".speech")
    expect(speech).to_contain_text("Mark Ruffalo (to Cianfrance)")
    expect(speech.get_by_role("link")).to_have_attribute("href", "/people/mark-ruffalo/")
    expect(shown.locator(".pull footer")).to_have_text("Mark Ruffalo, accepting")


def test_a_picture_the_record_and_an_embed_are_put_between_paragraphs_for_a_reader(at, ada):
    picture = a_picture()
    a_picture("Another")
    chosen = f'<figure data-picture="{picture.public_id}" data-caption="Both brothers." data-size="wide"></figure>'
    choose_a_picture_and_write_its_caption(at, chosen)
    choose_nominees_and_a_tally(at)
    embed_a_video_of_a_known_service(at)
    change_and_remove_a_box(at)
    reopen_and_read_it_with_all_of_them(at, ada, chosen)


def choose_a_picture_and_write_its_caption(at, chosen):
    at.press("Enter")
    at.button("Picture").click()
    at.type("twins")
    expect(at.option("Another")).to_have_count(0)
    at.option("The twins").click()
    caption = at.page.get_by_label("Caption in this story")
    expect(caption).to_have_attribute("placeholder", "As in the library: One face.")
    expect(at.page.get_by_role("group", name="Picture").get_by_role("img")).to_be_visible()
    caption.fill("Both brothers.")
    at.page.get_by_label("Size").select_option("Wide")
    assert at.store() == BEFORE + chosen


def choose_nominees_and_a_tally(at):
    at.begin(BEFORE)
    at.press("Enter")
    at.type("/nom")
    expect(at.option("Nominees from the record")).to_be_visible()
    at.press("Enter")
    at.page.get_by_role("combobox", name="Find by category").fill("lead limited 2020")
    expect(at.option("Outstanding Lead Actor")).to_be_visible()
    at.press("Enter")
    expect(at.page.get_by_role("group", name="Nominees")).to_contain_text("Emmys 2020")
    at.button("Tally from the record").click()
    at.page.get_by_role("combobox", name="Person").fill("ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    at.press("Enter")
    expect(at.page.get_by_role("combobox", name="Award", exact=True)).to_be_focused()
    at.type("emm")
    expect(at.page.get_by_role("combobox", name="Person")).to_have_value("Mark Ruffalo")
    expect(at.option("1 nomination, 1 win")).to_be_visible()
    at.press("Enter")
    expect(at.page.get_by_role("group", name="Tally")).to_contain_text("Mark Ruffalo")
    assert at.store() == BEFORE + RECORD


def embed_a_video_of_a_known_service(at):
    at.begin(BEFORE)
    at.press("Enter")
    at.button("Embed").click()
    at.type("https://evil.example/watch")
    at.press("Enter")
    expect(at.page.get_by_role("alert")).to_contain_text("YouTube, Vimeo, X and Instagram")
    address = at.page.get_by_role("textbox", name="Address", exact=True)
    address.fill("https://youtu.be/dQw4w9WgXcQ")
    at.press("Enter")
    assert at.store() == BEFORE + EMBED


def change_and_remove_a_box(at):
    at.begin('<div data-embed="https://youtu.be/one"></div><p>After.</p>')
    at.page.get_by_role("button", name="Change", exact=True).click()
    at.page.get_by_role("textbox", name="Address", exact=True).fill("https://vimeo.com/2")
    at.press("Enter")
    box = at.page.get_by_role("group", name="Embed")
    expect(box).to_contain_text("https://vimeo.com/2")
    box.get_by_role("button", name="Remove").click()
    expect(box).to_have_count(0)
    at.text.focus()
    at.press("Control+z")
    assert at.store() == '<div data-embed="https://vimeo.com/2"></div><p>After.</p>'


def reopen_and_read_it_with_all_of_them(at, ada, chosen):
    whole = BEFORE + chosen + RECORD + EMBED
    at.begin(whole)
    assert at.save() == whole
    assert at.held == whole
    at.page.get_by_label("Caption in this story").fill("")
    assert "data-caption" not in at.store()
    shown = publish_for_a_reader(at, ada)
    expect(shown.locator("figure.figure--wide")).to_contain_text("One face.")
    expect(shown.locator(".nominees")).to_contain_text("Mark Ruffalo")
    expect(shown.locator(".facts")).to_contain_text("Ruffalo")
    expect(shown.locator(".embed")).to_contain_text("YouTube")


def test_a_star_inside_a_word_makes_no_title_and_a_number_begins_a_list(at):
    for typed, held in (
        ("*NSYNC and O*Town sang", "<p>*NSYNC and O*Town sang</p>"),
        ("*Mom* and *The Crown*, too", "<p><cite>Mom</cite> and <cite>The Crown</cite>, too</p>"),
        ("_this_ one and snake _case_names", "<p><em>this</em> one and snake _case_names</p>"),
        ("1. Alpha", "<ol><li><p>Alpha</p></li></ol>"),
        ("- Beta", "<ul><li><p>Beta</p></li></ul>"),
    ):
        at.begin("<p></p>")
        at.type(typed)
        assert at.held == held, typed
