"""While a name is typed the desk says who has it, so that nobody is entered twice."""

import html
import re

import pytest
from django.urls import reverse

from people.merging import merge
from people.models import Company, EntityName, Person, Production
from tests.only import only
from tests.people.desk.typing import add, change, errors, send
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases


def asked(desk, model, name, **more):
    address = reverse(f"admin:people_{model._meta.model_name}_namesakes")
    answer = desk.get(address, {"name": name} | more)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def found(piece):
    """Who is listed, with what tells them apart."""
    each = re.findall(r"<li>(.*?)</li>", piece)
    plain = (re.sub(r"<span class=\"vh\">.*?</span>", "", one) for one in each)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in plain]


def said(piece):
    return re.sub(r"<[^>]+>", "", re.search(r"<p>(.*?)</p>", piece)[1])


def test_whoever_has_the_name_is_told_from_the_others_and_linked(desk):
    director = rows.person(
        "Steve McQueen", disambiguation="director", slug="b", occupations="director"
    )
    actor = rows.person("Steve McQueen", disambiguation="actor", born="1930-03-24")
    rows.credit(rows.production("Bullitt"), actor)
    rows.hide(actor)
    piece = asked(desk, Person, "STÉVE  mcqueen")
    assert found(piece) == [
        "Steve McQueen (director) Director",
        "Steve McQueen (actor) Born March 24, 1930, credited on Bullitt Not public",
    ]
    assert f'<a href="{change(director)}" target="_blank"' in piece


@pytest.mark.parametrize(
    ("model", "typed", "meant"),
    [
        (Person, "Mark Rufalo", ["Mark Ruffalo"]),
        (Person, "Mark Rufallo", ["Mark Ruffalo"]),
        (Person, "Marc Ruffalo", ["Mark Ruffalo"]),
        (Person, "Mark Ryan", []),
        (Production, "Unorthodx", ["Unorthodox"]),
    ],
)
def test_a_name_that_is_spelled_almost_so_is_shown(desk, model, typed, meant):
    for name in ("Mark Ruffalo", "Mark Rylance", "Sarah Ruffolo"):
        rows.person(name, occupations="actor")
    rows.production("Unorthodox", type="series")
    piece = asked(desk, model, typed)
    assert [one.rpartition(" ")[0] for one in found(piece)] == meant
    if meant:
        assert said(piece) == "The record has names like it:"


def test_the_very_same_name_wants_a_disambiguation_and_one_that_differs_is_enough(desk):
    rows.person("Steve McQueen", disambiguation="actor")
    wanted = "If this is another person, say what tells it apart, such as “director”."
    assert wanted in said(asked(desk, Person, "steve mcqueen"))
    assert wanted in said(asked(desk, Person, "Steve McQueen", disambiguation="Actor"))
    piece = asked(desk, Person, "Steve McQueen", disambiguation="director")
    assert said(piece) == "The record has this name already:"


def test_what_is_said_while_typing_is_what_saving_says(desk):
    rows.production("Bad Education")
    sentence = said(asked(desk, Production, "Bad Education", type="film"))
    answer = send(desk, add(Production), name="Bad Education", type="film")
    assert errors(answer)["disambiguation"] == sentence


@pytest.mark.parametrize("shown", ["always", "never"])
def test_another_name_counts_even_one_that_readers_never_see(desk, shown):
    person = rows.person("Elliot Page")
    EntityName.objects.create(entity=person, name="A Former Name", kind="former", shown=shown)
    piece = asked(desk, Person, "a former name")
    assert found(piece) == ["Elliot Page Person, also called “A Former Name”"]
    assert said(piece) == "The record has this name already:"


def test_half_a_name_finds_names_like_it(desk):
    rows.company("HBO Max", type="streamer")
    piece = asked(desk, Company, "HBO")
    assert (found(piece), said(piece)) == (
        ["HBO Max Streamer"],
        "The record has names like it:",
    )
    assert asked(desk, Company, "HB") == ""


def test_a_production_is_told_by_type_and_year(desk):
    series = rows.production("What If…?", type="series", year="2021-08-11")
    EntityName.objects.create(entity=series, name="What If...?", kind="alias")
    assert found(asked(desk, Production, "what if")) == ["What If…? Series, 2021"]


def test_nobody_is_their_own_namesake_and_the_merged_are_no_ones(desk):
    person, gone = rows.person("Mark Ruffalo"), rows.person("Mark Rufalo")
    merge(gone, into=person, by=None)
    assert asked(desk, Person, "Mark Ruffalo", pk=person.pk) == ""
    assert found(asked(desk, Person, "Mark Rufalo")) == [
        "Mark Ruffalo Person, also called “Mark Rufalo”"
    ]


def test_nonsense_finds_nothing_and_breaks_nothing(desk):
    rows.person("Mark Ruffalo")
    for name in ("", " ", "\x00", "%", "…", "x" * 5000, "'; drop table"):
        for pk in ("", "x", "9" * 40, "999"):
            assert asked(desk, Person, name, pk=pk) == ""


def test_who_may_not_change_the_record_asks_for_nothing(desk, sign_in, bo):
    person = rows.person("Mark Ruffalo")
    writer = sign_in(bo)
    address = reverse("admin:people_person_namesakes")
    only(desk, writer, lambda client: client.get(address, {"name": "Mark"}))
    assert "data-namesakes" not in writer.get(change(person)).content.decode()


def test_the_form_asks_of_a_new_row_and_of_one_that_there_is(desk):
    person = rows.person("Mark Ruffalo")
    address = reverse("admin:people_person_namesakes")
    for page, where in ((add(Person), address), (change(person), f"{address}?pk={person.pk}")):
        assert f'data-namesakes="{where}"' in desk.get(page).content.decode()
    popup = desk.get(add(Person), {"_popup": 1, "name": "Mark Ruffalo"}).content.decode()
    assert f'data-namesakes="{address}" data-namesakes-now' in popup


def test_asking_costs_the_same_for_one_namesake_and_for_many(desk, django_assert_num_queries):
    for number in range(12):
        rows.person("Steve McQueen", slug=f"s-{number}", disambiguation=f"number {number}")
    asked(desk, Person, "Steve McQueen")
    # The session, its user, their rights; the rows, their names, and whoever is spelled almost so;
    # who is of the very name.
    with django_assert_num_queries(7):
        asked(desk, Person, "Steve McQueen")
