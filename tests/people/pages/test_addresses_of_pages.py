"""Old addresses lead on, and what is hidden is what never was."""

import pytest

from people.models import Address, Person
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


def once(entity, slug, scope=""):
    Address.objects.create(entity=entity, kind=entity.kind, scope=scope, slug=slug)


def pages_of_everything():
    """A row of each kind, and its address."""
    emmys = rows.award()
    return {
        rows.person("Mark Ruffalo"): "/people/mark-ruffalo/",
        rows.production("Watchmen"): "/productions/watchmen/",
        rows.company("HBO"): "/companies/hbo/",
        rows.ceremony(emmys, 2020): "/awards/emmys/2020/",
        rows.category(emmys, "Lead Actor"): "/awards/emmys/categories/lead-actor/",
        emmys: "/awards/emmys/",
    }


def test_each_kind_has_a_page_at_its_address(client):
    for row, address in pages_of_everything().items():
        assert (address, client.get(address).status_code) == (row.get_absolute_url(), 200)


def test_a_hidden_row_answers_as_one_that_never_was(client):
    pages = pages_of_everything()
    for row, address in pages.items():
        rows.hide(row)
        hidden = client.get(address)
        type(row).objects.filter(pk=row.pk).update(slug="another")
        never = client.get(address)
        assert (hidden.status_code, never.status_code) == (404, 404)
        assert hidden.content == never.content


def test_a_hidden_award_takes_its_ceremonies_and_categories_along(client):
    emmys = rows.award()
    rows.ceremony(emmys, 2020)
    rows.category(emmys, "Lead Actor")
    rows.hide(emmys)
    assert client.get("/awards/emmys/2020/").status_code == 404
    assert client.get("/awards/emmys/categories/lead-actor/").status_code == 404


def test_a_renamed_person_keeps_old_links_alive(client):
    page = rows.person("Elliot Page")
    once(page, "a-former-name")
    answer = client.get("/people/a-former-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/elliot-page/")


def test_a_merged_person_leads_to_the_survivor_in_one_hop(client):
    survivor, loser = rows.person("Mark Ruffalo"), rows.person("Marc Ruffalo")
    once(survivor, "marc-ruffalo")
    Person.objects.filter(pk=loser.pk).update(merged_into=survivor, published_at=None)
    answer = client.get("/people/marc-ruffalo/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/mark-ruffalo/")


def test_a_renamed_award_moves_its_ceremonies_and_categories_in_one_hop(client):
    emmys = rows.award(slug="primetime-emmys")
    once(emmys, "emmys")
    rows.ceremony(emmys, 2020)
    rows.category(emmys, "Lead Actor")
    for old, new in [
        ("/awards/emmys/2020/", "/awards/primetime-emmys/2020/"),
        ("/awards/emmys/categories/lead-actor/", "/awards/primetime-emmys/categories/lead-actor/"),
    ]:
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


def test_an_old_address_of_something_hidden_leads_nowhere(client):
    page = rows.person("Elliot Page")
    once(page, "a-former-name")
    rows.hide(page)
    assert client.get("/people/a-former-name/").status_code == 404


def test_an_address_without_its_last_stroke_is_completed(client):
    rows.person("Mark Ruffalo")
    answer = client.get("/people/mark-ruffalo")
    assert (answer.status_code, answer["Location"]) == (301, "/people/mark-ruffalo/")
