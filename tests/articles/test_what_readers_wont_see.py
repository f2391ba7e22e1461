"""A story that points to what readers can't see says so before it goes out, each by its name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import checks
from articles.content import Content
from articles.hidden_references import hidden_references
from people import editing, merging
from people.models import Person
from tests.articles.stories import draft, verb_page
from tests.people.pages import rows
from tests.world import picture


def said(body):
    return hidden_references(body, at=timezone.now())


def link(public_id, words):
    return f'<p>So said <a data-record="{public_id}">{words}</a>.</p>'


def test_a_link_to_somebody_unpublished_is_named(ada):
    hidden = editing.create(Person, by=ada, name="Hidden One")
    it = "Readers see “Hidden One” as plain words: it isn’t published."
    assert said(link(hidden.public_id, "Hidden One")) == [it]
    other = "Readers see “Hidden” as plain words: Hidden One isn’t published."
    assert said(link(hidden.public_id, "Hidden") + link(hidden.public_id, "Again")) == [other]
    editing.publish(hidden, by=ada)
    assert said(link(hidden.public_id, "Hidden One")) == []


def test_a_link_that_leads_nowhere_is_named(db):
    nowhere = "Readers see “Nobody” as plain words: it leads to nothing in the record."
    assert said(link("no-such", "Nobody")) == [nowhere]


def test_a_link_to_somebody_merged_away_leads_to_whom_they_became(ada):
    gone, stays = rows.person("Mark Rufalo"), rows.person("Mark Ruffalo")
    merging.merge(gone, into=stays, by=ada)
    assert said(link(gone.public_id, "Rufalo")) == []


def test_a_nominees_box_of_no_contest_or_of_an_empty_or_unpublished_one_is_named(ada):
    contest = rows.contest(rows.ceremony(award := rows.award(), 2014), rows.category(award))
    box = f'<div data-nominees="{contest.public_id}"></div>'
    assert said('<div data-nominees="no-contest"></div>') == [
        "Readers don’t see a nominees box: the record has no such contest."
    ]
    assert said(box) == [f"The nominees box “{contest.name}” is empty: it has no nominations."]
    rows.nomination(contest, rows.person("Somebody"))
    assert said(box) == []
    editing.unpublish(contest.ceremony, by=ada)
    assert said(box) == [
        f"Readers don’t see the nominees box “{contest.name}”: it isn’t published."
    ]


def test_a_tally_box_of_nobody_or_of_nothing_is_named(ada):
    award, person = rows.award(), rows.person("Angela Lane")
    box = f'<div data-tally="{person.public_id}" data-award="{award.public_id}"></div>'
    assert said('<div data-tally="x" data-award="y"></div>') == [
        "Readers don’t see a tally box: the record has nobody for it."
    ]
    named = f"Readers don’t see the tally box of Angela Lane at the {award.label}: "
    assert said(box) == [f"{named}the record has no nominations for it."]
    rows.nomination(rows.contest(rows.ceremony(award, 2014), rows.category(award)), person)
    assert said(box) == []
    editing.unpublish(person, by=ada)
    assert said(box) == [f"{named}Angela Lane isn’t published."]


def test_a_picture_of_the_text_that_is_gone_is_said(db):
    content = Content(
        headline="H", dek="d", tags=("t",), body='<figure data-picture="no"></figure>'
    )
    gone = "A picture in the text was deleted, so readers see nothing in its place."
    assert checks.warnings(content) == [(gone, "body")]


def test_the_publish_dialog_names_each_and_lets_the_story_go_out(sign_in, ada):
    hidden = editing.create(Person, by=ada, name="Hidden One")
    body = f'{link(hidden.public_id, "Hidden One")}<div data-nominees="no-contest"></div>'
    article = draft(by=ada, body=body)
    address = verb_page(article, "publish")
    desk = sign_in(ada)
    page = desk.get(address).content.decode()
    assert "Readers see “Hidden One” as plain words: it isn’t published." in page
    assert "the record has no such contest." in page
    assert desk.post(address).status_code == 302


@pytest.mark.parametrize("number", [1, 12])
def test_looking_takes_a_few_queries_whatever_the_text_points_to(ada, number):
    award = rows.award()
    body = ""
    for each in range(number):
        person = rows.person(f"Person {each}")
        contest = rows.contest(rows.ceremony(award, 2000 + each), rows.category(award, f"C {each}"))
        rows.nomination(contest, person)
        body += link(person.public_id, person.name)
        body += f'<div data-nominees="{contest.public_id}"></div>'
        body += f'<div data-tally="{person.public_id}" data-award="{award.public_id}"></div>'
        body += f'<figure data-picture="{picture(f"P {each}").public_id}"></figure>'
    content = Content(headline="H", dek="d", tags=("t",), body=body)
    with CaptureQueriesContext(connection) as asked:
        assert checks.warnings(content) == []
    assert len(asked) == 5
