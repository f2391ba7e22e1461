"""Names that a reader mistyped, and what is offered instead."""

import random

import pytest

from search import highlights
from search.find import find
from search.spelling import distance
from search.suggest import suggest
from tests.search.entries import person, put, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def record():
    person(1, "Mark Ruffalo")
    person(2, "Amy Adams")
    person(3, "Jake Gyllenhaal")
    person(4, "Arnold Schwarzenegger")
    person(5, "Penélope Cruz")
    put("award", 6, "Primetime Emmy Awards", names=("Emmys", "Emmy"))
    put("production", 7, "Schitt’s Creek", hints=("Shits Creek",), note="series")
    story(1, "An Emmy for Mark Ruffalo", "Mark Ruffalo and Amy Adams were there.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ruffallo", "Ruffalo"),
        ("rufalo", "Ruffalo"),
        ("mark ruffallo", "Mark Ruffalo"),
        ("emy", "Emmy"),
        ("ruffallo emy", "Ruffalo Emmy"),
        ("MarkRuffalo", "Mark Ruffalo"),
        ("MARK RUFFALLO", "Mark Ruffalo"),
        ("markruffalo emmy", "Mark Ruffalo Emmy"),
        ("gylenhal", "Gyllenhaal"),
        ("schwartzenegger", "Schwarzenegger"),
        ("penelopi cruz", "Penélope Cruz"),
        ('"amy adams" emmi x', ""),
        ("shitts creek", "Schitt’s Creek"),
        ('"ruffalo mark"', "ruffalo mark"),
        ("qqqqqq", ""),
        ("ru", ""),
    ],
)
def test_another_query_is_offered_that_does_find_something(record, typed, meant):
    results = find(typed)
    assert (results.total, results.did_you_mean) == (0, meant)
    assert not meant or find(meant).total > 0


def test_what_is_found_needs_no_offer(record):
    assert find("schitts").total == 1
    assert find("shits creek").total == 1
    assert find("schitts").did_you_mean == find("ruffalo").did_you_mean == ""


def test_words_that_are_found_only_apart_are_told(record):
    results = find("penelope schitts")
    assert (results.total, results.did_you_mean) == (0, "")
    assert results.apart == ("penelope", "schitts")


def test_a_slip_that_somebody_else_made_too_is_still_put_right(record):
    story(2, "A letter to the editor", "I liked Ruffallo.")
    for pk in range(3, 30):
        story(pk, "Ruffalo again")
    results = find("ruffallo")
    assert (results.total, results.did_you_mean) == (1, "Ruffalo")


def test_a_search_hint_finds_and_is_never_shown(record):
    assert [s.title for s in suggest("shits")] == ["Schitt’s Creek"]
    hits = find("shits creek").hits
    assert [(highlights.without(hit.title), hit.passage) for hit in hits] == [
        ("Schitt’s Creek", "")
    ]
    told = (find("shis creek"), suggest("shis creek"), find("shitz"), find("shit"))
    assert "shits" not in str(told).lower()


def test_suggestions_begin_where_the_reader_does(record):
    assert [s.title for s in suggest("ma")] == ["Mark Ruffalo"]
    assert [s.title for s in suggest("ruf")] == ["Mark Ruffalo"]
    assert [s.title for s in suggest("mark ruf")] == ["Mark Ruffalo"]
    assert [s.title for s in suggest("ruf mark")] == []
    assert [s.title for s in suggest("penelope")] == ["Penélope Cruz"]
    assert [s.title for s in suggest("em")] == ["Primetime Emmy Awards"]


def test_what_begins_so_comes_before_what_has_the_word_later():
    person(1, "Denzel Marks")
    person(2, "Marketa Irglova")
    person(3, "Mark")
    assert [s.title for s in suggest("mark")] == ["Mark", "Marketa Irglova", "Denzel Marks"]
    assert [s.title for s in suggest("mark", limit=1)] == ["Mark"]
    assert suggest("mark", kinds=["award"]) == []


@pytest.mark.parametrize(
    "typed", ["ruffallo", "mark rufalo", "marc ruffalo", "ruffall", "markruffalo"]
)
def test_suggestions_forgive_slips(record, typed):
    assert [s.title for s in suggest(typed)][:1] == ["Mark Ruffalo"]


@pytest.mark.parametrize("typed", ["", " ", "m", "?", "\x00", "%", "'", "*", "ё" * 300])
def test_too_little_to_go_by_suggests_nothing(record, typed):
    assert suggest(typed) == []


def test_a_random_slip_leads_to_the_right_name_first():
    chance = random.Random(7)
    firsts = ["Saoirse", "Timothée", "Michaela", "Phoebe", "Catherine", "Eugene", "Regina"]
    lasts = ["Ronan", "Chalamet", "Coel", "Waller", "Levy", "Randolph", "Mescal", "Strong"]
    names = [f"{first} {last}" for first in firsts for last in lasts]
    for pk, name in enumerate(names, start=1):
        person(pk, name)
    right = 0
    for name in names:
        place = chance.randrange(1, len(name))
        slip = chance.choice(["", "x", name[place] * 2])
        typed = name[:place] + slip + name[place + 1 :]
        right += [s.title for s in suggest(typed)][:1] == [name]
    assert right >= len(names) * 0.95


def test_offers_cost_few_queries_however_much_was_mistyped(record, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        find("ruffallo gylenhal schwartzenegger penelopi amee xxxxx yyyyy zzzzz")
    with django_assert_max_num_queries(6):
        suggest("ruffallo gylenhal schwartzenegger penelopi amee xxxxx yyyyy zzzzz")


@pytest.mark.parametrize(
    ("word", "other", "slips"),
    [
        ("emmy", "emmy", 0),
        ("emy", "emmy", 0.5),
        ("emmmy", "emmy", 0.5),
        ("amy", "emy", 1),
        ("emym", "emmy", 0.8),
        ("em", "emmys", 9),
    ],
)
def test_how_far_words_are_apart(word, other, slips):
    assert distance(word, other) == slips
