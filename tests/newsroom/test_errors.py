"""What people see when something went wrong."""

import pytest
from django.test import Client
from django.utils import timezone

from newsroom import errors
from tests.articles.stories import draft, published

pytestmark = pytest.mark.urls("tests.newsroom.urls")


@pytest.fixture
def unlucky():
    """A client to whom a failure is answered, as it is to a browser."""
    return Client(raise_request_exception=False)


def text(answer):
    return answer.content.decode()


def test_a_page_that_never_was_says_so_and_offers_stories_instead(reader):
    published(headline="Seven for seven")
    draft(headline="Not out yet")
    answer = reader.get("/nowhere/")
    assert answer.status_code == 404
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert "There is no page at this address." in text(answer)
    assert "Seven for seven" in text(answer)
    assert "Not out yet" not in text(answer)


def test_every_missing_page_is_the_same_page(reader):
    assert reader.get("/nowhere/").content == reader.get("/no/such/place/either/").content


def test_a_missing_page_offers_nothing_where_nothing_is_public(reader):
    assert "Instead" not in text(reader.get("/nowhere/"))


def test_a_closed_page_says_whom_to_ask(reader):
    answer = reader.get("/closed/")
    assert answer.status_code == 403
    assert "ask whoever runs the desk" in text(answer)


def test_a_forged_form_gets_its_sentence(db, settings):
    settings.CSRF_FAILURE_VIEW = "newsroom.errors.forged"
    answer = Client(enforce_csrf_checks=True).post("/awards/", {"headline": "Forged"})
    assert answer.status_code == 403
    assert errors.FORGED in text(answer)


def test_what_cannot_be_understood_costs_no_query(reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = reader.get("/odd/")
    assert answer.status_code == 400
    assert "send it again" in text(answer)


def test_our_own_failure_is_answered_without_a_database(unlucky):
    answer = unlucky.get("/broken/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in text(answer)
    assert "A secret of the machine" not in text(answer)


def test_our_own_failure_is_answered_even_without_the_style_sheets(unlucky, settings):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    answer = unlucky.get("/broken/")
    assert (answer.status_code, text(answer)) == (500, errors.PLAIN)


def test_a_withdrawn_story_leaves_the_newsroom_s_note(rf, db):
    withdrawn_at = timezone.make_aware(timezone.datetime(2020, 9, 21, 9))
    answer = errors.gone(rf.get("/"), reason="The interview was off the record.", at=withdrawn_at)
    assert answer.status_code == 410
    assert "We withdrew it" in text(answer)
    assert "September 21, 2020" in text(answer)
    assert "The interview was off the record." in text(answer)
