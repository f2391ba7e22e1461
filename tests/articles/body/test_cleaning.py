"""What becomes of what editors type, paste and import."""

import pytest

from articles.body.cleaning import clean, cleaned, complaints


def table(rows, attributes=""):
    return f"<table{attributes}><tbody>{rows}</tbody></table>"


REPAIRS = {
    "words outside any paragraph": ("Hello there", "<p>Hello there</p>"),
    "words between paragraphs": ("<p>a</p>b<p>c</p>", "<p>a</p><p>b</p><p>c</p>"),
    "bold words outside any paragraph": ("a <b>b</b> c", "<p>a <strong>b</strong> c</p>"),
    "paragraphs that nobody closed": ("<p>a<p>b", "<p>a</p><p>b</p>"),
    "a paragraph in a paragraph": ("<p>a<div><p>b</p></div>c</p>", "<p>a</p><p>b</p><p>c</p>"),
    "line breaks": ("<p>a<br>b<br/><br>c</p>", "<p>a</p><p>b</p><p>c</p>"),
    "a line break in a heading": ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
    "a paragraph in a heading": ("<h2><p>a</p></h2>", "<h2>a</h2>"),
    "a paragraph in bold": (
        "<b><p>a</p><p>b</p></b>",
        "<p><strong>a</strong></p><p><strong>b</strong></p>",
    ),
    "a heading in a link": ('<a href="/x"><h2>a</h2></a>', '<h2><a href="/x">a</a></h2>'),
    "a heading in a quotation": (
        '<blockquote data-speaker="R"><h2>a</h2><p>b</p></blockquote>',
        '<blockquote data-speaker="R"><p>a</p><p>b</p></blockquote>',
    ),
    "a list in a quotation": (
        "<blockquote><ul><li>a</li><li>b</li></ul></blockquote>",
        '<blockquote data-speaker=""><p>a</p><p>b</p></blockquote>',
    ),
    "bare words in a quotation": (
        "<blockquote>a</blockquote>",
        '<blockquote data-speaker=""><p>a</p></blockquote>',
    ),
    "bare words in a pull quote": ("<aside>a</aside>", '<aside data-pull=""><p>a</p></aside>'),
    "a heading in a list": ("<ul><li><h3>a</h3></li></ul>", "<ul><li><p>a</p></li></ul>"),
    "bare words in a list": ("<ul>a<li>b</li></ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    "a line outside any list": ("<li>a</li><p>b</p>", "<p>a</p><p>b</p>"),
    "a list right in a list": (
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>",
    ),
    "a line that begins with a list": (
        "<ul><li><ol><li>a</li></ol></li><li>b</li></ul>",
        "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
    ),
    "a list four deep": (
        "<ul><li>a<ul><li>b<ul><li>c<ul><li>d</li></ul></li></ul></li></ul></li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li><li><p>d</p></li></ul></li></ul></li></ul>",
    ),
    "a picture in a list": (
        '<ul><li>a<figure data-picture="x"></figure></li><li>b</li></ul>',
        '<ul><li><p>a</p></li><li><p>b</p></li></ul><figure data-picture="x"></figure>',
    ),
    "words in a picture": (
        '<figure data-picture="x"><figcaption>a</figcaption></figure>',
        '<figure data-picture="x"></figure><p>a</p>',
    ),
    "a box in a paragraph": (
        '<p>a<div data-nominees="x"></div>b</p>',
        '<p>a</p><div data-nominees="x"></div><p>b</p>',
    ),
    "a link in a link": (
        '<a href="/a">a<a data-record="b">b</a></a>c',
        '<p><a href="/a">a</a><a data-record="b">b</a>c</p>',
    ),
    "a link to the record with an address": (
        '<p><a data-record="x" href="/people/x/">a</a></p>',
        '<p><a data-record="x">a</a></p>',
    ),
    "marks in another order": (
        '<cite><em><a data-record="x">a</a> b</em></cite>',
        '<p><a data-record="x"><em><cite>a</cite></em></a><em><cite> b</cite></em></p>',
    ),
    "marks that overlap": ("<b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
    "neighbours alike": ("<b>a</b><strong>b</strong>", "<p><strong>ab</strong></p>"),
    "empties": (
        "<p></p><p> &nbsp;</p><h2><b></b></h2><ul><li></li></ul><p>a<i></i></p>",
        "<p>a</p>",
    ),
    "an empty quotation": ('<blockquote data-speaker="R"></blockquote><aside> </aside>', ""),
    "a link over nothing": ('<p>a<a href="/x"> </a>b</p>', "<p>a b</p>"),
    "white space from an editor of code": (
        "\n  <p>\n    a\n    b\t c\n  </p>\n\n  <h2> d </h2>\n",
        "<p>a b c</p><h2>d</h2>",
    ),
    "white space in an attribute": (
        '<blockquote data-speaker=" Mark\n  Ruffalo "><p>a</p></blockquote>',
        '<blockquote data-speaker="Mark Ruffalo"><p>a</p></blockquote>',
    ),
    "other names for the same": (
        "<h1>a</h1><h5>b</h5><p><b>c</b><i>d</i></p>",
        "<h2>a</h2><h3>b</h3><p><strong>c</strong><em>d</em></p>",
    ),
    "a rule": ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>"),
    "a table": (
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>",
        table("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"),
    ),
    "a table in sections, with a caption": (
        (
            "<table border=1><caption>The <i>two</i>\n<br>of them</caption><colgroup><col><thead><tr><td>A"
            "<td>B<tbody><tr><td>c<td>d<tfoot><tr><td>e<td>f</table>"
        ),
        table(
            "<tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td></tr>",
            ' data-caption="The two of them"',
        ),
    ),
    "a caption that is too long": (
        f"<table><caption>{'x' * 301}</caption><tr><td>a<td>b</table>",
        f"<p>{'x' * 301}</p>{table('<tr><td>a</td><td>b</td></tr>')}",
    ),
    "head cells beside a row, and below the first": (
        "<table><tr><th>a</th><td>b</td></tr><tr><th>c</th><th>d</th></tr></table>",
        table("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"),
    ),
    "a head without a corner": (
        "<table><tr><td></td><th>a</th></tr><tr><td>b<td>c</table>",
        table("<tr><th></th><th>a</th></tr><tr><td>b</td><td>c</td></tr>"),
    ),
    "merged cells": (
        "<table><tr><td colspan=2>a<td>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g</table>",
        table(
            "<tr><td>a</td><td></td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr>"
            "<tr><td></td><td>f</td><td>g</td></tr>"
        ),
    ),
    "rows of other lengths, and one without cells": (
        "<table><tr><td>a<td>b<td>c<tr><tr><td>d</table>",
        table("<tr><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td></td><td></td></tr>"),
    ),
    "blocks in cells": (
        "<table><tr><td><p>a</p> <p>b</p><td><ul><li>c<li>d</ul>e<br> f<h2>g</h2></table>",
        table("<tr><td>a b</td><td>c d e f g</td></tr>"),
    ),
    "marks over cells": (
        "<table><tr><td><b>a</b><td><a href='/x'>b</a></table>",
        table('<tr><td><strong>a</strong></td><td><a href="/x">b</a></td></tr>'),
    ),
    "a table in a table": (
        "<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>",
        table("<tr><td>a b c</td><td>d</td></tr>"),
    ),
    "a table in a list": (
        "<ul><li>a<table><tr><td>b<td>c</table></ul>",
        "<ul><li><p>a</p><p>b</p><p>c</p></li></ul>",
    ),
    "a table of one cell": ("<table><tr><td>a</td></tr></table>", "<p>a</p>"),
    "a table without words": ("<p>a</p><table><tr><td><td> <tr><td></table>", "<p>a</p>"),
    "a table of too many columns": (
        f"<table><tr>{'<td>a' * 21}<tr><td>b</table>",
        f"<p>{' '.join('a' * 21)}</p><p>b</p>",
    ),
    "a table of too many rows": ("<table>" + "<tr><td>a<td>b" * 501, "<p>a b</p>" * 501),
    "styling": (
        '<div class="x"><p style="color:red" id="y">a <span lang="fr">b</span> <u>c</u></p></div>',
        "<p>a b c</p>",
    ),
    "quotation marks and signs": ('<p>"a" & b < c</p>', '<p>"a" &amp; b &lt; c</p>'),
    "characters that no text holds": (
        "<p>a\x00b&#1;c\x7f\ufeffd&#xFFFE;e\ud800f\ufffcg</p>",
        "<p>abcdefg</p>",
    ),
    "a paragraph of nothing that shows": ("<p>\u200b\u200d</p><p>a</p>", "<p>a</p>"),
    "characters that nobody sees": (
        "<p>Tele&shy;vision, Succes&#8203;sion, Ruf&#8288;falo, <b>&#8206;Wa&#847;tch&#12644;men</b></p>",
        "<p>Television, Succession, Ruffalo, <strong>Watchmen</strong></p>",
    ),
    "no-break spaces in a row": (
        "<p>The&nbsp;academy&nbsp;said&nbsp;<b>on&nbsp;Sunday</b>.&nbsp; It&#8239;is&#8199;&nbsp;so</p>",
        "<p>The academy said <strong>on Sunday</strong>.  It is  so</p>",
    ),
    "such in a caption": (
        '<figure data-picture="x" data-caption="Ruf&shy;falo&nbsp;&nbsp;and&#7; King"></figure>',
        '<figure data-picture="x" data-caption="Ruffalo and King"></figure>',
    ),
    "a character in two halves": ("<p>\ud83c\udfc6</p>", "<p>🏆</p>"),
    "a whole page": (
        "<!doctype html><html><head><title>t</title></head><body><p>a</p><!-- b --></body></html>",
        "<p>a</p>",
    ),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("given", "stored"), REPAIRS.values(), ids=REPAIRS)
def test_what_is_in_the_wrong_place_is_put_right(given, stored):
    assert clean(given) == stored
    assert clean(stored) == stored


def test_spaces_that_the_editor_keeps_are_kept():
    stored = (
        "<p>a  b, Mr.&nbsp;Ruffalo at 9&nbsp;p.m., for <em>2.5</em>&nbsp;million.</p>"
        "<p>שלום <strong>👩🏽‍🚀</strong> ❤️ 1️⃣ می‌خواهم 🏴󠁧󠁢󠁥󠁮󠁧󠁿</p>"
    )
    assert clean(stored) == stored


AN_ADDRESS = (
    "an address is complete (https://, http:// or mailto:) or begins with /, and has no spaces."
)
SAID = {
    "<p>a</p><script>alert(1)</script>": "<script> was removed with its content.",
    '<p>a</p><img src="x.jpg">': (
        '<img> was removed: a picture is <figure data-picture="..."></figure>, '
        "by the id of the picture desk."
    ),
    '<iframe src="https://www.youtube.com/embed/x"></iframe>': (
        '<iframe> was removed: an embed is <div data-embed="https://..."></div>, by its address.'
    ),
    '<p onclick="alert(1)">a</p>': "The attribute onclick was removed: a story can’t have scripts.",
    '<ul><li>b<table data-caption="Two"><tr><td>a</td></tr></table>': (
        "A table (Two) was inside a list and is plain text there now. Put it between paragraphs."
    ),
    "<p>a <blink>b</blink></p>": "A story can’t have <blink>: only its text was kept.",
    '<p><a href="javascript:alert(1)">click</a></p>': (
        f"“click” is no longer a link. It has no usable address: {AN_ADDRESS}"
    ),
    '<p><a href="page.html">click</a></p>': (
        f"“click” is no longer a link. The address “page.html” can’t be kept: {AN_ADDRESS}"
    ),
    '<p><a data-record="Mark R">Mark</a></p>': (
        "“Mark” is no longer a link. The reference to the record “Mark R” can’t be kept: "
        "a reference to the record is a public id, such as mark-ruffalo."
    ),
    '<figure data-picture="3 1"></figure>': (
        "A picture was removed. The picture reference “3 1” can’t be kept: "
        "a picture reference is a public id, such as mark-ruffalo."
    ),
    '<figure data-caption="Twins"></figure>': "A picture was removed: it needs a picture reference.",
    '<div data-tally="mark-ruffalo"></div>': "A tally box was removed: it needs an award.",
    '<div data-embed="https://example.com/x"></div>': (
        "An embed was removed. The address “https://example.com/x” can’t be kept: an address is on "
        "youtube.com, youtu.be, vimeo.com, x.com, twitter.com, instagram.com "
        "and begins with https://."
    ),
    f'<figure data-picture="x" data-caption="{"y" * 601}"></figure>': (
        f"The caption “{'y' * 57}...” can’t be kept: "
        "a caption is at most 600 characters, without < and >."
    ),
    '<ul><li><blockquote data-speaker="Ruffalo"><p>a</p></blockquote></li></ul>': (
        "A quotation (Ruffalo) was inside a list and is plain text there now. "
        "Put it between paragraphs."
    ),
    "<div>" * 1001 + "a": "Elements were nested more than 100 deep: only the text was kept.",
}


@pytest.mark.parametrize(("given", "sentence"), SAID.items())
def test_what_is_taken_out_is_said(given, sentence):
    assert complaints(given) == [sentence]


def test_what_only_changed_its_form_is_no_complaint():
    done = cleaned(
        '<p style="color: red">a <span>b</span></p><table><tbody><tr><td colspan="2">a'
        '<table><tr><td>b</table><td>c</table><ul><li>c<div data-nominees="x">'
    )
    assert done.html == (
        f"<p>a b</p>{table('<tr><td>a b</td><td></td><td>c</td></tr>')}"
        '<ul><li><p>c</p></li></ul><div data-nominees="x"></div>'
    )
    assert done.complaints == ()
    assert done.notes == (
        "<span> was removed, and its text kept.",
        "The attribute style was removed.",
        "A table was inside a table: its text is kept there.",
        "A nominees box was inside a list and now follows it.",
        "Merged cells of a table were split.",
    )


def test_a_pasted_script_page_gets_twenty_sentences_and_a_count():
    said = complaints("".join(f"<x-{number}>" for number in range(30)))
    assert len(said) == 21
    assert said[-1] == "And 10 more like these."
