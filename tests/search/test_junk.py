"""Whatever is typed, nothing raises and nothing is found that does not match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlights
from search.documents import Entry, put
from search.find import find
from search.queries import parse_query
from search.suggest import suggest
from tests.search.entries import LONG_AGO, person, stories_found, story

pytestmark = pytest.mark.both_databases

JUNK = [
    "", " ", "\x00", "\x00emmy", '"', '""', '"""', '" "', "''", "'", "`", "\\", "%", "%s", "_",
    "*", "emmy*", "*emmy", "-emmy", "+emmy", "^emmy", "emmy^2", "emmy:", "title:emmy",
    "{title}:emmy", "{title", "NEAR(a b)", "NEAR", "AND", "OR", "NOT", "emmy AND", "NOT emmy",
    "(emmy", "emmy)", "((", "a & b", "a | b", "!emmy", "a <-> b", "emmy:*", "'); DROP TABLE x; --",
    "<script>alert(1)</script>", "\u202eemmy", "\ufeff", "\u200d", "👩‍🎤", "ﬁlm", "½", "①", "〇",
    "𝟘𝟙", "e\u0301", "\u0301", "\ud7ff", "ي", "नमस्ते", "日本語", "한국어", "İstanbul", "ǅ", "ß",
    "a" * 10_000, "a " * 10_000, '"' * 1000, "ab-" * 500, "’" * 300, "0" * 300, "1e999", "0x00",
    "1.2.3.4", "http://example.com/?q=emmy", "a@b.example", "C:\\news", "../../etc", "{{ 7*7 }}",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("typed", JUNK)
def test_junk_is_answered(typed):
    person(1, "Mark Ruffalo")
    story(1, "Nothing of the kind", "Plain, short.")
    for options in ({}, {"order": "date"}, {"each": 3}, {"offset": 10_000}, {"kinds": []}):
        assert find(typed, **options).hits == ()
    assert suggest(typed) == []


@pytest.mark.django_db
@given(typed=st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_is_answered_and_finds_the_story_that_says_it(typed):
    put(Entry("story", 1, "A title", LONG_AGO, text=typed))
    found = stories_found(typed)
    assert found in ([], [1])
    suggest(typed)


COLUMNS = (["abc"], ["abc"], ["a", "b", "c", "o", "bo", "b", "o"], ["bo"])


def stands(way):
    """Whether the words stand side by side in any column of the story below."""
    n = len(way)
    return any(
        tuple(words[i : i + n]) == way for words in COLUMNS for i in range(len(words) - n + 1)
    )


@pytest.mark.django_db
@given(typed=st.text("abcö ’'\"-.*&,", max_size=20))
def test_both_databases_find_what_a_reading_by_hand_finds(typed):
    story(1, "abc", text="a b c ö bö b’ö")
    terms = parse_query(typed).terms
    expected = bool(terms) and all(any(map(stands, term.ways)) for term in terms)
    assert stories_found(typed) == [1] * expected


def test_marked_words_are_printed_and_everything_else_is_escaped():
    text = f"<b>{highlights.MARK}Mark{highlights.UNMARK} & co</b>"
    assert highlights.in_html(text) == "&lt;b&gt;<mark>Mark</mark> &amp; co&lt;/b&gt;"


def test_a_mark_over_several_words_becomes_one_over_each():
    text = f"for {highlights.MARK}*I Know* this, O’Hara{highlights.UNMARK}."
    assert highlights.in_html(highlights.word_by_word(text)) == (
        "for *<mark>I</mark> <mark>Know</mark>* <mark>this</mark>, <mark>O’Hara</mark>."
    )


@pytest.mark.django_db
def test_a_document_can_not_bring_marks_of_its_own():
    story(1, "One \x02two\x03 three", "Four \x02five\x03 six.")
    hit = find("one four").hits[0]
    assert (hit.title.count("\x02"), hit.passage.count("\x02")) == (1, 1)
