"""What is saved after a story was scheduled doesn't go out with it: the desk says so, wherever it matters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.status import status_of
from tests.articles.stories import content, draft, published, verb_page
from tests.articles.test_story_screen import change, form

NINE = {"at_0": "2020-09-01", "at_1": "09:00"}


@pytest.fixture
def desk(sign_in, ada, clock):
    clock.set("2020-09-01 08:00:00")
    return sign_in(ada)


def for_nine(desk, *, by, **changes):
    article = draft(by=by, **changes)
    desk.post(do(article, "schedule"), NINE)
    article.refresh_from_db()
    return article


def do(article, name):
    return verb_page(article, name)


def test_a_change_to_a_scheduled_story_says_that_it_wont_go_out_and_how_to_send_it(
    desk, reader, ada, clock
):
    article = for_nine(desk, by=ada, body="<p>First.</p>")
    page = desk.get(change(article)).content.decode()
    assert "with changes" not in page
    page = desk.post(change(article), form(article, body="<p>Second.</p>"), follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        (
            "Saved, but this version won’t go out by itself: on Tuesday, September 1, 9 am PT "
            "readers get revision 1. To send this one, schedule the story again or publish it."
        )
    ]
    assert "Scheduled, with changes" in page.content.decode()
    assert "Scheduled, with changes" in desk.get("/admin/articles/article/").content.decode()
    article.refresh_from_db()
    clock.set("2020-09-01 09:00:00")
    assert "First." in reader.get(article.get_absolute_url()).content.decode()
    assert status_of(article, at=timezone.now()).label == "Published, with changes"


def test_scheduling_it_again_sends_the_newest_and_nothing_more_is_said(desk, reader, ada, clock):
    article = for_nine(desk, by=ada, body="<p>First.</p>")
    desk.post(change(article), form(article, body="<p>Second.</p>"))
    assert 'value="09:00"' in desk.get(do(article, "schedule")).content.decode()
    desk.post(do(article, "schedule"), NINE)
    assert "with changes" not in desk.get(change(article)).content.decode()
    article.refresh_from_db()
    clock.set("2020-09-01 09:00:00")
    assert "Second." in reader.get(article.get_absolute_url()).content.decode()


def test_saving_a_draft_or_what_readers_have_says_nothing_of_it(desk, ada):
    for article in (draft(by=ada), published(by=ada)):
        page = desk.post(change(article), form(article, headline="Other"), follow=True)
        assert [*page.context["messages"]] == []


def test_saving_under_an_embargo_says_it_too(desk, ada):
    article = draft(by=ada)
    publishing.embargo(article, by=ada, until=timezone.now() + timedelta(days=2))
    publishing.publish(article, by=ada)
    page = desk.post(change(article), form(article, headline="Other"), follow=True)
    assert "Embargoed, with changes" in page.content.decode()
    assert "To send this one, schedule the story again or publish it." in page.content.decode()


def marks(desk, article):
    page = desk.get(reverse("admin:articles_article_revisions", args=[article.pk]))
    return {line.revision.number: line.mark for line in page.context["lines"]}


def test_the_revisions_say_which_goes_out_which_is_out_and_which_was(desk, ada, clock):
    article = for_nine(desk, by=ada)
    publishing.save(article, content(headline="Other"), by=ada)
    goes = "goes out on Tuesday, September 1, 9 am PT"
    assert marks(desk, article) == {1: goes, 2: ""}
    screen = desk.get(change(article)).content.decode()
    assert goes in screen
    assert "out now" not in screen
    clock.set("2020-09-01 09:00:00")
    assert marks(desk, article) == {1: "out now", 2: ""}
    publishing.withdraw(article, by=ada, because="Not true.")
    assert marks(desk, article) == {1: "withdrawn", 2: ""}
