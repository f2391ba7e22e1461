"""Whoever is in the record is found by any of their names, and told from their namesakes."""

import pytest

from awards.models import Nomination
from people.merging import merge
from people.models import Credit, Entity, EntityName, Person, Production
from tests.people.desk.typing import listed
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases


def found(desk, model, asked, **where):
    page = desk.get(listed(model), {"q": asked, **where})
    return [row.name for row in page.context["cl"].result_list]


def suggested(desk, asked, model=Credit, field="party"):
    answer = desk.get(
        "/admin/autocomplete/",
        {"term": asked, "app_label": model._meta.app_label, "model_name": model._meta.model_name}
        | {"field_name": field},
    )
    return [one["text"] for one in answer.json()["results"]]


@pytest.mark.parametrize("asked", ["penelope", "PENÉLOPE", "cruz pénelope", "enelop"])
def test_accents_capitals_and_the_order_of_words_dont_matter(desk, asked):
    rows.person("Penélope Cruz")
    rows.person("Tom Cruise")
    assert found(desk, Person, asked) == ["Penélope Cruz"]
    assert suggested(desk, asked) == ["Penélope Cruz"]


@pytest.mark.parametrize("asked", ["What If...?", "what if…", "What If….?"])
def test_a_title_is_found_however_its_dots_are_written(desk, asked):
    rows.production("What If…?")
    assert found(desk, Production, asked) == ["What If…?"]


@pytest.mark.parametrize("shown", ["always", "never"])
def test_other_names_are_found_even_those_that_readers_never_see(desk, shown):
    person = rows.person("Elliot Page")
    EntityName.objects.create(entity=person, name="A former name", kind="former", shown=shown)
    assert found(desk, Person, "former name") == ["Elliot Page"]
    assert found(desk, Entity, "former name") == ["Elliot Page"]
    assert suggested(desk, "former") == ["Elliot Page"]


def test_a_box_tells_namesakes_apart_and_puts_the_name_itself_first(desk):
    rows.person("Bo Steve McQueen")
    rows.person("Steve McQueen", disambiguation="director", slug="steve-mcqueen-2")
    rows.person("Steve McQueen", disambiguation="actor")
    rows.person("Steve McQueenie")
    assert suggested(desk, "steve mcqueen") == [
        "Steve McQueen (actor)",
        "Steve McQueen (director)",
        "Steve McQueenie",
        "Bo Steve McQueen",
    ]


def test_a_box_says_which_award_a_category_is_of(desk):
    for award in (rows.award(), rows.award("Academy Awards", short_name="Oscars", slug="oscars")):
        rows.category(award, "Supporting Actor")
    assert suggested(desk, "supporting", rows.Contest, "category") == [
        "Supporting Actor, Emmys",
        "Supporting Actor, Oscars",
    ]


def test_a_box_suggests_only_who_can_be_credited_and_nobody_who_was_merged_away(desk, ada):
    rows.production("Twins")
    stays, gone = rows.person("The Twins"), rows.person("Both Twins")
    merge(gone, into=stays, by=ada)
    assert suggested(desk, "twins") == ["The Twins"]


def test_the_list_says_what_readers_see_and_keeps_the_merged_apart(desk, ada):
    shown, hidden = rows.person("Shown"), rows.person("Hidden")
    rows.hide(hidden)
    merge(rows.person("Gone"), into=shown, by=ada)
    page = desk.get(listed(Person))
    visibility = page.context["cl"].model_admin.visibility
    assert [(row.name, visibility(row)) for row in page.context["cl"].result_list] == [
        ("Hidden", "not public"),
        ("Shown", "public"),
    ]
    assert found(desk, Person, "", readers="public") == ["Shown"]
    assert found(desk, Person, "", readers="hidden") == ["Hidden"]
    assert found(desk, Person, "", readers="merged") == ["Gone"]


def test_a_nomination_is_found_by_nominee_production_and_ceremony(desk):
    night = rows.ceremony(rows.award(), 2020)
    twins = rows.production("The Twins")
    contest = rows.contest(night, rows.category(night.award))
    wanted = rows.nomination(contest, rows.person("Mark Ruffalo"), production=twins)
    rows.nomination(contest, rows.person("Hugh Jackman"))
    for asked in ("ruffalo", "twins", "mark twins emmys", "outstanding ruffalo"):
        page = desk.get(listed(Nomination), {"q": asked})
        assert list(page.context["cl"].result_list) == [wanted]
    assert len(desk.get(listed(Nomination), {"q": "emmys"}).context["cl"].result_list) == 2


def test_a_search_for_nonsense_finds_nothing_and_breaks_nothing(desk):
    rows.person("Mark Ruffalo")
    for asked in ("\x00", "%", "'; drop table", "x" * 5000, "…"):
        assert found(desk, Person, asked) in ([], ["Mark Ruffalo"])
