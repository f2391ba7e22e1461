"""Old addresses lead on, and what is hidden is what never was."""

import pytest

from people import editing, merging
from people.models import Address, Person, Production
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


def once(entity, slug, scope=""):
    """Where readers saw it for as long as they have seen it at all."""
    Address.objects.create(
        entity=entity, kind=entity.kind, scope=scope, slug=slug, leads_from=entity.published_at
    )


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


def test_a_page_opens_at_its_moment_and_not_a_second_before(client, clock):
    ruffalo = rows.person("Mark Ruffalo", published_at=clock.set("2020-09-20 21:00:00"))
    for moment, is_out in (("20:59:59", False), ("21:00:00", True)):
        clock.set(f"2020-09-20 {moment}")
        assert client.get("/people/mark-ruffalo/").status_code == (200 if is_out else 404)
        assert ruffalo.is_public() is is_out


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


@pytest.fixture
def untitled(ada):
    """A film under its working title, which no reader has seen."""
    return editing.create(Production, name="Blue Harvest", type="film", by=ada)


def test_a_working_title_is_told_by_no_address_when_the_page_is_public(client, ada, untitled):
    editing.rename(untitled, name="Return of the Jedi", by=ada)
    editing.publish(untitled, by=ada)
    assert client.get("/productions/blue-harvest/").status_code == 404
    assert client.get("/productions/return-of-the-jedi/").status_code == 200


def test_nor_by_one_that_would_have_been_public_later(client, ada, clock, untitled):
    nine = clock.set("2020-09-20 21:00")
    clock.set("2020-09-20 20:59:58")
    editing.publish(untitled, by=ada, at=nine)
    clock.set("2020-09-20 20:59:59")
    editing.rename(untitled, name="Return of the Jedi", by=ada)
    clock.set("2020-09-20 21:00")
    assert client.get("/productions/blue-harvest/").status_code == 404
    assert client.get("/productions/return-of-the-jedi/").status_code == 200


def test_what_readers_saw_leads_on_after_it_was_hidden_and_shown_again(client, ada, untitled):
    editing.publish(untitled, by=ada)
    editing.rename(untitled, name="Return of the Jedi", by=ada)
    editing.unpublish(untitled, by=ada)
    assert client.get("/productions/blue-harvest/").status_code == 404
    editing.rename(untitled, name="Episode VI", by=ada)
    editing.publish(untitled, by=ada)
    for old in ("blue-harvest", "return-of-the-jedi"):
        answer = client.get(f"/productions/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/productions/episode-vi/")


@pytest.mark.parametrize(("was_seen", "status"), [(True, 301), (False, 404)])
def test_a_merged_row_leads_on_from_where_readers_saw_it(was_seen, status, client, ada, untitled):
    film = rows.production("Return of the Jedi")
    if was_seen:
        editing.publish(untitled, by=ada)
    merging.merge(untitled, into=film, by=ada)
    assert client.get("/productions/blue-harvest/").status_code == status


def test_an_address_without_its_last_stroke_is_completed(client):
    rows.person("Mark Ruffalo")
    answer = client.get("/people/mark-ruffalo")
    assert (answer.status_code, answer["Location"]) == (301, "/people/mark-ruffalo/")
