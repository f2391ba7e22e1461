"""Nothing is found, counted or offered, nor changes an order, before it is public."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from search import documents
from search.documents import Entry
from search.find import find
from search.models import LAST_SECOND, Kind, key, keys_until
from search.suggest import suggest
from tests.search.entries import found, person, stories_found, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NINE = datetime(2020, 9, 21, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize("moment", [NINE, NINE + timedelta(microseconds=250_000)])
def test_a_scheduled_story_is_there_at_its_moment_and_not_before(moment):
    story(1, "An envelope", public_at=moment)
    for at in (moment - SECOND, moment - INSTANT):
        assert find("envelope", at=at).counts["story"] == 0
        assert found("envelope", at=at) == []
    for at in (moment, moment + INSTANT, moment + SECOND):
        assert find("envelope", at=at).counts["story"] == 1
        assert found("envelope", at=at) == [("story", 1)]


def test_the_clock_alone_makes_it_public(clock):
    story(1, "An envelope", public_at=NINE)
    clock.set("2020-09-20 20:59:59")
    assert found("envelope") == []
    clock.set("2020-09-20 21:00:00")
    assert found("envelope") == [("story", 1)]


def test_what_is_dropped_is_gone_at_once_and_dropping_it_again_does_no_harm():
    story(1, "An envelope")
    documents.drop("story", 1)
    documents.drop("story", 1)
    results = find("envelope")
    assert (results.hits, results.total, results.apart) == ((), 0, ())


def test_what_was_written_anew_is_found_by_its_new_words_alone_and_moves_with_its_moment():
    person(1, "Ellen Page", names=("Juno",))
    person(1, "Elliot Page", public_at=NINE)
    assert found("ellen", at=NINE) == found("juno", at=NINE) == []
    assert found("elliot", at=NINE - SECOND) == []
    assert found("elliot", at=NINE) == [("person", 1)]
    assert [s.title for s in suggest("el", at=NINE)] == ["Elliot Page"]


def test_a_change_that_is_taken_back_is_taken_back_from_what_is_found():
    story(1, "An envelope")
    with transaction.atomic():
        story(1, "A letter")
        story(2, "Another envelope")
        transaction.set_rollback(True)
    assert stories_found("envelope") == [1]
    assert stories_found("letter") == []


def test_a_name_is_not_offered_before_it_is_public():
    person(1, "Mark Ruffalo", public_at=NINE)
    before, after = NINE - SECOND, NINE
    assert suggest("ruf", at=before) == suggest("ruffallo", at=before) == []
    assert find("ruffallo", at=before).did_you_mean == ""
    assert [s.title for s in suggest("ruf", at=after)] == ["Mark Ruffalo"]
    assert find("ruffallo", at=after).did_you_mean == "Ruffalo"


def test_two_names_written_together_lead_to_both_whoever_bears_them_as_one_in_secret():
    person(1, "Dark Waters")
    for moment in (NINE, NINE - SECOND):
        told = (find("darkwaters", at=moment).did_you_mean, suggest("darkwaters", at=moment))
        assert (told[0], [s.title for s in told[1]]) == ("Dark Waters", ["Dark Waters"])
        person(2, "Darkwaters", public_at=NINE + SECOND)
    documents.drop("person", 2)
    assert find("darkwaters", at=NINE).did_you_mean == "Dark Waters"
    person(2, "Darkwaters")
    assert [s.title for s in suggest("darkwaters", at=NINE)] == ["Darkwaters"]


def test_two_names_of_which_one_is_secret_are_not_told_apart():
    person(1, "Dark")
    person(2, "Waters", public_at=NINE)
    assert find("darkwaters", at=NINE - SECOND).did_you_mean == ""
    assert find("darkwaters", at=NINE).apart == ()


@pytest.mark.parametrize("hidden", [0, 60])
def test_hidden_names_do_not_crowd_out_a_public_one_that_was_meant(hidden):
    person(1, "Watchmen")
    nearer = ["wotchman".replace(left, right) for left in "tchmn" for right in "bdfgjklpqrsv"]
    for pk, name in enumerate(nearer[:hidden], start=2):
        person(pk, name, public_at=NINE)
    before = NINE - SECOND
    assert find("wotchman", at=before).did_you_mean == "Watchmen"
    assert [s.title for s in suggest("wotchman", at=before)] == ["Watchmen"]


def test_a_word_of_a_secret_story_alone_counts_as_a_word_that_nobody_knows():
    person(1, "Mark Ruffalo")
    story(1, "Rufalo and Emmy", public_at=NINE)
    story(2, "An Emmy for somebody")
    before = find("rufalo emmy", at=NINE - SECOND)
    assert (before.did_you_mean, before.apart) == ("", ("emmy",))


WORDS = st.sampled_from(["emmy", "ruffalo", "mark", "markruffalo", "award", "night", "second"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
WORLDS = st.lists(
    st.tuples(
        st.sampled_from(["story", "story", "person", "award"]),
        TEXTS.filter(bool),
        TEXTS,
        st.sampled_from([NINE - 2 * SECOND, NINE - INSTANT, NINE, NINE + INSTANT, NINE + SECOND]),
    ),
    max_size=12,
)


def fill(world):
    for kind in ("story", "person", "award"):
        documents.put_between(kind, [], above=0)
    documents.put_all(
        Entry(kind, pk, title, public_at, text=text)
        for pk, (kind, title, text, public_at) in enumerate(world, start=1)
    )


@given(world=WORLDS, typed=st.lists(WORDS, min_size=1, max_size=3))
def test_counts_are_those_of_what_is_public_and_has_every_word(world, typed):
    fill(world)
    expected = {
        (kind, pk)
        for pk, (kind, title, text, public_at) in enumerate(world, start=1)
        if public_at <= NINE and set(typed) <= {*title.split(), *text.split()}
    }
    for order in ("relevance", "date"):
        results = find(" ".join(typed), at=NINE, limit=50, order=order)
        assert {(hit.kind, hit.pk) for hit in results.hits} == expected
        assert sum(results.counts.values()) == results.total == len(expected)


@given(world=WORLDS, secrets=WORLDS, typed=st.lists(WORDS, min_size=1, max_size=3))
def test_what_is_secret_changes_nothing_that_a_reader_gets(world, secrets, typed):
    public = [one for one in world if one[3] <= NINE]
    hidden = [(kind, title, text, NINE + INSTANT) for kind, title, text, _ in secrets]
    asked = " ".join(typed)
    told = []
    for everything in (public, public + hidden):
        fill(everything)
        told.append(
            (
                find(asked, at=NINE),
                find(asked, at=NINE, order="date"),
                find(asked + "s nobody", at=NINE),
                suggest(asked, at=NINE),
                suggest(asked[:-1] + "x", at=NINE),
            )
        )
    assert told[0] == told[1]


@given(
    kind=st.sampled_from(Kind),
    moment=st.datetimes(timezones=st.just(UTC)),
    later=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650)),
    row=st.integers(min_value=1, max_value=2**62),
)
def test_keys_are_in_the_order_of_kind_and_moment(kind, moment, later, row):
    first, last = keys_until(kind, moment)
    assert first <= key(kind, moment, row) <= last < 1 << 63
    assert keys_until(kind, min(moment, moment.max.replace(tzinfo=UTC) - later) + later)[1] >= last
    assert key(kind, moment, row) >> 25 & LAST_SECOND == key(kind, moment, 1) >> 25 & LAST_SECOND
