"""Two contents compared: what was added and taken out, word by word, and never as markup."""

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


def test_a_box_says_what_it_refers_to():
    assert changed("", '<figure data-picture="twins"></figure>') == [
        ("box", "added", "+FigureRef: twins+")
    ]


def test_fields_are_told_in_words_and_only_those_that_differ():
    before = Content(headline="Old", section="awards", tags=("hbo",))
    after = Content(headline="New", section="awards", tags=("hbo", "emmys"))
    found = compare(before, after, named=lambda field, public_id: public_id.upper())
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
