"""A lock that can't be had in time, and a full disk: a sentence, and what was typed is kept."""

import errno
import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from articles.models import Article
from newsroom import errors
from tests.articles.stories import draft
from tests.articles.test_story_screen import form
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def desk(db, ada):
    """ada's browser, to which a failure is answered."""
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


@contextmanager
def held(article):
    """Somebody else holds the story's row, and we wait a twentieth of a second for it."""
    is_sqlite = connection.vendor == "sqlite"
    ours = "PRAGMA busy_timeout = 50" if is_sqlite else "SET lock_timeout = '50ms'"
    theirs = "BEGIN IMMEDIATE" if is_sqlite else "BEGIN"
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor, connection.cursor() as mine:
            cursor.execute(theirs)
            cursor.execute(
                "UPDATE articles_article SET version = version WHERE id = %s", [article.pk]
            )
            mine.execute(ours)
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        connection.close()  # with its short patience


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def typed_again(page):
    sent = {}
    for name, value in HIDDEN.findall(page):
        sent.setdefault(unescape(name), []).append(unescape(value))
    return sent


def test_a_save_that_waits_too_long_keeps_what_was_typed_to_be_sent_again(desk, ada):
    article = draft(by=ada)
    sent = form(article, headline="“Typed” & kept")
    with held(article):
        answer = desk.post(change(article), sent)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert errors.BUSY in page
    assert Article.objects.get(pk=article.pk).newest.number == 1
    again = desk.post(change(article), typed_again(page))
    assert again.status_code == 302
    assert Article.objects.get(pk=article.pk).newest.headline == "“Typed” & kept"


def test_a_form_that_is_refused_waits_for_no_lock(desk, ada):
    article, person = draft(by=ada), rows.person("Mark Ruffalo")
    address = reverse("admin:people_person_change", args=[person.pk])
    with held(article):
        story = desk.post(change(article), form(article, headline="x" * 1000))
        entity = desk.post(address, {"name": ""})
    assert [answer.status_code for answer in (story, entity)] == [200, 200]
    assert "headline" in story.context["adminform"].form.errors
    assert "name" in entity.context["adminform"].form.errors


@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("database or disk is full"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_is_said_and_what_was_typed_is_kept(desk, ada, monkeypatch, failure):
    article = draft(by=ada)

    def fail(*args, **kwargs):
        raise failure

    with monkeypatch.context() as full:
        full.setattr("articles.publishing.save", fail)
        answer = desk.post(change(article), form(article, headline="Typed"))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert errors.FULL in page
    assert desk.post(change(article), typed_again(page)).status_code == 302
    assert Article.objects.get(pk=article.pk).newest.headline == "Typed"


def test_a_fault_of_the_code_is_none_of_these(desk, ada, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("A secret of the machine.")

    article = draft(by=ada)
    monkeypatch.setattr("articles.publishing.save", fail)
    answer = desk.post(change(article), form(article, headline="Typed"))
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
