"""New rows of the record: what is typed is kept, and what can't be is said."""

import pytest
from django.db.models.signals import pre_save
from django.urls import reverse

from articles.models import CuratedList, CuratedStory
from awards.models import Category, Ceremony
from history.models import Change
from people import editing
from people.models import Company, Credit, Entity, Person, Production
from tests.articles.stories import published
from tests.people.desk.typing import add, change, errors, filled, send, send_rows, with_rows
from tests.people.pages import rows
from words.partial_dates import PartialDate

TOO_MANY = "You can add at most 100 rows at once. Save these, then add the others."


def test_an_editor_adds_a_person_who_is_logged_and_not_public_yet(desk, ada, reader):
    answer = send(desk, add(Person), name="Derek Cianfrance", born="January 23, 1974")
    person = Person.objects.get()
    assert answer.status_code == 302
    assert (person.slug, person.sort_name) == ("derek-cianfrance", "Cianfrance, Derek")
    assert person.born == PartialDate("1974-01-23")
    assert reader.get("/people/derek-cianfrance/").status_code == 404
    line = Change.objects.get()
    assert (line.verb, line.by, line.subject_id) == ("created", ada, person.public_id)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("May 2020", "2020-05", "May 2020"),
        ("2020", "2020", "2020"),
        ("10 May 2020", "2020-05-10", "May 10, 2020"),
        ("", "", ""),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(desk, typed, kept, shown):
    send(desk, add(Person), name="Mark Ruffalo", born=typed)
    person = Person.objects.get()
    assert (person.born.iso if person.born else "") == kept
    assert filled(desk.get(change(person)))["born"] == shown


def test_31_june_is_no_date_and_what_was_typed_stays_in_the_box(desk):
    answer = send(desk, add(Person), name="Mark Ruffalo", born="31 June 2020")
    assert errors(answer) == {
        "born": "“31 June 2020” is not a date: June 2020 has 30 days. "
        "Correct the day, or give only the month."
    }
    assert 'value="31 June 2020"' in answer.content.decode()
    assert Person.objects.count() == 0


def test_a_second_person_of_one_name_is_told_of_the_first(desk):
    rows.person("Steve McQueen", disambiguation="actor")
    for name in ("Steve McQueen", "STÉVE  McQueen"):
        answer = send(desk, add(Person), name=name)
        assert errors(answer) == {
            "disambiguation": "“Steve McQueen (actor)” is already in the record. If this is "
            "another person, say what tells it apart, such as “director”."
        }
    assert Person.objects.count() == 1
    send(desk, add(Person), name="Steve McQueen", disambiguation="director")
    assert [str(person) for person in Person.objects.order_by("disambiguation")] == [
        "Steve McQueen (actor)",
        "Steve McQueen (director)",
    ]


def test_a_second_production_of_one_title_finds_what_tells_it_apart_in_the_box(desk):
    rows.production("Bad Education")
    page = desk.get(add(Production))
    typed = with_rows(
        filled(page) | {"name": "Bad Education", "type": "film"}, "releases", release("May 2019")
    )
    answer = desk.post(add(Production), typed)
    assert list(errors(answer)) == ["disambiguation"]
    assert filled(answer)["disambiguation"] == "film, 2019"
    assert desk.post(add(Production), filled(answer)).status_code == 302
    made = Production.objects.get(disambiguation="film, 2019")
    assert [str(one.date) for one in made.releases.all()] == ["May 2019"]


def release(date):
    return {"kind": "premiere", "company": "", "date": date, "label": ""}


def test_an_address_that_another_once_had_is_refused(desk, ada):
    old = editing.create(Person, by=ada, name="Old Name")
    editing.rename(old, by=ada, name="New Name")
    answer = send(desk, add(Person), name="Somebody", slug="old-name")
    assert errors(answer) == {
        "slug": "The address “old-name” belongs to “New Name”, or once did. Old links must "
        "keep working, so choose another address."
    }
    assert Entity.objects.count() == 1


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 301, "at most 300 characters"),
        ("name", "a\x00b", "Null characters are not allowed"),
        ("slug", "no spaces, please", "letters, numbers, underscores or hyphens"),
        ("picture", "999", "not one of the available choices"),
        ("picture", "9" * 40, "not one of the available choices"),
        ("picture", "x", "not one of the available choices"),
        ("died", "the day after", "is not a date. Write it like 2020, May 2020 or 2020-05-10."),
    ],
)
def test_what_cant_be_kept_gets_its_sentence(desk, box, typed, sentence):
    answer = send(desk, add(Person), **({"name": "Somebody"} | {box: typed}))
    assert answer.status_code == 200
    assert list(errors(answer)) == [box]
    assert sentence in errors(answer)[box]
    assert (Entity.objects.count(), Change.objects.count()) == (0, 0)


def test_who_is_entered_by_two_at_once_is_entered_once(desk):
    """Between the look and the write, somebody else saves the same person."""

    def faster(sender, instance, **_):
        pre_save.disconnect(faster, sender=Person)
        Person(name="Mark Ruffalo", slug="mark-ruffalo").save()

    address = add(Person)
    typed = filled(desk.get(address)) | {"name": "Mark Ruffalo"}
    pre_save.connect(faster, sender=Person, weak=False)
    answer = desk.post(address, typed)
    assert answer.status_code == 200
    assert "".join(errors(answer).values())
    assert Person.objects.count() == Change.objects.count() == 0  # theirs went with our transaction


def test_an_editor_enters_a_production_with_its_cast_in_one_form(desk, ada):
    ruffalo, hbo = rows.person("Mark Ruffalo"), rows.company("HBO")
    page = desk.get(add(Production))
    twins = {"party": ruffalo.pk, "role": "actor", "billing": "1"}
    twins["characters"] = " Dominick  Birdsey;Thomas Birdsey ; "
    typed = with_rows(
        filled(page) | {"name": "I Know This Much Is True", "type": "limited series"},
        "credits",
        twins,
        {"party": hbo.pk, "role": "network"},
    )
    assert desk.post(add(Production), typed).status_code == 302
    made = Production.objects.get()
    assert [(str(c.party), c.role, c.characters) for c in made.credits.order_by("pk")] == [
        ("Mark Ruffalo", "actor", ["Dominick Birdsey", "Thomas Birdsey"]),
        ("HBO", "network", []),
    ]
    assert filled(desk.get(change(made)))["credits-0-characters"] == (
        "Dominick Birdsey; Thomas Birdsey"
    )
    assert [line.verb for line in Change.objects.about("production", made.public_id)] == [
        "rows changed",
        "created",
    ]


def test_one_credit_that_cant_be_kept_holds_the_whole_form_back(desk):
    ruffalo = rows.person("Mark Ruffalo")
    page = desk.get(add(Production))
    twice = {"party": ruffalo.pk, "role": "actor"}
    typed = with_rows(filled(page) | {"name": "Twins", "type": "film"}, "credits", twice, twice)
    answer = desk.post(add(Production), typed)
    assert answer.status_code == 200
    assert errors(answer) == {
        "credits role": "Mark Ruffalo is already entered as actor. Put several characters on one "
        "line, with semicolons. Two credits for one role need different scopes."
    }
    assert (Production.objects.count(), Credit.objects.count()) == (0, 0)


def test_a_ceremony_and_a_category_get_their_place_from_their_award(desk, ada):
    emmys, oscars = rows.award(), rows.award("Academy Awards", slug="oscars")
    for award in (emmys, oscars):
        send(desk, add(Category), name="Supporting Actor", award=award.pk, position="0")
        send(desk, add(Ceremony), name=f"The {award}", award=award.pk, year_label="2020")
    assert {(c.slug, c.scope) for c in Category.objects.all()} == {
        ("supporting-actor", emmys.public_id),
        ("supporting-actor", oscars.public_id),
    }
    assert {c.slug for c in Ceremony.objects.all()} == {"2020"}


def test_hosts_are_chosen_by_name_and_logged(desk):
    ann, bo = rows.person("Ann"), rows.person("Bo")
    night = rows.ceremony(rows.award(), 2020)
    send(desk, change(night), hosts=[bo.pk, ann.pk])
    assert set(night.hosts.all()) == {ann, bo}
    assert set(Change.objects.get().after["hosts"]) == {ann.public_id, bo.public_id}


# From a credit's "+" ------------------------------------------------------------------------------


def test_a_credit_s_plus_asks_whether_it_is_a_person_or_a_company(desk):
    page = desk.get("/admin/people/entity/add/?_to_field=id&_popup=1")
    assert [address for _, address in page.context["kinds"]] == [
        "/admin/people/person/add/?_to_field=id&_popup=1",
        "/admin/people/company/add/?_to_field=id&_popup=1",
    ]


@pytest.mark.parametrize("model", [Person, Company])
def test_who_is_added_in_a_pop_up_goes_back_to_the_credit_by_the_right_key(desk, model):
    typed = {"name": "Derek Cianfrance", "_popup": "1", "_to_field": "id", "type": "other"}
    answer = desk.post(add(model), filled(desk.get(add(model))) | typed)
    made = model.objects.get()
    assert answer.status_code == 200
    assert f'"value": "{made.pk}"' in answer.content.decode().replace("&quot;", '"')


def test_credits_are_added_from_the_person_too(desk):
    person, twins = rows.person("Mark Ruffalo"), rows.production("The Twins")
    send_rows(desk, change(person), "party_credits", {"production": twins.pk, "role": "actor"})
    assert Credit.objects.get().production == twins


def test_a_form_that_claims_millions_of_rows_is_refused_before_they_are_built(desk, ada):
    film = rows.production("Dark Waters", year=2019)
    rows.credit(film, rows.person("Mark Ruffalo"))
    night = rows.ceremony(rows.award("Primetime Emmy Awards"), 2020)
    best = CuratedList.objects.create(name="Best of", slug="best")
    CuratedStory.objects.create(curated_list=best, article=published(by=ada), position=1)
    edited = reverse("admin:articles_curatedlist_change", args=[best.pk])
    for address in (change(film), change(night), edited):
        typed = filled(desk.get(address))
        for name in [name for name in typed if name.endswith("-TOTAL_FORMS")]:
            stored = int(typed[name])
            answer = desk.post(address, typed | {name: "99999999"})
            assert TOO_MANY in answer.content.decode()
            built = [inline.formset for inline in answer.context["inline_admin_formsets"]]
            assert max(len(each.forms) for each in built) <= stored + 100
        assert desk.post(address, typed).status_code == 302


def test_a_hundred_rows_can_be_added_to_those_that_are_there(desk):
    film = rows.production("Dark Waters", year=2019)
    cast = [rows.person(f"Number {number}") for number in range(101)]
    new = [{"party": person.pk, "role": "actor"} for person in cast]
    assert TOO_MANY in send_rows(desk, change(film), "credits", *new).content.decode()
    assert not film.credits.exists()
    assert send_rows(desk, change(film), "credits", *new[:100]).status_code == 302
    assert send_rows(desk, change(film), "credits", *new[100:]).status_code == 302
    assert film.credits.count() == 101
