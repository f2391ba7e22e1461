"""What is sent as a row's key may be any text."""

import pytest

from desk.sent_keys import find_row, parse_number
from people.models import Person
from tests.people.pages import rows


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("007", 7), ("9" * 18, int("9" * 18))])
def test_a_whole_number_is_read(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", " 1", "1\n", "²", "१", "x", "9" * 40])
def test_anything_else_is_no_key(text):
    assert parse_number(text) == 0


def test_a_row_is_found_by_its_key_among_those_that_may_be_meant(db, django_assert_num_queries):
    mark = rows.person("Mark Ruffalo")
    people = Person.objects.all()
    assert find_row(people, str(mark.pk)) == mark
    assert find_row(people.exclude(pk=mark.pk), str(mark.pk)) is None
    with django_assert_num_queries(0):
        assert find_row(people, "²") is None
