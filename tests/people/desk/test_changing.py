"""Changing what is in the record: nobody is overwritten, old addresses answer, readers see it at once."""

import pytest

from awards.models import Contest
from history.models import Change
from people import editing
from people.merging import merge
from people.models import Address, Credit, EntityName, Person, Production
from tests.only import only
from tests.people.desk.typing import change, do, errors, filled, send, send_rows
from tests.people.pages import rows


def test_readers_see_a_change_at_once(desk, reader):
    person = rows.person("Mark Ruffalo")
    assert "Actor and producer." not in reader.get("/people/mark-ruffalo/").content.decode()
    send(desk, change(person), summary="Actor and producer.")
    assert "Actor and producer." in reader.get("/people/mark-ruffalo/").content.decode()


def test_a_name_changed_in_the_form_keeps_the_address_and_a_changed_address_keeps_both(
    desk, ada, reader
):
    person = editing.create(Person, by=ada, name="Mark Rufalo")
    editing.publish(person, by=ada)
    send(desk, change(person), name="Mark Ruffalo", slug="mark-ruffalo")
    answer = reader.get("/people/mark-rufalo/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/mark-ruffalo/")
    assert {a.slug for a in Address.objects.all()} == {"mark-rufalo", "mark-ruffalo"}


def test_a_form_with_dates_that_contradict_each_other_is_sent_back_with_a_sentence(desk):
    person = rows.person("Ann Lee", born="1990")
    answer = send(desk, change(person), died="1950")
    assert list(errors(answer)) == ["died"]
    night = rows.ceremony(rows.award(), 2025)
    answer = send(desk, change(night), held_at_0="2026-01-01", held_at_1="17:00")
    assert errors(answer)["held_at"].startswith("In America/Los_Angeles that is January 1, 2026")


def test_a_form_sent_as_it_was_changes_and_logs_nothing(desk):
    person = rows.person("Mark Ruffalo")
    rows.credit(rows.production("Twins"), person, characters=["Dominick"])
    assert send(desk, change(person)).status_code == 302
    person.refresh_from_db()
    assert (person.version, Change.objects.count()) == (1, 0)


def test_a_further_row_that_was_left_empty_is_no_name(desk):
    person = rows.person("Mark Ruffalo")
    empty = {"name": "", "kind": "alias", "shown": "always", "since": "", "until": ""}
    assert send_rows(desk, change(person), "names", empty).status_code == 302
    assert person.names.count() == 0
    typed = empty | {"name": "Ruff", "since": "2001"}
    assert send_rows(desk, change(person), "names", typed).status_code == 302
    assert [(one.name, str(one.since)) for one in person.names.all()] == [("Ruff", "2001")]


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(desk, bo):
    person = rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(person))) | {"summary": "Ada’s"}
    editing.change(person, by=bo, summary="Bo’s")
    answer = desk.post(change(person), typed)
    assert errors(answer) == {
        "__all__": "Bo Reyes changed “Mark Ruffalo” after you opened it. Reload it, check "
        "the current version, then make your change again."
    }
    assert "Ada’s" in answer.content.decode()
    person.refresh_from_db()
    assert person.summary == "Bo’s"


def test_a_colleague_s_change_of_the_names_counts_too(desk, bo):
    person = rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(person))) | {"summary": "Ada’s"}
    editing.save_rows(person, by=bo, saved=[EntityName(entity=person, name="Ruff")])
    assert list(errors(desk.post(change(person), typed))) == ["__all__"]


def test_an_award_with_contests_stays_with_its_ceremony(desk):
    night = rows.ceremony(rows.award(), 2020)
    rows.contest(night, rows.category(night.award))
    other = rows.award("Academy Awards", slug="oscars")
    answer = send(desk, change(night), award=other.pk)
    assert answer.status_code == 200
    assert "is not a category of Academy Awards." in str(errors(answer))
    night.refresh_from_db()
    assert night.award_id != other.pk


def test_other_names_are_kept_with_their_rule_and_gone_when_ticked(desk, ada):
    person = rows.person("Elliot Page")
    name = {"name": "Another name", "kind": "former", "shown": "never", "until": "2020"}
    send_rows(desk, change(person), "names", name)
    kept = EntityName.objects.get()
    assert (kept.name, kept.shown, str(kept.until)) == ("Another name", "never", "2020")
    send(desk, change(person), **{"names-0-DELETE": "on"})
    assert EntityName.objects.count() == 0
    assert [(line.verb, line.by) for line in Change.objects.all()] == [("rows changed", ada)] * 2


def test_a_production_says_what_it_stands_on(desk):
    series, novel = rows.production("The Twins"), rows.production("The Novel", type="novel")
    said = {"to_production": novel.pk, "type": "based on"}
    send_rows(desk, change(series), "sources", said)
    assert [relation.to_production for relation in series.sources.all()] == [novel]
    itself = {"to_production": series.pk, "type": "sequel to"}
    answer = send_rows(desk, change(series), "sources", itself)
    assert answer.status_code == 200
    assert series.sources.count() == 1


def test_a_credit_by_itself_is_logged_with_its_production_and_refuses_a_stale_form(desk, bo):
    credit = rows.credit(rows.production("The Twins"), rows.person("Mark Ruffalo"))
    typed = filled(desk.get(change(credit))) | {"characters": "Dominick; Thomas"}
    assert desk.post(change(credit), typed).status_code == 302
    assert Change.objects.get().subject_id == credit.production.public_id
    answer = desk.post(change(credit), typed | {"characters": "Dominick"})
    assert "Somebody changed this after you opened it." in errors(answer)["__all__"]
    credit.refresh_from_db()
    assert credit.characters == ["Dominick", "Thomas"]


def test_a_credit_is_removed_and_the_log_says_what_it_was(desk):
    credit = rows.credit(rows.production("The Twins"), rows.person("Mark Ruffalo"))
    desk.post(f"/admin/people/credit/{credit.pk}/delete/", {"post": "yes"})
    assert Credit.objects.count() == 0
    assert Change.objects.get().before[f"credit {credit.pk}"]["role"] == "actor"


def test_a_contest_with_nominations_says_what_stands_on_it(desk):
    contest = _contest()
    rows.nomination(contest, rows.person("Mark Ruffalo"))
    page = desk.post(f"/admin/awards/contest/{contest.pk}/delete/", {"post": "yes"})
    assert page.status_code == 200
    assert Contest.objects.count() == 1


def test_contests_ticked_in_the_list_go_only_if_nothing_stands_on_them(desk):
    _contest()
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": []}
    ticked["_selected_action"] = [contest.pk for contest in Contest.objects.all()]
    desk.post("/admin/awards/contest/", ticked)
    assert (Contest.objects.count(), Change.objects.get().verb) == (0, "rows changed")


def _contest():
    night = rows.ceremony(rows.award(), 2020)
    return rows.contest(night, rows.category(night.award))


def test_nobody_deletes_an_entity(desk):
    for row in (rows.person("Mark Ruffalo"), rows.production("The Twins")):
        kind = row._meta.model_name
        address = f"/admin/people/{kind}/{row.pk}/delete/"
        assert desk.post(address, {"post": "yes"}).status_code == 403
        ticked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        desk.post(f"/admin/people/{kind}/", ticked)
    assert (Person.objects.count(), Production.objects.count()) == (1, 1)


def test_a_row_that_was_merged_away_is_only_looked_at(desk, ada):
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(gone)))
    merge(gone, into=stays, by=ada)
    assert desk.post(change(gone), typed).status_code == 403
    page = desk.get(change(gone)).content.decode()
    assert 'name="_save"' not in page
    assert desk.post(do(gone, "publish")).status_code == 403


def test_the_log_and_the_addresses_are_only_looked_at(desk, ada):
    editing.create(Person, by=ada, name="Mark Ruffalo")
    for row in (Change.objects.get(), Address.objects.get()):
        assert desk.post(change(row), {"verb": "nothing happened"}).status_code == 403
        assert desk.post(f"{change(row)[:-7]}delete/", {"post": "yes"}).status_code == 403
    assert Change.objects.get().verb == "created"


def test_somebody_without_the_right_to_changes_nothing(desk, sign_in, bo):
    person = rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(person))) | {"name": "Somebody else", "occupations": "actor"}
    new = filled(desk.get("/admin/people/person/add/")) | {"name": "Somebody new"}
    for address, sent in (
        (change(person), typed),
        (do(person, "unpublish"), {"why": "Asked to."}),
        ("/admin/people/person/add/", new),
    ):
        only(
            desk,
            sign_in(bo),
            lambda client, address=address, sent=sent: client.post(address, sent),
            changes=lambda: [*Person.objects.values_list("occupations", "published_at")],
        )


def test_a_long_career_fits_in_one_form(desk):
    person = rows.person("Mark Ruffalo")
    for number in range(200):
        rows.credit(rows.production(f"Production {number}"), person)
    assert send(desk, change(person), summary="Busy.").status_code == 302
    person.refresh_from_db()
    assert person.summary == "Busy."


def test_whoever_may_only_look_reads_the_characters_as_a_line(sign_in, bo):
    series, mark = rows.production("The Twins", year=2020), rows.person("Mark Ruffalo")
    rows.credit(series, mark)
    series.credits.update(characters=["Dominick Birdsey", "Thomas Birdsey"])
    writer = sign_in(bo)
    for entity in (series, mark):
        page = writer.get(change(entity)).content.decode()
        assert "Dominick Birdsey; Thomas Birdsey" in page


def test_a_superscript_is_a_digit_and_yet_no_row(desk):
    for address in (
        "/admin/people/entity/²/change/",
        "/admin/articles/article/²/history/",
        "/admin/articles/article/look/records/?key=²",
        f"/admin/people/entity/{'9' * 40}/change/",
    ):
        assert desk.get(address).status_code in {200, 302, 403}, address


@pytest.mark.parametrize("lost", ["based_on", "seen"])
def test_a_form_that_doesn_t_say_from_what_it_began_overwrites_nobody(desk, lost):
    person = rows.person("Mark Ruffalo")
    credit = rows.credit(rows.production("The Twins"), person)
    row, name = (person, "summary") if lost == "based_on" else (credit, "note")
    typed = filled(desk.get(change(row))) | {name: "As typed"}
    without = {field: value for field, value in typed.items() if field != lost}
    page = desk.post(change(row), without)
    assert "This form doesn’t say which version it started from" in errors(page)["__all__"]
    assert "As typed" in page.content.decode()
    row.refresh_from_db()
    assert getattr(row, name) == ""
    assert desk.post(change(row), typed).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "As typed"
