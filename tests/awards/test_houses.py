"""The company printed after a title."""

import pytest

from people.credits import houses
from people.models import Credit
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return rows.production("Normal People")


def house(production):
    found = houses([production.pk]).get(production.pk)
    return found and found.name


def test_who_shows_it_comes_before_who_brings_it_out_and_who_made_it(series):
    for role in ("publisher", "studio", "distributor", "streamer", "network"):
        rows.credit(series, rows.company(role.title()), role)
        assert house(series) == role.title()


def test_who_only_produced_it_is_not_printed(series):
    rows.credit(series, rows.company("Element Pictures"), "production company")
    assert house(series) is None


def test_of_two_networks_the_first_billed_is_printed(series):
    rows.credit(series, rows.company("BBC Three"), "network", billing=2)
    rows.credit(series, rows.company("Hulu"), "network", billing=1)
    rows.credit(series, rows.company("RTÉ"), "network")
    assert house(series) == "Hulu"


def test_a_hidden_one_gives_way_to_the_next(series):
    rows.credit(series, rows.company("BBC Three"), "network")
    rows.credit(series, rows.company("Endeavor"), "distributor")
    rows.hide(Credit.objects.get(role="network").party)
    assert house(series) == "Endeavor"


def test_one_query_for_any_number(series, django_assert_num_queries):
    many = [rows.production(f"T{n}", house=rows.company(f"H{n}")) for n in range(30)]
    with django_assert_num_queries(1):
        found = houses([series.pk, *(production.pk for production in many)])
        assert [found[p.pk].label for p in many] == [f"H{n}" for n in range(30)]
