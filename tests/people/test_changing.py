"""Changing and publishing what is in the record, and the log of it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import ProtectedError

from awards.models import Award, Category, Ceremony, Contest
from history.models import Change
from people import editing
from people.editing import Refused
from people.models import Company, Credit, Entity, EntityName, Person, Production
from words.partial_dates import PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def person(ada):
    return editing.create(Person, name="Mark Ruffalo", born="1967", by=ada)


@pytest.fixture
def emmys(ada):
    return editing.create(Award, name="Primetime Emmy Awards", by=ada)


def last():
    change = Change.objects.latest("pk")
    return change.verb, change.by and change.by.username, change.before, change.after, change.note


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\xad", "\u200b", "\u3164", "\ufffe"])
def test_what_nobody_can_see_is_taken_out_of_every_text_of_the_record(person, ada, character):
    text = f"Bob{character}by\xa0\x0b Lee"
    bob = editing.create(Person, name=text, summary=f"An{character}\nactor", by=ada)
    assert (bob.name, bob.sort_name, bob.slug) == ("Bobby Lee", "Lee, Bobby", "bobby-lee")
    assert bob.summary == "An\nactor"
    editing.rename(person, name=f"Mark{character} Alan Ruffalo", by=ada)
    assert person.name == "Mark Alan Ruffalo"
    editing.save_rows(person, by=ada, saved=[EntityName(entity=person, name=f"Ruff{character}y")])
    assert person.names.get().name == "Ruffy"
    film = editing.create(Production, name="Zodiac", type="film", by=ada)
    credit = Credit(production=film, party=person, characters=[f"Dave{character} Toschi"])
    editing.save_rows(film, by=ada, saved=[credit])
    assert Credit.objects.get().characters == ["Dave Toschi"]


def test_a_name_is_not_changed_by_what_nobody_can_see(person, ada):
    before = Change.objects.count()
    editing.change(person, name="Mark\u200b Ruf\xadfalo", by=ada)
    assert (person.name, Change.objects.count()) == ("Mark Ruffalo", before)


@pytest.mark.parametrize(
    "name",
    ["Mark Ruf\xadfalo", "\u200bMark Ruffalo", "Mark\u2060 Ruffalo\ufe0f", "Mark\xa0\u2009Ruffalo"],
)
def test_no_second_person_can_look_like_the_first(person, ada, name):
    with pytest.raises(Refused) as refused:
        editing.create(Person, name=name, by=ada)
    assert list(refused.value.fields) == ["disambiguation"]
    second = editing.create(Person, name=name, disambiguation="stuntman", by=ada)
    assert str(second) == "Mark Ruffalo (stuntman)"


def test_a_name_of_nothing_that_is_seen_is_refused(person, ada):
    with pytest.raises(Refused) as refused:
        editing.create(Person, name="\u200b\xad", by=ada)
    assert list(refused.value.fields) == ["name"]
    editing.create(Person, name="\u200bO", by=ada)


def test_a_change_is_logged_with_what_was_before_and_after(person, bo):
    editing.change(person, born="1967-11-22", occupations="actor", by=bo, why="His agent wrote.")
    assert person.born == PartialDate("1967-11-22")
    assert last() == (
        "changed",
        "bo",
        {"born": "1967", "occupations": ""},
        {"born": "1967-11-22", "occupations": "actor"},
        "His agent wrote.",
    )


def test_creating_is_logged_with_everything_that_was_entered(person):
    verb, by, before, after, _ = last()
    assert (verb, by, before) == ("created", "ada", {})
    assert (after["name"], after["born"], after["slug"]) == ("Mark Ruffalo", "1967", "mark-ruffalo")


def test_a_change_that_changes_nothing_leaves_no_trace(person, ada):
    before = person.updated_at
    editing.change(person, born="1967", by=ada)
    editing.save(person, by=ada)
    person.refresh_from_db()
    assert (person.version, person.updated_at, Change.objects.count()) == (1, before, 1)


@pytest.mark.parametrize(
    ("born", "died", "wrong"),
    [("1990", "1950", True), ("1990-05", "1990-04-30", True), ("1990-05", "1990", False)],
)
def test_nobody_dies_before_they_are_born(ada, born, died, wrong):
    if not wrong:
        editing.create(Person, name="Odd One", born=born, died=died, by=ada)
        return
    with pytest.raises(Refused, match="The date of death is before the date of birth"):
        editing.create(Person, name="Odd One", born=born, died=died, by=ada)


@pytest.mark.parametrize("name", ["held", "nominations_announced"])
@pytest.mark.parametrize(
    ("on", "at", "wrong"),
    [
        ("2025-09-14", "2026-01-01T05:00:00+00:00", True),
        ("2025-09-14", "2025-09-15T03:00:00+00:00", False),  # still the 14th in Los Angeles
        ("2025-09-14", "2025-09-15T07:00:00+00:00", True),
        ("2025-09", "2025-09-15T03:00:00+00:00", False),
        ("", "2025-09-15T03:00:00+00:00", False),
    ],
)
def test_the_instant_and_the_day_of_a_ceremony_agree(emmys, ada, name, on, at, wrong):
    said = {f"{name}_on": on, f"{name}_at": datetime.fromisoformat(at)}
    if not wrong:
        editing.create(Ceremony, name="77th", award=emmys, year_label="2025", by=ada, **said)
        return
    with pytest.raises(Refused, match="but the date says September 14, 2025. Make them match"):
        editing.create(Ceremony, name="77th", award=emmys, year_label="2025", by=ada, **said)


def test_a_change_from_an_older_version_is_refused_by_name(person, ada, bo):
    bos = Person.objects.get(pk=person.pk)
    editing.change(person, born="1967-11", by=ada)
    bos.occupations = "actor"
    sentence = (
        "Ada Quill changed “Mark Ruffalo” after you opened it. Reload it, check the current "
        "version, then make your change again."
    )
    assert editing.stale(bos, 1) == sentence
    with pytest.raises(Refused) as why:
        editing.save(bos, by=bo)
    assert why.value.sentences == [sentence]
    with pytest.raises(Refused, match="Ada Quill changed"):
        editing.change(person, occupations="actor", version=1, by=bo)
    person.refresh_from_db()
    assert (person.born.iso, person.occupations, person.version) == ("1967-11", "", 2)
    editing.change(person, occupations="actor", version=2, by=bo)
    assert person.version == 3
    assert editing.stale(person, 3) == ""


@pytest.fixture
def somebody_quicker():
    """Inside `with somebody_quicker():` another changes every entity just before we do."""

    def another_first(execute, sql, params, many, context):
        if sql.startswith('UPDATE "people_entity"'):
            with context["connection"].cursor() as cursor:
                cursor.cursor.execute("UPDATE people_entity SET version = version + 1")
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(another_first)


def test_of_two_who_saved_at_the_same_moment_the_second_is_refused(
    person, ada, bo, somebody_quicker
):
    for verb, changes in ((editing.change, {"occupations": "actor"}), (editing.publish, {})):
        with (
            somebody_quicker(),
            pytest.raises(Refused, match="changed “Mark Ruffalo” after you opened it"),
        ):
            verb(person, by=bo, **changes)
    found = Person.objects.get()
    assert (found.occupations, found.published_at) == ("", None)


def test_a_change_touches_only_the_fields_it_names(person, ada):
    behind = Person.objects.get(pk=person.pk)
    editing.change(person, born="1967-11", by=ada)
    editing.change(behind, occupations="actor", by=ada)
    assert (behind.born.iso, behind.occupations) == ("1967-11", "actor")


def test_what_is_known_only_as_an_entity_can_be_saved_too(person, ada):
    entity = Entity.objects.get(pk=person.pk)
    entity.summary = "An actor."
    editing.save(entity, by=ada)
    assert last()[2:4] == ({"summary": ""}, {"summary": "An actor."})
    assert Person.objects.get().born.iso == "1967"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"born": "31 June 2020"}, "born", "“31 June 2020” is not a date: June 2020 has 30 days"),
        ({"name": ""}, "name", "cannot be blank"),
        ({"name": "N" * 301}, "name", "at most 300 characters"),
    ],
)
def test_a_wrong_value_gets_its_sentence_and_changes_nothing(person, ada, fields, field, sentence):
    with pytest.raises(Refused) as why:
        editing.change(person, **fields, by=ada)
    assert sentence in why.value.fields[field]
    assert (Person.objects.get().version, Change.objects.count()) == (1, 1)


def test_a_ceremony_needs_an_award_and_a_real_time_zone(ada, emmys):
    with pytest.raises(Refused) as why:
        editing.create(Ceremony, name="72nd", year_label="2020", by=ada)
    assert list(why.value.fields) == ["award"]
    with pytest.raises(Refused) as why:
        editing.create(
            Ceremony, award=emmys, name="72nd", year_label="2020", time_zone="Los Angeles", by=ada
        )
    assert why.value.fields == {
        "time_zone": "“Los Angeles” isn’t a time zone. Write one such as America/New_York."
    }


def test_a_span_of_complete_ceremonies_has_two_ends_in_order(emmys, ada):
    for span in ((73, 1), (1, None), (None, 73)):
        with pytest.raises(Refused, match="a first and a last, in that order"):
            editing.change(emmys, complete_from=span[0], complete_to=span[1], by=ada)
    editing.change(emmys, complete_from=1, complete_to=73, by=ada)


def test_publishing_shows_it_and_unpublishing_hides_it(person, ada, clock):
    now = clock.set("2020-09-20 18:31")
    editing.publish(person, by=ada)
    assert (person.published_at, person.is_public()) == (now, True)
    assert last()[:4] == (
        "published",
        "ada",
        {"published_at": None},
        {"published_at": now.astimezone(UTC).isoformat()},
    )
    editing.publish(person, by=ada)
    assert Change.objects.count() == 2
    editing.unpublish(person, by=ada, why="A hoax.")
    assert (person.is_public(), last()[0], last()[4]) == (False, "unpublished", "A hoax.")
    assert person.version == 3


def test_a_ceremony_is_not_public_without_its_award(emmys, ada):
    night = editing.create(Ceremony, award=emmys, name="72nd Emmys", year_label="2020", by=ada)
    with pytest.raises(Refused, match="Publish “Primetime Emmy Awards” first"):
        editing.publish(night, by=ada)
    editing.publish(emmys, by=ada)
    editing.publish(night, by=ada)
    with pytest.raises(Refused, match="Unpublish “72nd Emmys” first"):
        editing.unpublish(emmys, by=ada)
    assert Award.objects.get().is_public()


def test_a_ceremony_with_contests_stays_with_its_award(emmys, ada):
    other = editing.create(Award, name="Academy Awards", by=ada)
    night = editing.create(Ceremony, award=emmys, name="72nd", year_label="2020", by=ada)
    line = editing.create(Category, award=emmys, name="Lead Actor", by=ada)
    editing.change(night, award=other, by=ada)
    assert night.get_absolute_url() == "/awards/academy-awards/2020/"
    editing.change(night, award=emmys, by=ada)
    contest = Contest.objects.create(ceremony=night, category=line, name="Outstanding Lead Actor")
    for row in (night, line):
        with pytest.raises(Refused) as why:
            editing.change(row, award=other, by=ada)
        assert contest.name in why.value.fields["award"]


def test_hosts_are_entered_and_logged_by_who_they_are(emmys, person, ada):
    night = editing.create(
        Ceremony, award=emmys, name="72nd", year_label="2020", hosts=[person], by=ada
    )
    assert list(night.hosts.all()) == [person]
    editing.change(night, hosts=[], by=ada)
    assert last()[2:4] == ({"hosts": [person.public_id]}, {"hosts": []})


def test_no_name_that_the_log_has_is_a_number(emmys, ada):
    academy = editing.create(Company, name="Television Academy", by=ada)
    editing.change(emmys, body=academy, by=ada)
    assert last()[2:4] == ({"body": None}, {"body": academy.public_id})


def test_what_the_verbs_made_can_not_be_deleted(person):
    with pytest.raises(ProtectedError):
        person.delete()
    assert Person.objects.get() == person
