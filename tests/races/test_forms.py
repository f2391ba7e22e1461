"""A form of the desk is checked before the lock is taken, and asks again once it has it."""

import pytest
from django.db import connection
from django.urls import reverse

from articles import addresses, publishing
from articles.models import Article, Section
from awards import nominating, results
from people import editing, merging
from people.models import Credit, EntityName
from tests.articles.stories import content, draft
from tests.articles.test_story_screen import form
from tests.people.desk.typing import change, do, errors, filled
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def contest(db):
    emmys = rows.award()
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))
    for place, name in enumerate(("Jeremy Irons", "Mark Ruffalo")):
        rows.nomination(contest, rows.person(name), position=place)
    return contest


def test_a_form_of_the_record_doesnt_overwrite_what_another_has_just_saved(meanwhile, desk, bo):
    person = rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(person))) | {"summary": "Ada’s"}
    with meanwhile(lambda: desk.post(change(person), typed)) as colleague:
        editing.change(person, by=bo, summary="Bo’s")
    assert "Bo Reyes changed “Mark Ruffalo” after you opened it." in str(errors(colleague.answer))
    person.refresh_from_db()
    assert person.summary == "Bo’s"
    assert "Ada’s" in colleague.answer.content.decode()


def test_a_row_with_its_own_form_isnt_overwritten_either(meanwhile, desk, bo):
    credit = rows.credit(rows.production("The Twins"), rows.person("Mark Ruffalo"))
    typed = filled(desk.get(change(credit))) | {"characters": "Dominick"}
    theirs = Credit.objects.get()
    theirs.characters = ["Thomas"]
    with meanwhile(lambda: desk.post(change(credit), typed)) as colleague:
        editing.save_rows(credit.production, by=bo, saved=[theirs])
    assert "Somebody changed this after you opened it." in str(errors(colleague.answer))
    credit.refresh_from_db()
    assert credit.characters == ["Thomas"]


def test_a_contest_s_form_leaves_what_another_has_just_entered(meanwhile, desk, contest, bo):
    first = contest.nominations.first()
    star = rows.person("Hugh Jackman")
    typed = filled(desk.get(change(contest))) | {"nominations-0-nominees": [star.pk]}
    with meanwhile(lambda: desk.post(change(contest), typed)) as colleague:
        nominating.enter(contest, "Cate Blanchett", by=bo, nomination=first)
    assert "Somebody changed “" in str(errors(colleague.answer))
    assert [one.name for one in first.nominees.all()] == ["Jeremy Irons", "Cate Blanchett"]
    typed = filled(desk.get(change(contest))) | {"nominations-0-nominees": [star.pk]}
    with meanwhile(lambda: desk.post(change(contest), typed)) as colleague:
        nominating.enter(contest, "Jeremy Pope", by=bo)
    assert colleague.answer.status_code == 302
    assert [one.name for one in first.nominees.all()] == ["Hugh Jackman", "Cate Blanchett"]
    assert contest.nominations.count() == 3


def test_a_ceremony_s_form_leaves_a_result_that_another_has_just_set(meanwhile, desk, contest, bo):
    night = contest.ceremony
    typed = filled(desk.get(change(night))) | {"contests-0-name": "Lead actor"}
    winner = contest.nominations.first()
    with meanwhile(lambda: desk.post(change(night), typed)) as colleague:
        results.set_winner(winner, by=bo)
    assert colleague.answer.status_code == 302
    contest.refresh_from_db()
    assert (contest.name, contest.outcome) == ("Lead actor", "awarded")


@pytest.mark.parametrize("what", ["changed", "removed"])
def test_a_row_of_a_form_that_another_has_just_changed_or_removed_stays_so(
    meanwhile, desk, bo, what
):
    # Credits are saved with their production: the person's version doesn't tell.
    credit = rows.credit(rows.production("The Twins"), rows.person("Mark Ruffalo"), billing=3)
    typed = filled(desk.get(change(credit.party.as_person))) | {"party_credits-0-billing": "1"}
    theirs = Credit.objects.get()
    theirs.billing = 2
    said = {"saved": [theirs]} if what == "changed" else {"removed": [theirs]}
    with meanwhile(lambda: desk.post(change(credit.party.as_person), typed)) as colleague:
        editing.save_rows(credit.production, by=bo, **said)
    assert "Somebody changed “" in str(errors(colleague.answer))
    assert list(Credit.objects.values_list("billing", flat=True)) == [2][: what == "changed"]


def test_a_name_that_another_has_just_added_stays_beside_mine(meanwhile, desk, bo):
    person = rows.person("Mark Ruffalo")
    typed = filled(desk.get(change(person))) | {"summary": "Ada’s"}
    with meanwhile(lambda: desk.post(change(person), typed)) as colleague:
        editing.save_rows(person, by=bo, saved=[EntityName(entity=person, name="Ruff")])
    assert list(errors(colleague.answer)) == ["__all__"]
    assert person.names.count() == 1


def test_a_story_s_form_clashes_with_what_another_has_just_saved(meanwhile, desk, ada, bo):
    article = draft(by=ada)
    address = reverse("admin:articles_article_change", args=[article.pk])
    sent = form(article, headline="Ada’s")
    with meanwhile(lambda: desk.post(address, sent)) as colleague:
        publishing.save(article, content(headline="Bo’s"), by=bo)
    assert colleague.answer.status_code == 200
    assert "Ada’s" in colleague.answer.content.decode()
    assert Article.objects.get().newest.headline == "Bo’s"


def test_a_writer_doesnt_save_a_story_that_has_just_been_handed_in(meanwhile, sign_in, bo):
    article = draft(by=bo)
    address = reverse("admin:articles_article_change", args=[article.pk])
    writer, sent = sign_in(bo), form(article, headline="Later")
    with meanwhile(lambda: writer.post(address, sent)) as colleague:
        publishing.submit(article, by=bo)
    assert colleague.answer.status_code == 403
    assert Article.objects.get().newest.number == 1


def test_two_rows_are_not_merged_by_what_was_there_before_another_changed_one(meanwhile, desk, bo):
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    page = desk.get(f"{do(gone, 'merge')}?into={stays.pk}")
    boxes = page.context["adminform"].form
    sent = {box.html_name: "" if box.value() is None else box.value() for box in boxes}
    with meanwhile(lambda: desk.post(do(gone, "merge"), sent)) as colleague:
        editing.change(gone, by=bo, summary="Not the actor.")
    assert "One of the two was changed" in colleague.answer.content.decode()
    gone.refresh_from_db()
    assert gone.merged_into is None
    merging.merge(gone, into=stays, by=bo)


def test_what_another_has_just_put_to_use_is_not_deleted(meanwhile, desk, ada):
    if connection.vendor == "postgresql":
        pytest.skip("There the deletion doesn't wait, and the save is what fails.")
    section = Section(name="Theater", slug="theater")
    addresses.save(section, by=ada)
    article = draft(by=ada)
    address = reverse("admin:articles_section_delete", args=[section.pk])
    with meanwhile(lambda: desk.post(address, {"post": "yes"})) as colleague:
        publishing.save(article, content(section=section.public_id), by=ada)
        publishing.publish(article, by=ada)
    assert colleague.answer.status_code == 200
    assert Section.objects.filter(pk=section.pk).exists()


def test_a_contest_for_which_another_has_just_entered_somebody_is_not_deleted(
    meanwhile, desk, contest, bo
):
    empty = rows.contest(contest.ceremony, rows.category(contest.ceremony.award, "Other"))
    address = reverse("admin:awards_contest_delete", args=[empty.pk])
    with meanwhile(lambda: desk.post(address, {"post": "yes"})) as colleague:
        nominating.enter(empty, "Hugh Jackman", by=bo)
    assert colleague.error is None
    assert empty.nominations.count() == 1
    empty.nominations.all()[0].nominees.all().delete()
    empty.nominations.all().delete()
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert not type(empty).objects.filter(pk=empty.pk).exists()
