"""Every part of the vocabulary, walked: it is kept, it is shown, and what it can't hold goes."""

import re
from html import escape, unescape

import pytest

from articles.body.cleaning import clean, complaints
from articles.body.tree import Node
from articles.body.vocabulary import PARTS, editor_extensions
from tests.articles.body.oracle import foreign_in_body, foreign_in_page
from tests.articles.body.samples import SAMPLES, page

every_part = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)


def test_every_part_has_samples_and_every_attribute_has_bad_values():
    """A new part fails here, until somebody has said what it looks like and what it refuses."""
    assert {part.name for part in PARTS} == set(SAMPLES)
    for part in PARTS:
        assert set(part.attributes) == set(SAMPLES[part.name].refused)
        assert all(SAMPLES[part.name].refused.values())


@every_part
def test_each_part_is_cleaned_to_itself(part):
    for stored in SAMPLES[part.name].stored:
        assert clean(stored) == stored
        assert complaints(stored) == []
        assert foreign_in_body(stored) == []


@every_part
def test_each_part_is_shown_to_readers(part):
    shown = page(SAMPLES[part.name].stored[0])
    assert SAMPLES[part.name].shown in shown
    assert foreign_in_page(shown) == []


@every_part
def test_samples_have_all_that_a_part_can_have(part):
    stored = "".join(SAMPLES[part.name].stored)
    assert [tag for tag in part.tags if f"<{tag}" not in stored] == []
    assert [name for name in part.attributes if f' {name}="' not in stored] == []


BAD = [
    (part, attribute, value)
    for part in PARTS
    for attribute in part.attributes
    for value in SAMPLES[part.name].refused[attribute]
]


@pytest.mark.parametrize(("part", "attribute", "value"), BAD)
def test_each_bad_value_of_each_attribute_goes_and_is_said(part, attribute, value):
    [tag] = part.tags
    given = " ".join(
        f'{name}="{escape(value if name == attribute else good(part, name))}"'
        for name in part.attributes
    )
    body = (
        f"<{tag} {given}>{SAMPLES[part.name].inside if part.holds or part.is_mark else ''}</{tag}>"
    )
    cleaned = clean(body)
    stored_value = f'{attribute}="{escape(value)}"'
    assert stored_value not in cleaned or (value == "" and attribute in part.always)
    assert foreign_in_body(cleaned) == []
    assert (f"<{tag}" in cleaned) is (attribute not in part.needs)
    # An empty value that nothing depends on says nothing, so it isn't missed.
    assert len(complaints(body)) == (0 if value == "" and attribute not in part.needs else 1)


def good(part, name):
    [(_, value)] = re.findall(rf'( {name})="([^"]*)"', SAMPLES[part.name].stored[0])
    return unescape(value)


def test_the_editor_is_configured_with_every_part_and_without_the_packages_menu():
    extensions = editor_extensions()
    assert set(extensions) == set(SAMPLES) | {"Menu", "NoSpellCheck"}
    assert extensions["Heading"] == {"levels": [2, 3]}
    assert (extensions["Menu"], extensions["NoSpellCheck"]) == (False, False)


@every_part
def test_what_is_read_knows_which_part_it_is(part):
    if not part.is_mark:
        given = dict.fromkeys(part.attributes, "x")
        assert Node(part.tags[0], given).part is part
