"""No markup that anybody brings runs, loads or styles anything, stored or shown."""

import pytest

from articles.body.blocks import RecordLink, Resolved
from articles.body.cleaning import clean
from tests.articles.body.hostile import CORPUS
from tests.articles.body.oracle import foreign_in_body, foreign_in_page
from tests.articles.body.samples import page, twins

ways = pytest.mark.parametrize("markup", CORPUS.values(), ids=CORPUS)
WORDS = "<p>Words before.</p>{}<p>Words after.</p>"


@ways
def test_it_is_harmless_once_it_is_stored(markup):
    for piece in markup:
        for given in (
            piece,
            WORDS.format(piece),
            f"<ul><li>{piece}",
            f'<aside data-pull="{piece}">a',
        ):
            stored = clean(given)
            assert foreign_in_body(stored) == []
            assert clean(stored) == stored


@ways
def test_it_is_harmless_as_readers_get_it_even_if_nobody_cleaned_it(markup):
    for piece in markup:
        for given in (piece, WORDS.format(piece), f"<blockquote data-speaker='a'>{piece}"):
            assert foreign_in_page(page(given)) == []


@pytest.mark.parametrize("piece", [piece for way in CORPUS.values() for piece in way])
def test_it_is_harmless_in_what_surrounds_the_prose(piece):
    """A name of the record, a caption, a dateline: these are words wherever they are printed."""
    resolved = Resolved(
        records={"mark-ruffalo": RecordLink("/people/mark-ruffalo/", piece, "card-1")},
        pictures={"twins": twins(caption=piece)},
    )
    body = (
        '<p>By <a data-record="mark-ruffalo">him</a>.</p><figure data-picture="twins"></figure>'
        '<blockquote data-speaker="" data-record="mark-ruffalo"><p>a</p></blockquote>'
    )
    assert foreign_in_page(page(body, resolved, dateline=piece)) == []


def test_words_about_markup_are_words():
    body = "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;</p>"
    assert clean(body) == body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;" in page(body)
