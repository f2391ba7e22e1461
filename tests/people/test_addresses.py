"""What answers at an address of the record: a page, one hop, or nothing."""

import pytest

from people import editing
from people.addresses import add_missing_addresses, find, find_within
from people.merging import merge
from people.models import Address, Person
from tests.people.pages import rows
from verbs.addresses import Found, Moved

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def emmys(ada):
    return editing.create(rows.Award, name="Primetime Emmy Awards", slug="emmys", by=ada)


@pytest.fixture
def night(emmys, ada):
    editing.publish(emmys, by=ada)
    night = editing.create(
        rows.Ceremony, award=emmys, name="72nd Primetime Emmys", year_label="2020", by=ada
    )
    editing.publish(night, by=ada)
    return night


def public(ada, name, **fields):
    person = editing.create(Person, name=name, by=ada, **fields)
    editing.publish(person, by=ada)
    return person


def test_a_live_page_is_found_as_its_own_kind(ada):
    person = public(ada, "Elliot Page")
    assert find("person", "elliot-page") == Found(person)
    assert isinstance(find("person", "elliot-page").row, Person)
    assert find("company", "elliot-page") is None


def test_every_old_address_is_one_hop_from_the_page(ada):
    person = public(ada, "Amazon")
    editing.rename(person, name="Amazon Instant Video", by=ada)
    editing.rename(person, name="Prime Video", by=ada)
    for old in ("amazon", "amazon-instant-video"):
        assert find("person", old) == Moved(person)


def test_a_merged_row_is_one_hop_from_the_survivor_however_often(ada):
    first, second, third = (public(ada, name) for name in ("One", "Two", "Three"))
    merge(first, into=second, by=ada)
    merge(second, into=third, by=ada)
    for old in ("one", "two"):
        assert find("person", old) == Moved(third)


def test_a_hidden_row_answers_nowhere(ada):
    person = public(ada, "Elliot Page")
    editing.rename(person, name="Somebody Else", by=ada)
    editing.unpublish(person, by=ada)
    assert find("person", "somebody-else") is None
    assert find("person", "elliot-page") is None


def test_a_ceremony_moves_with_its_award_in_one_hop(emmys, night, ada):
    assert find_within("ceremony", "emmys", "2020") == Found(night)
    editing.rename(emmys, name="Television Awards", by=ada)
    editing.change(night, slug="2020-72", by=ada)
    for old in (("emmys", "2020"), ("emmys", "2020-72"), ("television-awards", "2020")):
        assert find_within("ceremony", *old) == Moved(night)
    assert find_within("ceremony", "television-awards", "2020-72") == Found(night)
    assert find_within("ceremony", "nowhere", "2020") is None


def test_the_same_last_part_below_two_awards_is_two_pages(emmys, night, ada):
    oscars = editing.create(rows.Award, name="Academy Awards", slug="oscars", by=ada)
    assert find("ceremony", "2020", oscars.public_id) is None
    assert find("ceremony", "2020", emmys.public_id) == Found(night)


def test_what_a_page_always_prints_of_others_is_loaded(
    emmys, night, ada, django_assert_num_queries
):
    with django_assert_num_queries(2):
        found = find_within("ceremony", "emmys", "2020").row
        _ = (found.award.name, found.broadcaster, found.picture, found.get_absolute_url())
    person = public(ada, "Elliot Page")
    editing.rename(person, name="Somebody Else", by=ada)
    with django_assert_num_queries(1):
        find("person", "somebody-else")
    with django_assert_num_queries(2):
        find("person", "elliot-page")
    with django_assert_num_queries(2):
        find("person", "nobody")


def test_rows_that_came_with_a_fixture_get_their_address(django_assert_num_queries):
    person = rows.person("Mark Ruffalo")
    rows.ceremony(rows.award(), 2020)
    with django_assert_num_queries(2):
        add_missing_addresses()
    assert Address.objects.count() == 3
    assert person.addresses.get().slug == "mark-ruffalo"
    add_missing_addresses()
    assert Address.objects.count() == 3
