"""What a reader finds, and in which order."""

from datetime import UTC, datetime

import pytest

from search.find import find
from tests.search.entries import LONG_AGO, found, person, put, stories_found, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def season():
    person(1, "Mark Ruffalo", text="Actor, producer, director.")
    person(2, "Sunrise Coigney Ruffalo")
    put("production", 3, "Spotlight", note="film, 2015", text="A film with Mark Ruffalo.")
    put("award", 4, "Primetime Emmy Awards", names=("Emmys", "The Emmys", "Emmy"))
    put("ceremony", 5, "72nd Primetime Emmy Awards", about="Primetime Emmy Awards 2020")
    story(1, "Three to watch", "Ruffalo plays both brothers.")
    story(2, "Mark Ruffalo, twice over")
    story(3, "Who the numbers favor", "Late, a word.", about="Ruffalo leads the field.")
    story(4, "Nothing to see", "Nobody is named here.")


def test_names_come_first_then_headlines_then_what_stories_are_about_then_any_word(season):
    assert found("ruffalo") == [
        ("person", 1),
        ("person", 2),
        ("story", 2),
        ("story", 3),
        ("production", 3),
        ("story", 1),
    ]


def test_the_award_itself_comes_before_what_is_called_after_it(season):
    assert found("the emmys") == [("award", 4)]
    assert found("Emmys") == [("award", 4), ("ceremony", 5)]
    assert found("emmy")[0] == ("award", 4)


def test_every_word_has_to_be_there(season):
    assert found("mark spotlight") == [("production", 3)]
    assert found("mark nobody") == []


def test_among_namesakes_the_name_that_begins_so_and_the_short_one_come_first():
    person(1, "Denmark Mark")
    person(2, "Mark Twain Junior")
    person(3, "Mark Twain")
    assert [pk for _, pk in found("mark")] == [3, 2, 1]


def test_endings_are_forgiven():
    story(1, text="The nominations were announced by two announcers.")
    assert stories_found("nomination announcing") == [1]


@pytest.mark.parametrize("title", ["It", "Us", "Her", "The Who", "Not Okay", "You"])
def test_short_words_are_titles_too(title):
    put("production", 1, title)
    story(1, "A story without the title", "Something else altogether.")
    assert found(title) == [("production", 1)]


def test_counts_are_of_every_kind_and_the_total_of_those_asked_for(season):
    results = find("ruffalo", kinds=["story"], limit=1)
    assert [(hit.kind, hit.pk) for hit in results.hits] == [("story", 2)]
    assert results.total == 3
    assert {kind: n for kind, n in results.counts.items() if n} == {
        "story": 3,
        "person": 2,
        "production": 1,
    }


def test_pages_follow_each_other_and_miss_nothing():
    for pk in range(1, 48):
        story(pk, f"Emmy number {pk}" if pk % 3 else "Another", "Emmy night.")
    pages = [stories_found("emmy", limit=10, offset=offset) for offset in range(0, 60, 10)]
    headlines = [pk for pk in range(47, 0, -1) if pk % 3]
    rest = [pk for pk in range(47, 0, -1) if not pk % 3]
    assert [len(page) for page in pages] == [10, 10, 10, 10, 7, 0]
    assert [pk for page in pages for pk in page] == headlines + rest


def test_by_date_the_newest_comes_first_wherever_the_word_stands(season):
    assert stories_found("ruffalo", order="date") == [3, 2, 1]


def test_what_only_says_the_word_comes_by_name_whenever_it_was_published():
    for pk, name in enumerate(("Zendaya", "Amy Adams", "Zoë Kravitz", "Édgar Ramírez"), start=1):
        person(pk, name, about="actor")
    assert [pk for _, pk in found("actor")] == [2, 4, 1, 3]
    assert [pk for _, pk in found("actor", order="date")] == [2, 4, 1, 3]


def test_by_date_an_entity_stands_by_its_own_and_without_one_last_by_name():
    dates = {"Late": 2021, "Old": 1847, "Older": 1811, "First": 1900, "Early": 1999}
    for pk, (name, year) in enumerate(dates.items(), start=1):
        put("production", pk, name, about="series", own_date=datetime(year, 1, 1, tzinfo=UTC))
    put("production", 6, "Zed", about="series")
    put("production", 7, "Alpha", about="series")
    assert [pk for _, pk in found("series", order="date")] == [1, 5, 4, 2, 3, 7, 6]
    assert [pk for _, pk in found("series")] == [7, 5, 4, 1, 2, 3, 6]


def test_pages_of_entities_follow_each_other_by_name():
    names = [f"Ann {chr(97 + n * 7 % 26)}{chr(97 + n % 25)}" for n in range(60)]
    for pk, name in enumerate(names, start=1):
        person(pk, name, about="actor", public_at=LONG_AGO)
    pages = [found("actor", limit=25, offset=offset) for offset in (0, 25, 50, 75)]
    assert [names[pk - 1] for page in pages for _, pk in page] == sorted(names)


def test_of_each_kind_as_many_as_were_asked_for(season):
    assert found("ruffalo", each=1) == [("person", 1), ("story", 2), ("production", 3)]


def test_kinds_that_nobody_knows_find_nothing(season):
    results = find("ruffalo", kinds=["recipe"])
    assert (results.hits, results.total) == ((), 0)


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ('"twice over"', [1]),
        ('"over twice"', []),
        ("over twice", [1]),
        ("“twice over”", [1]),
        ('ruffalo "second emmy"', [1]),
        ('"mark ruff', []),
        ('"mark ruffalo', [1]),
    ],
)
def test_quotation_marks_hold_a_phrase_together(typed, matches):
    story(1, "Mark Ruffalo, twice over: a second Emmy")
    assert stories_found(typed) == matches


def test_a_phrase_does_not_reach_from_a_headline_into_the_story():
    story(1, "Mark Ruffalo", "Wins again.")
    assert stories_found('"ruffalo wins"') == []
    assert stories_found("ruffalo wins") == stories_found('"wins again"') == [1]


def test_a_passage_has_the_words_marked_and_a_headline_too():
    before, after = "Before all that. " * 30, "And long after it. " * 30
    story(1, "Ruffalo wins", f"{before} On Sunday Mark Ruffalo was named. {after}")
    hit = find("ruffalo sunday").hits[0]
    assert hit.title == "\x02Ruffalo\x03 wins"
    assert "On \x02Sunday\x03 Mark \x02Ruffalo\x03 was named" in hit.passage
    assert len(hit.passage) < 300


def test_what_stands_in_the_headline_alone_has_no_passage():
    story(1, "Ruffalo wins", "Nobody else did.")
    assert find("ruffalo").hits[0].passage == ""


def test_a_search_costs_three_queries_however_much_is_found(season, django_assert_num_queries):
    for pk in range(10, 60):
        person(pk, f"Ann{pk} Ruffalo")
        story(pk, "Ruffalo again", "Ruffalo and Ruffalo.")
    with django_assert_num_queries(3):
        find("ruffalo", limit=50)


def test_of_ceremonies_the_last_comes_first():
    for number in (9, 70, 71, 72, 101):
        put("ceremony", number, f"{number}th Primetime Emmys")
    assert [pk for _, pk in found("emmys")] == [9, 72, 71, 70, 101]
