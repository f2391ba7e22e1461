"""Dates as the record knows them: "May 2020" is a date."""

from calendar import monthrange
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import Person
from tests.people.pages import rows
from words.partial_dates import PartialDate, parse

ZONES = [ZoneInfo(name) for name in ("America/Los_Angeles", "Europe/London", "Asia/Tokyo")]

days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@st.composite
def dates(draw):
    """A partial date of any precision."""
    iso = draw(days).isoformat()
    return PartialDate(iso[: draw(st.sampled_from([4, 7, 10]))])


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2020", "2020"),
        ("2020-05", "2020-05"),
        ("2020-05-10", "2020-05-10"),
        ("May 2020", "2020-05"),
        ("may 2020", "2020-05"),
        ("May 10, 2020", "2020-05-10"),
        ("May 10 2020", "2020-05-10"),
        ("10 May 2020", "2020-05-10"),
        ("Sept. 20, 2020", "2020-09-20"),
        ("  Sep  20,  2020 ", "2020-09-20"),
        ("29 February 2020", "2020-02-29"),
    ],
)
def test_what_people_type_is_read(typed, iso):
    assert parse(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 June 2020", "“31 June 2020” is not a date: June 2020 has 30 days. Correct the day"),
        ("29 February 2019", "February 2019 has 28 days"),
        ("2020-13", "“2020-13” has no such month. Use 01 to 12."),
        ("2020-00", "Leave out what you don’t know, as in 2020-05"),
        ("2020-05-00", "Leave out what you don’t know, as in 2020-05"),
        ("May 0, 2020", "“May 0, 2020” is not a date. Write it like 2020, May 2020 or 2020-05-10."),
        ("0999", "“0999” is not a year between 1000 and 2999"),
        ("20 2020", "is not a date"),
        ("05/10/2020", "is not a date"),
        ("Ma 2020", "is not a date"),
        ("De 2020", "is not a date"),
        ("fall 2020", "is not a date"),
        ("", "is not a date"),
        ("2020-5-1", "is not a date"),
    ],
)
def test_what_is_no_date_gets_a_sentence(typed, sentence):
    with pytest.raises(ValueError, match="“") as why:
        parse(typed)
    assert sentence in str(why.value)


@given(dates())
def test_what_is_printed_can_be_typed(found):
    assert parse(str(found)) == parse(found.iso) == found


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    try:
        found = parse(text)
    except ValueError:
        return
    assert parse(str(found)) == found


@given(dates(), st.sampled_from(ZONES))
def test_a_period_ends_after_it_starts_and_where_the_next_begins(found, zone):
    start, end = found.start(zone), found.end(zone)
    assert start < end
    assert (start.year, end.year) == (found.year, found.year)
    assert str(end.time()) == "23:59:59.999999"
    year, month, number = found.parts
    assert end.day == (number or monthrange(year, month or 12)[1])
    assert end.month == (month or 12)


@given(dates(), dates())
def test_they_sort_as_their_text_does_and_by_where_they_start(one, other):
    assert (one < other) == (one.iso < other.iso)
    if one.start(UTC) < other.start(UTC):
        assert one < other
    assert sorted([one, other]) == sorted([other, one])


@given(days)
def test_a_year_comes_before_its_months_and_a_month_before_its_days(found):
    iso = found.isoformat()
    year, month, whole = (PartialDate(iso[:length]) for length in (4, 7, 10))
    assert year < month < whole
    assert year.start(UTC) <= month.start(UTC) <= whole.start(UTC)
    assert year.end(UTC) >= month.end(UTC) >= whole.end(UTC)


def test_the_end_of_a_day_in_los_angeles_is_the_next_morning_in_greenwich():
    assert PartialDate("2020-09-20").end().astimezone(UTC).isoformat() == (
        "2020-09-21T06:59:59.999999+00:00"
    )


def test_a_day_on_which_the_clocks_change_ends_at_its_midnight():
    short = PartialDate("2020-03-08")
    length = short.end().astimezone(UTC) - short.start().astimezone(UTC)
    assert length == timedelta(hours=23) - timedelta(microseconds=1)


@pytest.mark.django_db
def test_it_is_stored_as_text_and_read_as_a_date():
    person = rows.person("Mark Ruffalo", born="November 1967")
    assert person.born == PartialDate("1967-11")
    person = Person.objects.get(born="1967-11")
    assert (str(person.born), person.died) == ("November 1967", None)
    assert Person.objects.filter(born__lt="1968", born__gt="1967").get() == person
    assert Person.objects.values_list("born", "died").get() == (PartialDate("1967-11"), None)


@pytest.mark.django_db
def test_they_sort_in_the_database_as_here():
    written = ["2020-05-10", "2019", "2020", "2020-05", "1998-12-31"]
    for place, iso in enumerate(written):
        rows.person(f"Person {place}", born=iso)
    stored = [found.iso for found in Person.objects.order_by("born").values_list("born", flat=True)]
    assert stored == sorted(written)
