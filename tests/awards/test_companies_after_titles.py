"""The company printed after a title."""

import pytest

from people.credits import company_by_production
from people.models import Credit
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return rows.production("Normal People")


def company(production):
    found = company_by_production([production.pk]).get(production.pk)
    return found and found.name


def test_who_shows_it_comes_before_who_brings_it_out_and_who_made_it(series):
    for role in ("publisher", "studio", "distributor", "streamer", "network"):
        rows.credit(series, rows.company(role.title()), role)
        assert company(series) == role.title()


def test_who_only_produced_it_is_not_printed(series):
    rows.credit(series, rows.company("Element Pictures"), "production company")
    assert company(series) is None


def test_of_two_networks_the_first_billed_is_printed(series):
    rows.credit(series, rows.company("BBC Three"), "network", billing=2)
    rows.credit(series, rows.company("Hulu"), "network", billing=1)
    rows.credit(series, rows.company("RTÉ"), "network")
    assert company(series) == "Hulu"


def test_a_hidden_one_gives_way_to_the_next(series):
    rows.credit(series, rows.company("BBC Three"), "network")
    rows.credit(series, rows.company("Endeavor"), "distributor")
    rows.hide(Credit.objects.get(role="network").party)
    assert company(series) == "Endeavor"


def test_one_query_for_any_number(series, django_assert_num_queries):
    many = [rows.production(f"T{n}", house=rows.company(f"H{n}")) for n in range(30)]
    with django_assert_num_queries(1):
        found = company_by_production([series.pk, *(production.pk for production in many)])
        assert [found[p.pk].label for p in many] == [f"H{n}" for n in range(30)]
