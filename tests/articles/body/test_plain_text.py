"""A body in words, and what it names."""

from articles.body.cleaning import parse
from articles.body.plain_text import first_paragraph, plain_text, reading_minutes, word_count
from articles.body.references import references

BODY = (
    '<h2>A <cite>title</cite></h2><figure data-picture="twins" data-caption="Twins"></figure>'
    '<p>By <a data-record="mark-ruffalo">Mark</a> &amp; <a data-record="hbo">HBO</a>.</p>'
    '<ul><li><p>one</p></li><li><p><a data-record="mark-ruffalo">two</a></p></li></ul>'
    '<blockquote data-speaker="Lamb" data-record="wally-lamb"><p>said</p></blockquote>'
    '<div data-nominees="lead-actor"></div><div data-nominees="lead-actor"></div>'
    '<div data-tally="mark-ruffalo" data-award="emmys"></div>'
    '<aside data-pull="R"><p>pulled by <a data-record="rob">Rob</a></p></aside>'
    '<figure data-picture="second"></figure><figure data-picture="twins"></figure>'
)


def test_plain_text_is_paragraphs_between_blank_lines():
    assert plain_text(BODY) == ("A title\n\nBy Mark & HBO.\n\none\n\ntwo\n\nsaid\n\npulled by Rob")
    assert plain_text(parse(BODY)) == plain_text(BODY)
    assert plain_text("") == ""


def test_the_cells_of_a_table_are_read_row_by_row():
    table = (
        '<p>a</p><table data-caption="No"><tbody><tr><th>Who</th><th></th></tr><tr><td>Ruffalo'
        '</td><td>by <a data-record="rob">Rob</a></td></tr></tbody></table><p>b</p>'
    )
    assert plain_text(table) == "a\n\nWho\n\n\n\nRuffalo\n\nby Rob\n\nb"
    assert word_count(table) == 6
    assert [(who, plain_text(table)[at:][:3]) for who, at in references(table).records] == [
        ("rob", "Rob")
    ]


def test_the_first_paragraph_is_the_storys_own():
    assert first_paragraph(BODY) == "By Mark & HBO."
    assert first_paragraph("<blockquote><p>a</p></blockquote>") == ""


def test_a_dash_is_no_word_and_a_title_of_digits_is():
    assert word_count("<p>He saw 1917 – twice &amp; wept.</p><p>It’s well-made.</p>") == 7


def test_a_story_is_read_at_230_words_a_minute_and_takes_one_at_least():
    assert [reading_minutes(words) for words in (0, 230, 344, 346, 2300)] == [1, 1, 1, 2, 10]


def test_references_are_named_once_each_where_they_are_named_first():
    named = references(BODY)
    assert [public_id for public_id, _ in named.records] == [
        "mark-ruffalo",
        "hbo",
        "wally-lamb",
        "rob",
    ]
    text = plain_text(BODY)
    assert [text[at:].split()[0] for _, at in named.records] == ["Mark", "HBO.", "said", "Rob"]
    assert named.pictures == ["twins", "second"]
    assert named.contests == ["lead-actor"]
    assert named.tallies == [("mark-ruffalo", "emmys")]
    assert references(parse(BODY)) == named


def test_a_body_that_names_nobody_has_no_references():
    named = references("<p>Words.</p>")
    assert (named.records, named.pictures, named.contests, named.tallies) == ([], [], [], [])
