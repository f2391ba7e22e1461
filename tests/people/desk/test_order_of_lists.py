"""The desk lists people by family name and titles without their article, on both databases alike."""

import pytest

from people.models import Person, Production
from tests.people.desk.typing import change, filled, listed, send
from tests.people.pages import rows

IN_ORDER = [
    "9 to 5",
    "12 Angry Men",
    "(500) Days of Summer",
    "Æon Flux",
    "#Alive",
    "Álvarez",
    "…And Justice for All",
    "The Crown",
    "Crown Heights",
    "An Éducation",
    "education, continued",
    "Łódź",
    "A Star Is Born",
    "‘Tis the Season",
]


@pytest.mark.both_databases
def test_the_desk_lists_titles_in_one_order_on_both_databases(desk):
    for name in sorted(IN_ORDER, key=len):
        rows.production(name, slug=f"title-{IN_ORDER.index(name)}")
    page = desk.get(listed(Production))
    assert [row.name for row in page.context["cl"].result_list] == IN_ORDER


@pytest.mark.both_databases
def test_a_family_name_comes_before_a_longer_one_that_begins_so(desk):
    for name in ("Amy Leeds", "Lea Thompson", "Spike Lee", "Ana Álvarez", "Bo Alvarado"):
        rows.person(name)
    rows.person("Amy Lee Thompson", sort_name="Lee Thompson, Amy")
    page = desk.get(listed(Person))
    assert [row.name for row in page.context["cl"].result_list] == [
        "Bo Alvarado",
        "Ana Álvarez",
        "Spike Lee",
        "Amy Lee Thompson",
        "Amy Leeds",
        "Lea Thompson",
    ]


def test_a_name_changed_in_the_form_takes_its_sort_name_along(desk):
    person = rows.person("Frances de la Tor")
    page = change(person)
    assert filled(desk.get(page))["sort_name"] == "de la Tor, Frances"
    send(desk, page, name="Frances de la Tour")
    person.refresh_from_db()
    assert person.sort_name == "de la Tour, Frances"
    send(desk, page, sort_name="Tour, Frances de la")
    send(desk, page, name="Dame Frances de la Tour")
    person.refresh_from_db()
    assert person.sort_name == "Tour, Frances de la"


def test_the_form_says_what_becomes_of_a_sort_name(desk):
    page = desk.get(change(rows.person("Bong Joon Ho"))).content.decode()
    assert "from the name and to follow a rename" in page
    assert "one that comes first (“Bong Joon Ho”)" in page
