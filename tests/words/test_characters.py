"""Characters that nobody can see, and no-break spaces, in what is stored, compared and looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.queries import fold as fold_for_search
from tests.words.characters import NO_BREAK, UNSEEN
from words.characters import comparable, one_line, with_plain_spaces, without_unseen
from words.folding import fold

ODD = st.text(
    st.sampled_from(
        "a1# \n\xa0\u202f\xad\u200b\u200c\u200d\ufe0f\u20e3❤🏴👩🚀\U000e0067می\x1c\u3164"
    )
)


@pytest.mark.parametrize(("given_", "kept"), UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_can_see_goes_unless_it_shapes_what_is_seen(given_, kept):
    assert without_unseen(given_) == kept


@pytest.mark.parametrize(("given_", "kept", "pasted"), NO_BREAK.values(), ids=NO_BREAK)
def test_lines_can_end_between_words_but_not_between_a_figure_and_its_unit(given_, kept, pasted):
    assert with_plain_spaces(given_) == kept
    assert with_plain_spaces(given_, keep_single=False) == pasted
    assert with_plain_spaces(pasted) == pasted  # the server leaves a paste as it is


@given(st.one_of(ODD, st.text()))
def test_doing_it_twice_changes_nothing(text):
    for rule in (without_unseen, with_plain_spaces, one_line, comparable):
        assert rule(rule(text)) == rule(text)


@given(
    st.text("ab é", min_size=1),
    st.sampled_from("\xad\u200b\u200d\u2060\u034f\u3164\ufe0f\x08\ufeff"),
)
def test_names_that_look_alike_compare_alike(name, unseen):
    hidden = unseen + unseen.join(name) + unseen
    if name.strip():
        assert fold(hidden) == fold(name)
    assert fold_for_search(hidden) == fold_for_search(name)
