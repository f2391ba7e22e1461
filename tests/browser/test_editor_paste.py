"""What is pasted comes in clean, under the policy that a browser is given."""

import pytest
from playwright.sync_api import expect

from photos.models import Picture
from tests.browser.writing import Writing, the_record
from tests.photos.pictures import png

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


COVERS_NO_CARET = """() => {
  const { editor } = document.querySelector("[data-story-editor]").story;
  const { top } = document.querySelector(".story-says").getBoundingClientRect();
  return editor.view.coordsAtPos(editor.state.selection.head).bottom <= top;
}"""


@pytest.fixture
def write(page, sign_in_to, ada):
    sign_in_to(page, ada)

    def write(body="<p>Before.</p>"):
        at = Writing(page, ada, body)
        at.press("Enter")
        return at

    return write


def test_google_docs(write):
    at = write()
    at.paste(GOOGLE_DOCS)
    assert at.save() == (
        "<p>Before.</p><h2>The night</h2><p>On Sunday <strong>bold</strong><em> slanted</em> and a"
        ' <a href="https://academy.example/a">link</a>.</p><ul><li><p>One</p></li>'
        "<li><p>Two</p></li></ul>"
    )


def test_word(write):
    at = write()
    at.paste(WORD)
    assert at.save() == (
        "<p>Before.</p><p><strong>Strong</strong> and <em>slanted</em>.</p><ul><li><p>First</p></li>"
        "<li><p>Second</p></li></ul><ol><li><p>Numbered</p></li></ol>"
    )


def test_a_web_page_and_what_is_left_of_it(write, page):
    at = write()
    at.paste(WEB)
    expect(page.locator(".story-note")).to_contain_text("A picture was left out")
    assert at.save() == (
        "<p>Before.</p><h3>Heading</h3><p>Words</p><p>more bad "
        '<a href="https://a.example/">good</a>.</p><p>Caption.</p>'
        '<div data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></div><p>A</p><p>B</p>'
    )


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


def test_an_address_over_a_selection_links_it(write, page):
    at = write("<p>The academy said.</p>")
    at.press("Backspace")
    at.select("academy")
    at.paste("", "https://academy.example/")
    assert at.save() == '<p>The <a href="https://academy.example/">academy</a> said.</p>'


def test_an_address_of_a_video_on_a_line_of_its_own_is_shown(write):
    at = write()
    at.paste("", "https://vimeo.com/12345")
    assert at.save() == '<p>Before.</p><div data-embed="https://vimeo.com/12345"></div>'


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


def test_a_file_that_is_no_picture_is_refused_with_the_reason(write, page):
    at = write()
    at.text.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File(["no picture"], "night.png", { type: "image/png" }));
          text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    note = page.locator(".story-note")
    expect(note).not_to_contain_text("Adding")
    expect(note).to_contain_text("picture")
    assert (Picture.objects.count(), at.held) == (0, "<p>Before.</p><p></p>")


def test_a_refusal_is_seen_at_the_end_of_a_long_story(write, page):
    at = write("<p>A paragraph of it.</p>" * 60)
    at.bring("paste", ("a.png", "image/png"))
    said = page.get_by_role("status").filter(has_text="This is a file of another kind")
    expect(said).to_be_in_viewport(ratio=1)
    page.wait_for_function(COVERS_NO_CARET)
    said.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)
    expect(at.text).to_be_focused()


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_every_file_that_comes_in_gets_an_answer(write, page, how):
    at = write()
    at.bring(how, ("notes.pdf", "application/pdf"))
    note = page.locator(".story-note")
    expect(note).to_have_text("This is no picture. A story takes pictures only.")
    at.bring(how, ("notes.pdf", "application/pdf"), ("a.png", "image/png"), ("b", ""))
    expect(note).to_contain_text("notes.pdf: This is no picture.")
    expect(note).to_contain_text("a.png: This is a file of another kind")
    expect(note).to_contain_text("b: This is a file of another kind")
