"""The passage of a story that is shown under its headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlights

RUFFALO = "\x02Ruffalo\x03"
PIECES = ["Emmy", "\x02Emmy\x03", "\x02second Emmy\x03", "won.", "“So!”", "\n\n", "y" * 300, "&"]


@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(" ".join))
def test_a_passage_is_short_and_whole_and_has_a_mark_if_the_text_has(text):
    passage = highlights.passage_of(text)
    assert ("\x02" in passage) == bool(passage) == ("\x02" in text)
    assert len(highlights.without(passage)) < 1000
    opened = [c for c in passage if c in "\x02\x03"]
    assert opened == ["\x02", "\x03"] * (len(opened) // 2)
    assert highlights.without(passage).strip("…") in " ".join(highlights.without(text).split())


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (f"Late. Then {RUFFALO} won.", f"Late. Then {RUFFALO} won."),
        (
            f"{'It was late. ' * 30}Then {RUFFALO} won. {'All went home. ' * 30}",
            f"{'It was late. ' * 7}Then {RUFFALO} won.{' All went home.' * 9}",
        ),
        (
            f"{'word ' * 99}{RUFFALO}{' word' * 99}",
            f"…{'word ' * 10}{RUFFALO}{' word' * 38}…",
        ),
        (
            f"No \x02Emmy\x03. {'Then nothing. ' * 40}A \x02second Emmy\x03.",
            f"{'Then nothing. ' * 7}A \x02second\x03 \x02Emmy\x03.",
        ),
        (f"One.\n\n{RUFFALO}\n\nwon", RUFFALO),
        (
            f"Then {RUFFALO} was named.\n\nThe \x02second\x03 night. {RUFFALO} won.\nA dek.",
            f"The \x02second\x03 night. {RUFFALO} won.",
        ),
        ("Nobody won.", ""),
    ],
)
def test_a_passage_begins_and_ends_with_sentences_where_it_can(text, passage):
    assert highlights.passage_of(text) == passage
