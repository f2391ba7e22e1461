"""The buttons of an entity: each says what follows before the click, and does it or says why not."""

import pytest

from history.models import Change
from people import editing
from people.models import EntityName, Person
from tests.people.desk.typing import change, do
from tests.people.pages import rows
from words.partial_dates import PartialDate


def text(answer):
    return " ".join(answer.content.decode().split())


def said(answer):
    return {
        name: " ".join(lines) for name, lines in answer.context["adminform"].form.errors.items()
    }


def buttons(desk, row):
    return [label for label, _ in desk.get(change(row)).context["verbs"]]


def test_each_row_offers_what_it_is_ready_for(desk):
    person = rows.person("Mark Ruffalo")
    assert buttons(desk, person) == ["Rename", "Merge", "Unpublish"]
    rows.hide(person)
    assert buttons(desk, person) == ["Publish", "Rename", "Merge"]


def test_an_editor_publishes_a_person_and_readers_find_the_page(desk, ada, reader):
    person = editing.create(Person, by=ada, name="Mark Ruffalo")
    assert "Readers see its page right away" in text(desk.get(do(person, "publish")))
    assert reader.get("/people/mark-ruffalo/").status_code == 404
    answer = desk.post(do(person, "publish"), {"why": "He won."})
    assert (answer.status_code, answer["Location"]) == (302, change(person))
    assert reader.get("/people/mark-ruffalo/").status_code == 200
    assert Change.objects.first().note == "He won."


def test_an_editor_takes_a_person_off_and_is_told_what_points_there(desk, reader):
    person = rows.person("Mark Ruffalo")
    rows.credit(rows.production("The Twins"), person)
    page = desk.get(do(person, "unpublish"))
    assert "Readers will no longer find /people/mark-ruffalo/." in text(page)
    assert [str(link) for link in page.context["links"]] == ["Credits: 1"]
    desk.post(do(person, "unpublish"))
    assert reader.get("/people/mark-ruffalo/").status_code == 404


def test_a_ceremony_of_a_hidden_award_is_not_published_and_says_why(desk):
    night = rows.ceremony(rows.award(), 2020, published_at=None)
    rows.hide(night.award)
    answer = desk.post(do(night, "publish"))
    assert "Publish “Primetime Emmy Awards” first" in said(answer)["__all__"]
    night.refresh_from_db()
    assert night.published_at is None


def test_an_editor_renames_a_company_and_keeps_the_old_name(desk, ada, reader):
    company = editing.create(rows.Company, by=ada, name="Amazon Instant Video", type="streamer")
    editing.publish(company, by=ada)
    page = desk.get(do(company, "rename"))
    assert "/companies/amazon-instant-video/" in text(page)
    assert page.context["adminform"].form["name"].value() == "Amazon Instant Video"
    typed = {"name": "Prime Video", "keep_as": "former", "shown": "credits"}
    desk.post(do(company, "rename"), typed)
    company.refresh_from_db()
    assert (company.name, company.slug) == ("Prime Video", "prime-video")
    kept = EntityName.objects.get()
    assert (kept.name, kept.kind, kept.shown) == ("Amazon Instant Video", "former", "credits")
    moved = reader.get("/companies/amazon-instant-video/")
    assert (moved.status_code, moved["Location"]) == (301, "/companies/prime-video/")


@pytest.mark.parametrize(
    ("typed", "box", "sentence"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "Jane Doe"}, "disambiguation", "“Jane Doe” is already in the record."),
        ({"name": "John Doe", "slug": "jane-doe"}, "slug", "belongs to “Jane Doe”"),
    ],
)
def test_a_name_that_is_anothers_is_refused_in_the_form(desk, typed, box, sentence):
    rows.person("Jane Doe")
    person = rows.person("Somebody")
    answer = desk.post(do(person, "rename"), {"shown": "always"} | typed)
    assert list(said(answer)) == [box]
    assert sentence in said(answer)[box]
    person.refresh_from_db()
    assert person.name == "Somebody"


def test_two_rows_of_one_person_become_one(desk, reader):
    twins = rows.production("The Twins")
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    rows.credit(twins, gone)
    page = desk.get(do(gone, "merge"))
    assert "This can’t be undone." in text(page)
    assert [str(link) for link in page.context["links"]] == ["Credits: 1"]
    answer = desk.post(do(gone, "merge"), {"into": stays.pk, "shown": "never"})
    assert answer["Location"] == change(stays)
    assert [credit.party_id for credit in twins.credits.all()] == [stays.pk]
    moved = reader.get("/people/mark-rufalo/")
    assert (moved.status_code, moved["Location"]) == (301, "/people/mark-ruffalo/")


def test_a_row_is_merged_only_into_another_of_its_kind(desk):
    person, company = rows.person("Mark Ruffalo"), rows.company("HBO")
    for into in (person.pk, company.pk, "", "x"):
        answer = desk.post(do(person, "merge"), {"into": into, "shown": "never"})
        assert list(said(answer)) == ["into"]
    person.refresh_from_db()
    assert person.merged_into is None


def test_a_public_row_is_not_merged_into_a_hidden_one(desk):
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    rows.hide(stays)
    answer = desk.post(do(gone, "merge"), {"into": stays.pk, "shown": "never"})
    assert "Publish “Mark Ruffalo” first" in said(answer)["__all__"]


def test_a_verb_that_there_is_not_is_refused(desk):
    person = rows.person("Mark Ruffalo")
    assert desk.post(do(person, "knight")).status_code == 403
    assert desk.get("/admin/people/person/999/do/merge/").status_code == 404
    assert desk.get("/admin/people/person/x/do/merge/").status_code == 404


def test_the_log_of_a_row_says_who_did_what_and_why(desk, ada):
    person = editing.create(Person, by=ada, name="Mark Ruffalo")
    editing.create(Person, by=ada, name="Somebody else")
    editing.change(person, by=ada, born=PartialDate("1967-11-22"), why="His own site.")
    page = desk.get(f"/admin/people/person/{person.pk}/history/", follow=True)
    lines = [(line.verb, line.by, line.note) for line, _ in page.context["lines"]]
    assert lines == [("changed", ada, "His own site."), ("created", ada, "")]
    line = Change.objects.get(verb="changed")
    for address in (f"/admin/history/change/{line.pk}/change/", page.request["PATH_INFO"]):
        assert "1967-11-22" in desk.get(address).content.decode()
