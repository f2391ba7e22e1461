"""A colleague saves while an editor presses a button that puts the story before readers."""

from datetime import UTC, datetime

import pytest

from articles import publishing
from articles.models import Article
from tests.articles.stories import content, draft, log_of, published, verb_page

pytestmark = pytest.mark.both_databases

LATER = {"at_0": "2999-01-01", "at_1": "09:00"}
UNREAD = "Half finished, TK"


def withdrawn(*, by):
    article = published(by=by)
    publishing.withdraw(article, by=by, because="It was not true.")
    publishing.save(article, content(headline="Mended"), by=by)
    return article


def scheduled(*, by):
    article = draft(by=by)
    publishing.schedule(article, by=by, at=datetime(2999, 1, 1, tzinfo=UTC))
    return article


def changed(*, by):
    article = published(by=by)
    publishing.save(article, content(headline="Mended"), by=by)
    return article


PUTS_OUT = {
    "publish": (draft, {}),
    "schedule": (draft, LATER),
    "update": (changed, {"note": "Adds the speech."}),
    "correct": (changed, {"kind": "correction", "text": "It was Hulu."}),
    "reinstate-newest": (withdrawn, {}),
}


def out(article):
    """What readers have, and what the story was given with it."""
    article = Article.objects.get(pk=article.pk)
    notes = article.corrections.count() + article.updates.count()
    return article.headline, article.live_id, article.published_at, article.withdrawn_at, notes


@pytest.mark.parametrize("verb", PUTS_OUT)
def test_what_is_saved_while_a_button_is_pressed_doesnt_go_out_unread(
    meanwhile, sign_in, ada, bo, verb
):
    made, typed = PUTS_OUT[verb]
    article = made(by=ada)
    before, desk = out(article), sign_in(ada)
    theirs = Article.objects.get(pk=article.pk)
    address = verb_page(article, verb)
    with meanwhile(lambda: desk.post(address, typed)) as colleague:
        publishing.save(theirs, content(headline=UNREAD), by=bo)
    page = colleague.answer
    assert (page.status_code, out(article)) == (200, before)
    assert "Bo Reyes saved" in page.content.decode()
    assert page.context["newer"].changes[0].after == UNREAD
    assert desk.post(address, typed | {"seen": page.context["seen"]}).status_code == 302
    assert out(article)[0] == UNREAD


HIDES = {
    "withdraw": (published, {"because": "It was not true."}, "withdrawn"),
    "embargo": (draft, {"until_0": "2999-01-01", "until_1": "09:00"}, "embargoed"),
    "unschedule": (scheduled, {}, "unscheduled"),
}


@pytest.mark.parametrize("verb", HIDES)
def test_what_hides_a_story_never_stops_for_what_was_saved(meanwhile, sign_in, ada, bo, verb):
    made, typed, done = HIDES[verb]
    article = made(by=ada)
    desk, theirs = sign_in(ada), Article.objects.get(pk=article.pk)
    address = verb_page(article, verb)
    with meanwhile(lambda: desk.post(address, typed)) as colleague:
        publishing.save(theirs, content(headline=UNREAD), by=bo)
    assert colleague.answer.status_code == 302
    assert log_of(article).first().verb == done
