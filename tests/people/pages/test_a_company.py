"""What readers see of a network, a studio, an academy."""

import pytest

from people.models import EntityName, Release
from tests.people.pages import reading, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def hbo():
    return rows.company("HBO", type="network")


def test_it_lists_what_it_has_shown_newest_first(client, hbo):
    rows.production("Angels in America", year=2003, house=hbo)
    rows.production("Watchmen", year=2019, house=hbo)
    film = rows.production("Spotlight", year=2015, type="film")
    Release.objects.create(production=film, company=hbo, kind="streaming", date="2016")
    tree = reading.page(client.get("/companies/hbo/"))
    assert reading.rows(tree, "ledger") == [
        ["2019", "Watchmen", "Limited series", "Network"],
        ["2015", "Spotlight", "Film", "Release"],
        ["2003", "Angels in America", "Limited series", "Network"],
    ]
    assert reading.facts(tree) == {"In the record": "3 productions"}


def test_a_hidden_production_is_not_listed(client, hbo):
    rows.hide(rows.production("Watchmen", year=2019, house=hbo))
    answer = client.get("/companies/hbo/")
    assert reading.page(answer) is not None
    assert b"Watchmen" not in answer.content


def test_a_former_name_says_until_when(client, hbo):
    EntityName.objects.create(entity=hbo, name="The Green Channel", kind="former", until="1972")
    tree = reading.page(client.get("/companies/hbo/"))
    assert reading.facts(tree) == {"Formerly": "The Green Channel (until 1972)"}


def test_an_academy_lists_its_awards_and_a_network_the_ceremonies_it_showed(client, hbo):
    academy = rows.company("Television Academy", type="academy")
    emmys = rows.award(body=academy)
    rows.ceremony(emmys, 2014, broadcaster=hbo)
    rows.ceremony(emmys, 2020, broadcaster=hbo)
    tree = reading.page(client.get("/companies/television-academy/"))
    assert reading.links(reading.section(tree, "Awards it presents")) == {
        "Primetime Emmy Awards": "/awards/emmys/"
    }
    shown = reading.section(reading.page(client.get("/companies/hbo/")), "Ceremonies it broadcast")
    assert list(reading.links(shown)) == ["Emmys 2020", "Emmys 2014"]
    rows.hide(emmys)
    assert (
        reading.section(reading.page(client.get("/companies/hbo/")), "Ceremonies it broadcast")
        is None
    )


def test_a_company_that_was_named_on_a_nomination_has_it_in_its_record(client, hbo):
    emmys = rows.award()
    line = rows.category(emmys, "Limited Series", basis="production")
    watchmen = rows.production("Watchmen", year=2019)
    rows.nomination(
        rows.contest(rows.ceremony(emmys, 2020), line), hbo, production=watchmen, won=True
    )
    tree = reading.page(client.get("/companies/hbo/"))
    assert reading.rows(tree, "ledger") == [["2020", "Emmys", "Limited Series", "Watchmen", "Won"]]
