"""A body as readers get it."""

import re
from types import SimpleNamespace

from articles.body.blocks import Figure, Nominees, RecordLink, Resolved, Tally
from articles.body.cleaning import parse
from articles.body.rendering import blocks
from tests.articles.body.samples import END, RESOLVED, page

NOTHING = Resolved()


def kinds(body, resolved=RESOLVED):
    return [block.kind for block in blocks(body, resolved)]


def test_a_story_is_blocks_in_the_order_in_which_it_was_written():
    body = (
        "<p>a</p><h2>b</h2><ul><li><p>c</p></li></ul>"
        '<blockquote data-speaker="R"><p>d</p></blockquote><aside data-pull=""><p>e</p></aside>'
        '<figure data-picture="twins"></figure><p>f</p><div data-nominees="lead-actor-2020"></div>'
        '<div data-tally="mark-ruffalo" data-award="emmys"></div>'
        '<div data-embed="https://youtu.be/x"></div>'
    )
    expected = ["html", "speech", "pull", "figure", "html", "nominees", "tally", "embed"]
    assert kinds(body) == expected
    assert [block.kind for block in blocks(parse(body), RESOLVED)] == expected


def test_a_table_is_read_without_its_blank_rows_and_columns_each_by_a_name_of_its_own():
    table = (
        '<table data-caption="Wins"><tbody><tr><th>Who</th><th></th><th>By</th></tr><tr><td></td><td></td>'
        '<td></td></tr><tr><td><a data-record="x">X</a></td><td></td><td></td></tr></tbody></table>'
    )
    shown = page(table + table, NOTHING)
    assert (
        shown.count(
            '<caption>Wins</caption><thead><tr><th scope="col">Who</th><th scope="col">By</th></tr></thead>'
            "<tbody><tr><td>X</td><td></td></tr></tbody></table>"
        )
        == 2
    )
    assert re.findall('aria-label="(.*?)"', shown) == ["Table: Wins", "Table 2: Wins"]
    assert page("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>").count("<th") == 0
    only = page("<table><tbody><tr><th>a</th><th>b</th></tr></tbody></table>")
    assert "</thead></table>" in only


def test_a_name_leads_to_its_page_and_opens_its_card():
    body = '<h2><a data-record="x">X</a></h2><ul><li><p><a data-record="y">Y</a></p></li></ul>'
    found = Resolved(
        records={"x": RecordLink("/a/?b=1&c=2"), "y": RecordLink("/y/", "Y", "card-y")}
    )
    assert page(body, found) == (
        '<h2><a class="entity" href="/a/?b=1&amp;c=2">X</a></h2>\n'
        f'<ul><li><a class="entity" href="/y/" data-card="card-y">Y</a>{END}</li></ul>'
    )


def test_a_name_that_is_not_public_prints_as_plain_words_with_what_lies_on_them():
    body = '<p>In <a data-record="x"><cite>The <em>Title</em></cite></a> he</p>'
    assert page(body, NOTHING) == (
        f'<p class="opening">In <cite>The </cite><em><cite>Title</cite></em> he{END}</p>'
    )


def test_the_stored_forms_own_attributes_never_reach_readers():
    body = (
        '<p><a data-record="mark-ruffalo">R</a> <a data-record="secret-name">H</a></p>'
        '<blockquote data-speaker="Somebody" data-record="secret-name"><p>a</p></blockquote>'
        '<figure data-picture="secret-picture"></figure><div data-nominees="secret-contest"></div>'
        '<div data-tally="secret-name" data-award="emmys"></div>'
    )
    shown = page(body)
    assert "secret" not in shown
    assert shown.count("data-") == shown.count("data-card=") == 1
    assert kinds(body) == ["html", "speech"]


def test_what_was_not_found_is_absent_and_the_prose_around_it_is_one_piece():
    body = '<p>a</p><figure data-picture="gone"></figure><p>b</p>'
    assert kinds(body) == ["html"]
    assert page(body) == f'<p class="opening">a</p>\n<p>b{END}</p>'


def test_boxes_carry_what_the_caller_found():
    contest, tally = SimpleNamespace(), SimpleNamespace()
    found = Resolved(contests={"c": contest}, tallies={("p", "a"): tally})
    body = '<div data-nominees="c"></div><div data-tally="p" data-award="a"></div>'
    assert blocks(body, found) == [Nominees(contest), Tally(tally)]


def test_the_first_paragraph_opens_with_the_dateline_wherever_it_stands():
    body = '<h2>a</h2><figure data-picture="twins"></figure><p>b</p><p>c</p>'
    first, _, last = blocks(body, RESOLVED, dateline="SAN JOSÉ & <LA>")
    assert first.html == "<h2>a</h2>"
    assert last.html == (
        '<p class="opening"><span class="dateline">SAN JOSÉ &amp; &lt;LA&gt;</span> b</p>\n'
        f"<p>c{END}</p>"
    )


def test_the_end_mark_is_behind_the_last_words_of_the_story():
    assert page("<p>a</p><h2>b</h2>").count(END) == 1
    assert f"b{END}</p>" in page('<p>a</p><p>b</p><div data-embed="https://youtu.be/x"></div>')
    assert f"b{END}</li>" in page("<p>a</p><ol><li>b</li></ol>")
    assert f"b{END}</p></blockquote>" in page("<p>a</p><blockquote><p>b</p></blockquote>")
    assert f"a{END}</p>" in page("<p>a</p><aside><p>b</p></aside>")
    assert END not in page("<h2>a</h2>")
    assert page("") == ""


def test_a_quotation_names_its_speaker_by_the_record_if_nobody_wrote_a_name():
    [speech] = blocks('<blockquote data-record="mark-ruffalo"><p>a</p></blockquote>', RESOLVED)
    assert (speech.who, speech.how, speech.link.url) == (
        "Mark Ruffalo",
        "",
        "/people/mark-ruffalo/",
    )
    shown = page("<blockquote><p>a</p></blockquote>", NOTHING)
    assert "figcaption" not in shown


def test_a_quotation_is_set_as_in_a_screenplay():
    body = '<blockquote data-speaker="Ruffalo" data-how="to the camera"><p>Go out.</p></blockquote>'
    assert (
        page(body).split()
        == (
            '<figure class="speech"> <figcaption><span class="speech__who plain">Ruffalo</span> '
            '<span class="speech__how">(to the camera)</span></figcaption> '
            f"<blockquote><p>Go out.{END}</p></blockquote> </figure>"
        ).split()
    )


def test_each_pull_quote_is_a_landmark_of_its_own_name():
    shown = page("<aside><p>a</p></aside><aside data-pull='R'><p>b</p></aside>")
    assert 'aria-label="Quotation"' in shown
    assert 'aria-label="Quotation 2"' in shown
    assert shown.count("<footer>") == 1


def test_a_picture_has_the_storys_caption_or_its_own():
    [figure] = blocks('<figure data-picture="twins" data-size="wide"></figure>', RESOLVED)
    assert figure == Figure(RESOLVED.pictures["twins"], "", is_wide=True)
    credit = '<span class="credit">Illustration: The Call Sheet</span></figcaption>'
    assert f"<figcaption>Twins {credit}" in page('<figure data-picture="twins"></figure>')
    own = page('<figure data-picture="twins" data-caption="A &amp; B"></figure>')
    assert f"<figcaption>A &amp; B {credit}" in own
    assert 'alt="Two profiles"' in own


def test_an_embed_is_a_link_and_loads_nothing():
    shown = page('<div data-embed="https://www.instagram.com/p/abc/"></div>', NOTHING)
    assert shown.strip() == (
        '<p class="note embed"><b>Post on Instagram.</b> '
        '<a href="https://www.instagram.com/p/abc/">instagram.com/p/abc</a></p>'
    )


def test_ordinary_links_keep_their_address_and_get_nothing_added():
    assert page('<p><a href="https://example.com/?a=1&amp;b=2">x</a></p>') == (
        f'<p class="opening"><a href="https://example.com/?a=1&amp;b=2">x</a>{END}</p>'
    )
