"""What is pasted comes in clean, under the policy that a browser is given.

One story is opened for each test, and many clips are tried on it.
"""

import re

import pytest
from playwright.sync_api import expect

from articles.body.cleaning import clean
from photos.models import Picture
from tests.browser.clips import CLIPS, TEXTS, rows
from tests.browser.writing import Writing, headline, the_record
from tests.photos.pictures import png
from tests.words.characters import NO_BREAK, UNSEEN

# As the browser's clipboard has them: typical, shortened.
GOOGLE_DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-7f"><h1 dir="ltr"
 style="line-height:1.38"><span style="font-size:20pt;font-weight:400">The night</span></h1><p dir="ltr"
 style="line-height:1.38;"><span style="font-size:11pt;color:#000;font-weight:400;font-style:normal;">On Sunday
 </span><span style="font-weight:700;">bold</span><span style="font-weight:400;font-style:italic;"> slanted</span>
<span style="font-weight:400;"> and a</span><a href="https://www.google.com/url?q=https://academy.example/a&amp;sa=D"
 style="text-decoration:none;"><span style="color:#1155cc;"> link</span></a><span>.</span></p><br /><ul
 style="margin-top:0"><li dir="ltr" aria-level="1" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span
 style="font-weight:400;">One</span></p></li><li dir="ltr"><p dir="ltr"><span>Two</span></p></li></ul></b>"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment--><p class=MsoNormal><b><span
 style='font-size:12.0pt'>Strong</span></b> and <i>slanted</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
 style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
 style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Numbered</p>
<!--EndFragment--></body></html>"""
WEB = """<div class="article"><script>alert(1)</script><h4 style="color:red">Heading</h4><p onclick="x()"
 style="margin:0">Words<br>more <a href="javascript:alert(1)">bad</a> <a href="https://a.example/"
 class="btn">good</a>.</p><figure><img src="https://a.example/x.jpg"><figcaption>Caption.</figcaption></figure>
<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe><table><tr><td>A</td><td>B</td></tr></table></div>"""


# Whether the note comes to leave the cursor in sight. Playwright's own waiting is refused by the policy.
COVERS_NO_CARET = """async () => {
  const { editor } = document.querySelector("[data-story-editor]").story;
  const note = document.querySelector(".story-says");
  const covers = () =>
    editor.view.coordsAtPos(editor.state.selection.head).bottom > note.getBoundingClientRect().top;
  for (let frame = 0; frame < 600 && covers(); frame++) await new Promise(requestAnimationFrame);
  return !covers();
}"""

# The story holds this and nothing else, the cursor `caret` characters into it, or at its end.
SET = """(body, [html, caret]) => {
  const { editor } = body.story;
  editor.commands.setContent(html, { parseOptions: { preserveWhitespace: true } });
  editor.commands.setTextSelection(caret ?? editor.state.doc.content.size);
  editor.view.focus();
}"""
ON_CLIPBOARD = """async ({ html, plain, png }) => {
  const parts = {};
  if (html) parts["text/html"] = new Blob([html], { type: "text/html" });
  if (plain) parts["text/plain"] = new Blob([plain], { type: "text/plain" });
  if (png) parts["image/png"] = new Blob([new Uint8Array(png)], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem(parts)]);
}"""
PASTE_WITH_FILE = """(text, [html, plain, bytes]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (plain) data.setData("text/plain", plain);
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
IMG = '<img src="https://a.example/x.jpg" alt="Red beside blue" width="640" height="480">'
COPIED_PICTURES = [
    (f"<meta charset='utf-8'>{IMG}", ""),
    (f'<a href="https://a.example/story">{IMG}</a>', "https://a.example/story"),
    (f'<picture><source srcset="x.avif" type="image/avif">{IMG}</picture>', "Red beside blue"),
    (f"<html><body><!--StartFragment-->{IMG}<!--EndFragment--></body></html>", ""),
    (f'<p><span style="font-size:12px">{IMG}</span><br></p>', "https://a.example/x.jpg"),
]
ENDS = re.compile(r"<p> | </p>")  # spaces at either end, which go when the story is saved


@pytest.fixture
def write(page, sign_in_to, ada):
    sign_in_to(page, ada)

    def write(body="<p>Before.</p>"):
        at = Writing(page, ada, body)
        at.press("Enter")
        return at

    return write


def put_and_paste(at, html, plain="", *, into="<p></p>", caret=None):
    at.field.evaluate(SET, [into, caret])
    at.paste(html, plain)
    return at.held


def test_a_clip_of_any_program_becomes_copy_and_a_note_says_what_it_lost(write, page):
    at = write()
    note = page.locator(".story-note")
    for name, (clip, right, left_out) in CLIPS.items():
        held = put_and_paste(at, clip, "twin")
        assert held == right, name
        said = note.text_content() if note.count() else ""
        named = re.sub(r"^Left out of what you pasted: |\. To add.*|\.$", "", said)
        assert re.split(", | and ", named) == (left_out or [""]), name
        assert clean(held) == ENDS.sub(lambda end: end[0].strip(), held), name  # the server agrees
    for name, (text, right) in TEXTS.items():
        held = put_and_paste(at, "", text)
        assert held == right, name
        assert clean(held) == ENDS.sub(lambda end: end[0].strip(), held), name
    rule = "async (_, [name, text]) => (await import('desk/story/characters'))[name](text)"
    for name, (text, kept) in UNSEEN.items():
        assert at.field.evaluate(rule, ["withoutUnseen", text]) == kept, name
    for name, (text, _, kept) in NO_BREAK.items():
        assert at.field.evaluate(rule, ["withPlainSpaces", text]) == kept, name


def test_whole_documents_come_in_and_are_saved(write, page):
    at = write()
    at.paste(GOOGLE_DOCS)
    at.press("Enter", "Enter")
    at.paste(WORD)
    at.press("Enter", "Enter")
    at.paste(WEB)
    expect(page.locator(".story-note")).to_have_text(
        "Left out of what you pasted: a picture. To add a picture, save its file and drop it into the text."
    )
    assert at.save() == (
        "<p>Before.</p><h2>The night</h2><p>On Sunday <strong>bold</strong><em> slanted</em> and a"
        ' <a href="https://academy.example/a">link</a>.</p><ul><li><p>One</p></li>'
        "<li><p>Two</p></li></ul>"
        "<p><strong>Strong</strong> and <em>slanted</em>.</p><ul><li><p>First</p></li>"
        "<li><p>Second</p></li></ul><ol><li><p>Numbered</p></li></ol>"
        "<h3>Heading</h3><p>Words</p><p>more bad "
        '<a href="https://a.example/">good</a>.</p><p>Caption.</p>'
        '<div data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></div>'
        "<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>"
    )


def test_a_paste_into_a_cell_stays_in_it_and_cells_go_into_the_cells_from_there(write):
    at = write()
    table = rows(("Who", "For"), ("King", "Watchmen"))
    assert put_and_paste(at, "<p>A</p><ul><li>b</li></ul>", into=table, caret=3) == (
        rows(("A bWho", "For"), ("King", "Watchmen"))
    )
    assert put_and_paste(at, "", "one\n\ntwo", into=table, caret=3) == (
        rows(("one twoWho", "For"), ("King", "Watchmen"))
    )
    assert put_and_paste(at, rows(("1", "2"), ("3", "4")), into=table, caret=8) == (
        rows(("Who", "1", "2"), ("King", "3", "4"))
    )
    assert put_and_paste(at, rows(("1", "2")), into="<p>Hello world</p>", caret=7) == (
        f"<p>Hello </p>{rows(('1', '2'))}<p>world</p>"
    )


def test_words_pasted_into_a_sentence_keep_their_spaces(write, page):
    at = write()
    for clip in (
        ("<span>quick<span>&nbsp;</span></span>", "quick "),
        (
            "<html><body>\r\n<!--StartFragment--><span>quick </span><!--EndFragment--></body></html>",
            "quick ",
        ),
        ("", "quick "),
        ("", "quick\xa0"),
    ):
        held = put_and_paste(at, *clip, into="<p>Hello world</p>", caret=7)
        assert held == "<p>Hello quick world</p>", clip
    assert put_and_paste(at, "<p>One</p><p>two</p>", into="<p>Hello world</p>", caret=7) == (
        "<p>Hello One</p><p>twoworld</p>"
    )
    at.field.evaluate(SET, ["<p>Hello world</p>", 7])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(ON_CLIPBOARD, {"html": "<b>quick</b><span>&nbsp;</span>", "plain": "quick "})
    at.press("Control+v")
    expect(at.text).to_have_text("Hello quick world")
    assert at.held == "<p>Hello <strong>quick</strong> world</p>"


def test_the_note_goes_away_with_the_next_key_or_paste(write, page):
    at = write()
    note = page.locator(".story-note")
    struck = "<p>Here <del>gone</del></p>"
    said = "Left out of what you pasted: deleted text."
    at.paste(struck)
    expect(note).to_have_text(said)
    at.press("Shift")
    expect(note).to_have_text(said)
    at.press("ArrowLeft")
    expect(note).to_have_count(0)
    at.paste(struck)
    expect(note).to_have_text(said)
    at.paste("<p>Whole</p>")
    expect(note).to_have_count(0)
    at.paste(struck)
    headline(page).press("End")
    expect(note).to_have_count(0)
    at.bring("paste", ("notes.pdf", "application/pdf"))
    at.press("x")
    expect(note).to_contain_text("A story takes only pictures.")  # what isn't about a paste stays


def test_a_clip_of_which_nothing_is_left_takes_nothing_away(write, page):
    at = write("<p>The academy said.</p>")
    at.press("Backspace")
    at.select("academy")
    at.paste("<del>Gone</del>", "Gone")
    expect(page.locator(".story-note")).to_have_text("Left out of what you pasted: deleted text.")
    assert at.held == "<p>The academy said.</p>"


def test_a_picture_copied_in_a_browser_goes_to_the_library(write, page):
    at = write()
    note = page.locator(".story-note")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawn = png(640, 480)
    page.evaluate(
        ON_CLIPBOARD,
        {
            "html": '<img src="https://a.example/x.jpg" alt="x">',
            "png": list(drawn),
        },
    )
    at.press("Control+v")
    expect(note).to_contain_text("The picture is in the library")
    picture = Picture.objects.get()
    assert at.held.count(f'<figure data-picture="{picture.public_id}">') == 1
    # Office puts a drawing of the words beside them: it is none.
    at.field.evaluate(SET, ["<p></p>", None])
    at.text.evaluate(PASTE_WITH_FILE, ["<p>Words</p>", "Words", list(drawn)])
    expect(at.text).to_have_text("Words")
    at.text.evaluate(
        PASTE_WITH_FILE, ['<p>And <img src="https://a.example/x.jpg"></p>', "And", list(drawn)]
    )
    expect(note).to_contain_text("a picture. To add a picture, save its file")
    assert at.held == "<p>WordsAnd</p>"
    assert Picture.objects.count() == 1
    # As other browsers copy one: linked, in several formats, between Windows' marks, with its address.
    for number, (html, plain) in enumerate(COPIED_PICTURES, 2):
        at.field.evaluate(SET, ["<p></p>", None])
        at.text.evaluate(PASTE_WITH_FILE, [html, plain, list(drawn)])
        expect(page.get_by_role("group", name="Picture")).to_be_visible()
        expect(note).to_contain_text("The picture is in the library")
        assert (at.text.inner_text().strip().count("a.example"), html) == (0, html)
        assert Picture.objects.count() == number


def test_a_story_pasted_into_a_story_keeps_everything(write, page):
    the_record()
    body = (
        '<blockquote data-speaker="Ruffalo" data-record="mark-ruffalo"><p>We <em>have</em> to.</p>'
        '</blockquote><div data-nominees="lead-2020"></div><p>And <a data-record="ikt"><cite>I Know'
        "</cite></a>.</p>"
    )
    at = write(body)
    at.press("Backspace", "Control+a")
    at.text.evaluate(
        """(text) => {
          const data = new DataTransfer();
          const take = (kind) => new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true });
          text.dispatchEvent(take("cut"));
          text.dispatchEvent(take("paste"));
        }"""
    )
    assert at.held == body


def test_an_address_links_a_selection_and_is_shown_on_a_line_of_its_own(write, page):
    at = write("<p>The academy said.</p>")
    at.paste("", "https://vimeo.com/12345\u200b")
    assert at.held.startswith(
        '<p>The academy said.</p><div data-embed="https://vimeo.com/12345"></div>'
    )
    at.select("academy")
    at.paste("", "https://academy.example/")
    assert at.save() == (
        '<p>The <a href="https://academy.example/">academy</a> said.</p>'
        '<div data-embed="https://vimeo.com/12345"></div>'
    )


def test_a_pasted_picture_goes_to_the_library(write, page):
    at = write()
    at.text.evaluate(
        """(text, bytes) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], "night.png", { type: "image/png" }));
          text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        list(png(640, 480)),
    )
    note = page.locator(".story-note")
    expect(note).to_contain_text("The picture is in the library")
    picture = Picture.objects.get()
    expect(note.get_by_role("link", name="Give it a credit and rights")).to_have_attribute(
        "href", f"/admin/photos/picture/{picture.pk}/change/"
    )
    assert at.save() == f'<p>Before.</p><figure data-picture="{picture.public_id}"></figure>'
    expect(page.get_by_role("group", name="Picture")).to_contain_text("Not cleared")
    at.bring("paste", ("night.png", "image/png"))
    expect(note).to_contain_text("This is another type of file")
    assert Picture.objects.count() == 1


def test_a_refusal_is_seen_at_the_end_of_a_long_story(write, page):
    at = write("<p>A paragraph of it.</p>" * 60)
    at.bring("paste", ("a.png", "image/png"))
    said = page.get_by_role("status").filter(has_text="This is another type of file")
    expect(said).to_be_in_viewport(ratio=1)
    assert page.evaluate(COVERS_NO_CARET)
    said.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)
    expect(at.text).to_be_focused()


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_every_file_that_comes_in_gets_an_answer(write, page, how):
    at = write()
    at.bring(how, ("notes.pdf", "application/pdf"))
    note = page.locator(".story-note")
    expect(note).to_have_text("This file isn’t a picture. A story takes only pictures.")
    at.bring(how, ("notes.pdf", "application/pdf"), ("a.png", "image/png"), ("b", ""))
    expect(note).to_contain_text("notes.pdf: This file isn’t a picture.")
    expect(note).to_contain_text("a.png: This is another type of file")
    expect(note).to_contain_text("b: This is another type of file")
