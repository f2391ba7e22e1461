"""Two contents compared: what was added and taken out, word by word, and never as markup."""

import pytest

from articles.comparing import blocks_between, compare, summary
from articles.content import Content


def changed(before, after):
    """The body's blocks as (tag, change, text), added words in +, removed ones in -."""
    signs = {"added": "+", "removed": "-", "same": ""}
    return [
        (
            block.tag,
            block.change,
            "".join(f"{s}{p.text}{s}" for p in block.pieces for s in [signs[p.change]]),
        )
        for block in blocks_between(before, after)
    ]


def test_a_changed_word_is_shown_in_its_sentence():
    assert changed("<p>He won his first Emmy.</p>", "<p>He won his second Emmy.</p>") == [
        ("p", "same", "He won his -first-+second+ Emmy.")
    ]


def test_a_new_paragraph_leaves_the_others_as_they_are():
    assert changed("<p>One.</p><p>Three.</p>", "<p>One.</p><h2>Two</h2><p>Three.</p>") == [
        ("p", "same", "One."),
        ("h2", "added", "+Two+"),
        ("p", "same", "Three."),
    ]


def test_a_paragraph_with_nothing_in_common_is_replaced_as_a_whole():
    assert changed("<p>Rain fell on Oslo.</p>", "<p>She said nothing at all.</p>") == [
        ("p", "removed", "-Rain fell on Oslo.-"),
        ("p", "added", "+She said nothing at all.+"),
    ]


def test_a_link_that_leads_elsewhere_counts_as_a_change():
    before = '<p>Then <a data-record="mark-ruffalo">Ruffalo</a> spoke up.</p>'
    after = '<p>Then <a data-record="mark-duplass">Ruffalo</a> spoke up.</p>'
    assert changed(before, after) == [("p", "same", "Then -Ruffalo-+Ruffalo+ spoke up.")]


def rows(*rows, caption=""):
    said = f' data-caption="{caption}"' if caption else ""
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<table{said}><tbody>{cells}</tbody></table>"


def test_a_word_changed_in_a_cell_is_shown_in_its_row():
    before = rows(("Mark Ruffalo", "Watchmen"), ("Regina King", ""), caption="Winners")
    after = rows(("Mark Ruffalo", "I Know"), ("Regina King", "Watchmen"), caption="The winners")
    assert changed(before, after) == [
        ("box", "same", "Table: -Winners-+The winners+"),
        ("td", "same", "Mark Ruffalo | -Watchmen-+I Know+"),
        ("td", "same", "Regina King | +Watchmen+"),
    ]


def test_a_new_row_and_a_new_column_leave_the_others_as_they_are():
    before = rows(("Ruffalo", "HBO"), ("Zendaya", "HBO"))
    assert changed(before, rows(("Ruffalo", "HBO"), ("King", "HBO"), ("Zendaya", "HBO"))) == [
        ("box", "same", "Table"),
        ("td", "same", "Ruffalo | HBO"),
        ("td", "added", "+King | HBO+"),
        ("td", "same", "Zendaya | HBO"),
    ]
    after = rows(("Ruffalo", "HBO", "won"), ("Zendaya", "HBO", "won"))
    assert changed(before, after)[1] == ("td", "same", "Ruffalo | HBO+ | won+")
    head = before.replace("<td>Ruffalo</td><td>HBO</td>", "<th>Ruffalo</th><th>HBO</th>")
    assert changed(before, head)[1:3] == [
        ("td", "removed", "-Ruffalo | HBO-"),
        ("th", "added", "+Ruffalo | HBO+"),
    ]


def test_a_title_in_a_headline_is_told_from_its_words_and_never_by_its_stars():
    (change, dek) = compare(
        Content(headline="A *Fargo* night", dek="On *Fargo*"),
        Content(headline="A *Fargo* win and Fargo’s", dek="On Fargo"),
    )
    assert [tuple(piece) for piece in change.pieces] == [
        ("same", "A ", ()),
        ("same", "Fargo", ("cite",)),
        ("same", " ", ()),
        ("removed", "night", ()),
        ("added", "win and Fargo’s", ()),
    ]
    assert [tuple(piece) for piece in dek.pieces] == [
        ("same", "On ", ()),
        ("removed", "Fargo", ("cite",)),
        ("added", "Fargo", ()),
    ]
    assert (change.before, dek.after) == ("A Fargo night", "On Fargo")


NAMES = {
    ("picture", "twins"): "The twins",
    ("contest", "lead"): "Lead Actor, 72nd Primetime Emmy Awards",
    ("record", "mark"): "Mark Ruffalo",
    ("record", "emmys"): "Primetime Emmy Awards",
}


def named(field, public_id):
    return NAMES.get((field, public_id), "Somebody")


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ('<figure data-picture="twins"></figure>', "Picture: The twins"),
        (
            '<figure data-picture="twins" data-caption="On set." data-size="wide"></figure>',
            "Picture: The twins (wide). On set.",
        ),
        (
            '<div data-nominees="lead"></div>',
            "Nominees: Lead Actor, 72nd Primetime Emmy Awards",
        ),
        (
            '<div data-tally="mark" data-award="emmys"></div>',
            "Tally: Mark Ruffalo, Primetime Emmy Awards",
        ),
        (
            '<div data-embed="https://www.youtube.com/watch?v=1"></div>',
            "Embed: YouTube, https://www.youtube.com/watch?v=1",
        ),
    ],
)
def test_a_box_is_called_as_its_card_in_the_editor_is(box, said):
    (block,) = blocks_between("", box, name_of=named)
    assert (block.tag, "".join(piece.text for piece in block.pieces)) == ("box", said)


def test_two_boxes_whose_rows_have_one_name_differ():
    (block,) = blocks_between(
        '<div data-nominees="old"></div>', '<div data-nominees="new"></div>', name_of=named
    )
    assert [(p.change, p.text) for p in block.pieces] == [
        ("removed", "Nominees: Somebody"),
        ("added", "Nominees: Somebody"),
    ]


def test_another_caption_is_shown_in_its_box():
    before = '<figure data-picture="twins" data-caption="On the set."></figure>'
    after = '<figure data-picture="twins" data-caption="On the stage."></figure>'
    (block,) = blocks_between(before, after, name_of=named)
    said = [(p.change, p.text) for p in block.pieces]
    assert ("removed", "set") in said
    assert ("added", "stage") in said


def test_who_is_quoted_stands_before_the_words_and_a_change_of_it_is_seen():
    before = '<blockquote data-speaker="Mark Ruffalo"><p>Vote.</p></blockquote>'
    after = '<blockquote data-speaker="Regina King" data-how="on stage"><p>Vote.</p></blockquote>'
    assert changed(before, after) == [
        ("speaker", "removed", "-Quotation: Mark Ruffalo-"),
        ("speaker", "added", "+Quotation: Regina King, on stage+"),
        ("p", "same", "Vote."),
    ]
    assert summary(Content(body=before), Content(body=after)) == "1 passage of the body"


def test_a_speaker_of_the_record_is_called_by_name_and_a_pull_quote_has_its_attribution():
    said = '<blockquote data-speaker="" data-record="mark"><p>Vote.</p></blockquote>'
    pull = '<aside data-pull="Wren Abbott"><p>Vote.</p></aside>'
    texts = [
        "".join(p.text for p in b.pieces) for b in blocks_between("", said + pull, name_of=named)
    ]
    assert texts == ["Quotation: Mark Ruffalo", "Vote.", "Pull quote: Wren Abbott", "Vote."]


def test_a_kind_and_a_role_are_told_in_words():
    before = Content(bylines=(("ines", ""),))
    after = Content(kind="review", bylines=(("ines", "photography"),))
    found = compare(before, after, name_of=lambda field, public_id: "Ines Calloway")
    assert [(c.label, c.after) for c in found] == [
        ("Kind", "Review"),
        ("Bylines", "Ines Calloway (photographs by)"),
    ]


def test_fields_are_told_in_words_and_only_those_that_differ():
    before = Content(headline="Old", section="awards", tags=("hbo",))
    after = Content(headline="New", section="awards", tags=("hbo", "emmys"))
    found = compare(before, after, name_of=lambda field, public_id: public_id.upper())
    assert [(c.label, c.before, c.after) for c in found] == [
        ("Headline", "Old", "New"),
        ("Tags", "HBO", "HBO, EMMYS"),
    ]


def test_a_revision_is_told_in_a_line():
    one = Content(body="<p>One.</p>")
    assert summary(None, one) == "First revision"
    assert summary(one, one) == "Nothing changed"
    two = one.with_changes(headline="Other", body="<p>One.</p><p>Two.</p>", lead_caption="Look")
    assert summary(one, two) == "Headline, caption, 1 passage of the body"
