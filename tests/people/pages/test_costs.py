"""A page of the record costs the same with one row and with many of everything."""

import pytest

from awards.models import Ceremony
from people.models import Address, EntityName, Relation
from tests.articles import stories
from tests.people.pages import rows

pytestmark = pytest.mark.django_db

# What the shell asks for on every page (sections, the list at the foot), and what the stories cost
# (the stories with their count, and their bylines).
SHELL, STORIES = 2, 2


@pytest.fixture(params=[1, 8, pytest.param(30, marks=pytest.mark.everything)])
def filled(request):
    """A record in which each page has as many rows of everything as it is told."""
    emmys = rows.award(body=rows.company("Television Academy"))
    hbo = rows.company("HBO")
    ruffalo = rows.person("Mark Ruffalo")
    line = rows.category(emmys, "Lead Actor", group="Limited series")
    twins = rows.production("The Twins", year=2020, house=hbo)
    for place in range(request.param):
        _fill(place, emmys=emmys, hbo=hbo, ruffalo=ruffalo, line=line, twins=twins)
    named = (ruffalo, twins, hbo, line, emmys, Ceremony.objects.get(year_label="1990"))
    links = "".join(f'<a data-record="{entity.public_id}">it</a> ' for entity in named)
    for _ in range(request.param):
        stories.published(body=f"<p>Of {links}</p>")
    return request.param


def _fill(place, *, emmys, hbo, ruffalo, line, twins):
    night = rows.ceremony(emmys, 1990 + place, broadcaster=hbo)
    night.hosts.add(ruffalo)
    made = rows.production(f"Film {place}", year=1990 + place, house=hbo)
    rows.credit(made, ruffalo, characters=["One", "Two"])
    another = rows.person(f"Actor {place}")
    rows.credit(twins, another, characters=["Somebody"], billing=place + 1)
    rows.credit(twins, rows.person(f"Writer {place}"), "writer")
    Relation.objects.create(from_production=made, to_production=twins, type="remake of")
    EntityName.objects.create(entity=ruffalo, name=f"Name {place}")
    rows.nomination(rows.contest(night, line), ruffalo, production=made, won=True)
    first = Ceremony.objects.get(year_label="1990")
    other = rows.category(emmys, f"Category {place}", basis="production")
    rows.nomination(rows.contest(first, other), another, hbo, production=twins, won=True)
    rows.hide(rows.person(f"Hidden {place}"))


def test_a_page_costs_the_same_whatever_is_on_it(client, django_assert_num_queries, filled):
    for address, own in {
        "/people/mark-ruffalo/": 7,
        "/productions/the-twins/": 7,
        "/companies/hbo/": 6,
        "/awards/emmys/": 3,
        "/awards/emmys/1990/": 6,
        "/awards/emmys/categories/lead-actor/": 5,
    }.items():
        with django_assert_num_queries(own + SHELL + STORIES, info=address):
            assert client.get(address).status_code == 200
    with django_assert_num_queries(2 + SHELL):
        assert client.get("/awards/").status_code == 200


def test_an_old_address_costs_two(client, django_assert_num_queries):
    ruffalo = rows.person("Mark Ruffalo")
    Address.objects.create(
        entity=ruffalo, kind="person", slug="marc-ruffalo", leads_from=ruffalo.published_at
    )
    with django_assert_num_queries(2):
        assert client.get("/people/marc-ruffalo/").status_code == 301
