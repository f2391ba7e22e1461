"""A picture answers readers while something public shows it, and nobody else."""

import io

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Author, Section
from photos import editing
from tests.articles.stories import content, published
from tests.people.pages import rows
from tests.photos.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(ada):
    return editing.add(
        by=ada, file=io.BytesIO(jpeg()), title="Two colors", credit="Ann Lee", rights="owned"
    )


@pytest.fixture
def answers(reader, filed):
    """`answers()` is what a reader's request for the picture is answered with."""

    def answers():
        return reader.get(f"/pictures/{filed.public_id}/1/320.webp").status_code

    return answers


def test_nobody_shows_it(answers, filed, reader):
    assert answers() == 404
    one = reader.get(f"/pictures/{filed.public_id}/1/320.webp")
    assert one.content == reader.get("/pictures/nothing/1/320.webp").content


def test_a_story_leads_with_it_from_its_first_second_to_its_last(answers, filed, clock):
    noon = clock.set("2020-09-20 12:00:00")
    clock.set("2020-09-20 11:00:00")
    story = publishing.start(by=None, content=content(lead_picture=filed.public_id))
    publishing.schedule(story, by=None, at=noon)
    clock.set("2020-09-20 11:59:59")
    assert answers() == 404
    clock.set("2020-09-20 12:00:00")
    assert answers() == 200
    publishing.withdraw(story, by=None, because="Wrong.", now=timezone.now())
    assert answers() == 404


def test_the_text_of_a_story_has_it(answers, filed):
    figure = f'<figure data-picture="{filed.public_id}" data-caption="Two."></figure>'
    story = published(body=f"<p>See.</p>{figure}")
    assert answers() == 200
    publishing.save(story, content(body="<p>Nothing to see.</p>"), by=None)
    assert answers() == 200
    publishing.publish(story, by=None)
    assert answers() == 404


def test_a_draft_or_a_text_about_it_does_not_show_it(answers, filed):
    figure = f'<figure data-picture="{filed.public_id}"></figure>'
    publishing.start(by=None, content=content(body=f"<p>See.</p>{figure}"))
    escaped = figure.replace("<", "&lt;").replace(">", "&gt;")
    published(body=f"<p>Write {escaped}.</p>")
    assert answers() == 404


def test_somebody_in_the_record_has_it(answers, filed):
    person = rows.person("Mark Ruffalo", picture=filed)
    assert answers() == 200
    rows.hide(person)
    assert answers() == 404


def test_an_author_has_it_who_has_a_public_story(answers, filed):
    ann = Author.objects.create(name="Ann Lee", slug="ann", picture=filed)
    assert answers() == 404
    story = published(bylines=((ann.public_id, ""),))
    assert answers() == 200
    publishing.withdraw(story, by=None, because="Wrong.")
    assert answers() == 404


def test_rights_that_are_taken_back_take_it_from_every_page(answers, filed, ada):
    published(lead_picture=filed.public_id)
    editing.describe(filed, by=ada, rights="none")
    assert answers() == 404


def test_it_costs_two_queries_at_most_however_many_show_it(
    answers, filed, django_assert_max_num_queries
):
    Section.objects.create(name="Film", slug="film")
    for _ in range(5):
        published(lead_picture=filed.public_id)
    with django_assert_max_num_queries(2):
        assert answers() == 200
