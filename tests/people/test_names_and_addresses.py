"""Entering and renaming: namesakes are told apart, and an address is given once."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_save

from awards.models import Award, Ceremony
from history.models import Change
from people import editing
from people.addresses import find
from people.editing import Refused
from people.models import Address, Entity, EntityName, Person, Production
from people.naming import faults
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def mcqueen(ada):
    return editing.create(Person, name="Steve McQueen", disambiguation="actor", by=ada)


def stored():
    """Everything that a refused verb must leave as it was."""
    return (
        list(Entity.objects.order_by("pk").values()),
        list(Address.objects.order_by("pk").values()),
        Change.objects.count(),
    )


def refused(verb, *args, **kwargs):
    """The sentences of a refusal, by field, after which nothing has changed."""
    before = stored()
    with pytest.raises(Refused) as why:
        verb(*args, **kwargs)
    assert stored() == before
    return why.value.fields or why.value.sentences


def test_a_new_entity_has_an_address_from_its_name_and_is_not_public(ada):
    person = editing.create(Person, name="Zoë Kravitz’s Double", by=ada)
    assert (person.slug, person.published_at, person.version) == ("zoe-kravitzs-double", None, 1)
    assert person.addresses.get().slug == person.slug
    assert person.folded_name == "zoe kravitzs double"


def test_a_second_person_of_one_name_without_a_disambiguation_is_told_of_the_first(mcqueen, ada):
    for name in ("Steve McQueen", "STEVE MCQUEEN", "Stevé McQueen"):
        assert refused(editing.create, Person, name=name, by=ada) == {
            "disambiguation": "“Steve McQueen (actor)” is already in the record. If this is "
            "another person, say what tells it apart, such as “director”."
        }


def test_the_same_disambiguation_is_none(mcqueen, ada):
    said = refused(editing.create, Person, name="Steve McQueen", disambiguation="Actor", by=ada)
    assert list(said) == ["disambiguation"]


def test_a_second_person_who_is_told_apart_has_an_address_of_its_own(mcqueen, ada):
    other = editing.create(Person, name="Steve McQueen", disambiguation="director", by=ada)
    third = editing.create(Person, name="Steve McQueen", disambiguation="painter", by=ada)
    assert (mcqueen.slug, other.slug, third.slug) == (
        "steve-mcqueen",
        "steve-mcqueen-director",
        "steve-mcqueen-painter",
    )


def test_a_name_without_letters_has_its_public_id_as_address(ada):
    person = editing.create(Person, name="!!!", by=ada)
    assert person.slug == person.public_id


def test_a_very_long_name_has_an_address_of_whole_words(ada):
    production = editing.create(Production, name="Night " * 50, type="film", by=ada)
    assert production.slug == "-".join(["night"] * 23)
    assert editing.create(Person, name="N" * 200, by=ada).slug == "n" * 140


def test_ceremonies_live_at_their_year_and_where_it_had_two_at_their_number_too(ada):
    emmys = editing.create(Award, name="Emmys", by=ada)
    made = [
        editing.create(
            Ceremony,
            award=emmys,
            name=f"{number}th Emmys",
            number=number,
            year_label="2024",
            by=ada,
        )
        for number in (75, 76)
    ]
    assert [night.slug for night in made] == ["2024", "2024-76"]


def test_a_renamed_person_keeps_every_old_address(mcqueen, ada):
    editing.publish(mcqueen, by=ada)
    editing.rename(mcqueen, name="Terrence Stephen McQueen", by=ada, why="He asked.")
    assert mcqueen.slug == "terrence-stephen-mcqueen"
    assert find("person", "steve-mcqueen").row == mcqueen
    editing.rename(mcqueen, name="Steve McQueen", by=ada)
    assert mcqueen.slug == "steve-mcqueen"
    assert mcqueen.sort_name == "McQueen, Steve"
    assert set(mcqueen.addresses.values_list("slug", flat=True)) == {
        "steve-mcqueen",
        "terrence-stephen-mcqueen",
    }


def test_what_came_with_a_fixture_keeps_its_first_address_too(ada):
    person = rows.person("Steve McQueen")
    assert person.addresses.count() == 0
    editing.rename(person, name="Terrence Stephen McQueen", by=ada)
    assert find("person", "steve-mcqueen").row == person


def test_an_old_name_is_kept_where_the_editor_says_so(mcqueen, ada):
    editing.rename(mcqueen, name="Steven McQueen", by=ada)
    assert EntityName.objects.count() == 0
    editing.rename(mcqueen, name="S. McQueen", by=ada, keep_as="former", shown="never")
    kept = mcqueen.names.get()
    assert (kept.name, kept.kind, kept.shown) == ("Steven McQueen", "former", "never")


def test_an_old_name_shown_in_credits_only_stays_where_it_was_printed(mcqueen, ada, reader):
    editing.publish(mcqueen, by=ada)
    bullitt = rows.production("Bullitt")
    rows.credit(bullitt, mcqueen)
    given = rows.production("The Sand Pebbles")
    rows.credit(given, mcqueen, credited_as="Steven McQueen")
    editing.rename(mcqueen, name="S. McQueen", by=ada, keep_as="former", shown="credits")
    later = rows.production("Papillon")
    rows.credit(later, mcqueen)
    printed = {title.name: title.credits.get().printed_name for title in (bullitt, given, later)}
    assert printed == {
        "Bullitt": "Steve McQueen",
        "The Sand Pebbles": "Steven McQueen",
        "Papillon": "S. McQueen",
    }
    assert "Steve McQueen" in reader.get("/productions/bullitt/").content.decode()
    assert "Steve McQueen" not in reader.get("/people/s-mcqueen/").content.decode()


@pytest.mark.parametrize("shown", ["always", "never"])
def test_an_old_name_of_another_rule_is_on_no_credit(mcqueen, ada, shown):
    rows.credit(rows.production("Bullitt"), mcqueen)
    editing.rename(mcqueen, name="S. McQueen", by=ada, keep_as="former", shown=shown)
    assert mcqueen.party_credits.get().printed_name == "S. McQueen"


def test_a_slug_that_another_once_had_is_refused(mcqueen, ada):
    editing.rename(mcqueen, name="S. McQueen", slug="s-mcqueen", by=ada)
    sentence = (
        "The address “steve-mcqueen” belongs to “S. McQueen (actor)”, or once did. Old links must "
        "keep working, so choose another address."
    )
    said = refused(editing.create, Person, name="Another", slug="steve-mcqueen", by=ada)
    assert said == {"slug": sentence}
    other = editing.create(Person, name="Another", by=ada)
    assert refused(editing.change, other, slug="steve-mcqueen", by=ada) == {"slug": sentence}
    assert other.slug == "another"


def test_a_new_namesake_avoids_an_old_address_by_itself(mcqueen, ada):
    editing.rename(mcqueen, name="S. McQueen", by=ada)
    assert editing.create(Person, name="Steve McQueen", by=ada).slug == "steve-mcqueen-2"


def test_a_slug_is_refused_in_words_where_it_is_none(ada):
    said = refused(editing.create, Person, name="Somebody", slug="not an address", by=ada)
    assert list(said) == ["slug"]


def test_a_rename_into_a_namesake_is_refused(mcqueen, ada):
    other = editing.create(Person, name="Steven McQueen", by=ada)
    assert list(refused(editing.rename, other, name="Steve McQueen", by=ada)) == ["disambiguation"]
    editing.rename(other, name="Steve McQueen", disambiguation="director", by=ada)
    assert other.slug == "steve-mcqueen-director"


def test_the_first_of_two_namesakes_can_be_changed_without_being_told_apart(ada):
    first = editing.create(Person, name="Robert Benton", by=ada)
    editing.create(Person, name="Robert Benton", disambiguation="editor", by=ada)
    editing.change(first, summary="Wrote and directed.", by=ada)
    assert first.summary == "Wrote and directed."


def test_a_production_is_offered_its_kind_and_year(ada):
    first = editing.create(Production, name="Bad Education", type="film", by=ada)
    assert editing.suggest_disambiguation(first) == "film"
    rows.Release.objects.create(production=first, date="2025", kind="expected")
    rows.Release.objects.create(production=first, date="2019-09")
    rows.Release.objects.create(production=first, date="2020-04-25")
    assert editing.suggest_disambiguation(first) == "film, 2019"
    other = Production(name="Bad Education", type="television movie")
    assert faults(other)["disambiguation"].endswith("such as “television movie”.")


@pytest.fixture
def quicker():
    """`quicker(name=...)`: another enters that person between our look and our write."""
    entered = []

    def another_first(sender, instance, **_):
        if entered and instance.entity_kind == "person":
            rows.person(**entered.pop())

    def quicker(**fields):
        entered.append(fields)

    pre_save.connect(another_first)
    yield quicker
    pre_save.disconnect(another_first)


def test_of_two_who_enter_one_name_at_the_same_moment_the_second_gets_a_sentence(
    mcqueen, ada, quicker
):
    new = {"name": "Steve McQueen", "disambiguation": "director"}
    quicker(**new)
    (said,) = refused(editing.create, Person, **new, by=ada)
    assert said.startswith("Somebody entered the same person a moment ago.")
    quicker(name="Another", slug="steve-mcqueen-director")
    (said,) = refused(editing.create, Person, **new, by=ada)
    assert said.startswith("Somebody entered the same person a moment ago.")


def test_the_database_holds_it_too(mcqueen):
    for fields in ({"slug": "other", "disambiguation": "actor"}, {"slug": "steve-mcqueen"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.person("Steve McQueen", **fields)
