"""What a load balancer or a watcher is told of the site."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from newsroom.health import clock_is_behind
from tests.articles.stories import draft

pytestmark = pytest.mark.both_databases
ALIVE, READY = "/health/alive/", "/health/ready/"
ANYBODY = {"HTTP_HOST": "10.1.2.3:8000"}


@pytest.mark.django_db
def test_a_site_that_can_serve_says_so_by_number_and_without_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    watcher = Client()
    for address in (ALIVE, READY):
        answer = watcher.get(address, **ANYBODY)
        assert (answer.status_code, answer.content, answer["Cache-Control"]) == (
            200,
            b"OK\n",
            "no-store",
        )
    assert watcher.get(reverse("front"), **ANYBODY).status_code in (301, 400)


def test_that_it_lives_is_said_without_the_database(django_assert_num_queries):
    assert Client().get(ALIVE).content == b"OK\n"


@pytest.mark.django_db
def test_that_it_is_ready_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Client().get(READY).content == b"OK\n"


@pytest.mark.django_db
def test_a_site_without_its_tables_is_alive_and_not_ready():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
        assert Client().get(READY).content.decode() == "The database is empty.\n"
        cursor.execute("ALTER TABLE django_migrations RENAME TO away")
    answer = Client().get(READY)
    assert (answer.status_code, answer.content.decode()) == (503, "The database doesn’t answer.\n")
    assert Client().get(ALIVE).status_code == 200


@pytest.mark.django_db
def test_a_full_disk_is_told_before_it_stops_anybody(monkeypatch):
    monkeypatch.setattr("newsroom.health.LEAST_FREE", 2**60)
    answer = Client().get(READY)
    assert (answer.status_code, answer.content.decode()) == (503, "The disk is almost full.\n")


@pytest.mark.django_db
def test_nothing_can_be_sent_there():
    assert Client().post(ALIVE).status_code == 404


def test_a_clock_before_the_newest_line_of_the_log_is_told(ada, clock):
    assert clock_is_behind() == ""
    draft(by=ada)
    assert clock_is_behind() == ""
    clock.set("2020-09-20 19:00:00")
    told = clock_is_behind()
    assert told.startswith(
        "This machine’s clock says Sunday, September 20, 7 pm PT, but the log has a change made on"
    )
    assert told.endswith("Set the clock: it decides what readers see.")
