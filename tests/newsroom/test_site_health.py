"""What the page about the site's health shows to those who manage users."""

import html
import os
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import incidents, site_health
from newsroom.backups import retention
from tests.articles.stories import draft, published

pytestmark = pytest.mark.django_db
PAGE = "/admin/site-health/"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.VAR = tmp_path
    settings.LOCAL, settings.BACKUP_DIR = True, None
    return tmp_path


def read(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    main = re.search(r"(?s)<main.*</main>", answer.content.decode())[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", main)))


@pytest.mark.urls("tests.newsroom.urls")
def test_an_error_is_kept_with_its_request_and_without_what_it_says(data_dir):
    unlucky = Client(raise_request_exception=False)
    numbers = [unlucky.get("/broken/?q=private")["X-Request-ID"] for _ in range(2)]
    found = list(incidents.since(timezone.now() - timedelta(minutes=1)))
    assert [each.request for each in found] == numbers
    assert {(each.kind, each.path) for each in found} == {("error", "/broken/")}
    assert re.fullmatch(r"RuntimeError, tests/newsroom/urls.py:\d+", found[0].what)
    kept = (data_dir / "incidents.jsonl").read_text()
    assert "secret" not in kept
    assert "private" not in kept
    assert (data_dir / "incidents.jsonl").stat().st_mode & 0o777 == 0o600


def test_equal_errors_are_one_line_with_their_number_and_the_last_one(sign_in, ada, data_dir):
    assert "No errors" in read(sign_in(ada))
    at = timezone.now()
    for minutes, number in ((9, "first"), (5, "second"), (1, "third")):
        moment = at - timedelta(minutes=minutes)
        incidents._append(
            incidents.Incident(moment, "error", "KeyError, a.py:1", "", "/x/", number)
        )
    incidents._append(incidents.Incident(at - timedelta(days=8), "error", "Old, b.py:2"))
    page = read(sign_in(ada))
    assert re.search(r"KeyError, a.py:1 3 .* /x/ third", page)
    assert "Old" not in page


def test_a_slow_query_is_shown_with_its_page_and_without_its_values(
    sign_in, ada, reader, monkeypatch
):
    reader.get(reverse("search"), {"q": "ruffalo"})
    assert "No slow pages" in read(sign_in(ada))
    monkeypatch.setattr(incidents, "SLOW_QUERY", -1)
    reader.get(reverse("search"), {"q": "ruffalo"})
    monkeypatch.undo()
    page = read(sign_in(ada))
    assert re.search(r"GET /search/ /search/: \d+ queries, slowest 0.\d\d s: ", page)
    assert "ruffalo" not in page


def test_it_tells_what_comes_out_next(sign_in, ada):
    published(by=ada)
    published(by=ada, at=timezone.now() + timedelta(hours=3))
    draft(by=ada)
    assert re.search(r"stories scheduled, the next for .* 1 ", read(sign_in(ada)))


def test_chores_that_fail_are_told_until_they_succeed(sign_in, ada, monkeypatch, clock):
    assert "They haven’t run yet" in read(sign_in(ada))

    def broken():
        raise OSError("No.")

    with monkeypatch.context() as patch:
        patch.setattr("newsroom.share_cards.remove_old", broken)
        with pytest.raises(CommandError):
            call_command("chores", verbosity=0)
    page = read(sign_in(ada))
    assert "These daily chores failed: Cards." in page
    assert "current problem 1 " in page
    call_command("chores", verbosity=0)
    page = read(sign_in(ada))
    assert "These daily chores failed" not in page
    assert "Last run" in page
    clock.set(f"{timezone.now() + timedelta(hours=27)}")
    assert "The daily chores haven’t run for more than a day." in read(sign_in(ada))


def test_backups_are_a_fault_until_one_is_proven(sign_in, ada, settings):
    page = read(sign_in(ada))
    assert "current problems 0 " in page
    assert "No backup yet." in page
    settings.LOCAL = False
    assert "There is no backup of this site." in read(sign_in(ada))
    retention.note("made", "newsroom-20200920T033000Z.tar.zst")
    assert "No backup has been tested by restoring it." in read(sign_in(ada))
    retention.note("proven", "newsroom-20200920T033000Z.tar.zst")
    page = read(sign_in(ada))
    assert "current problems 0 " in page
    assert "The last test restore was on" in page


def test_a_flood_of_errors_doesnt_fill_the_disk_and_old_ones_go(monkeypatch, data_dir):
    monkeypatch.setattr(incidents, "LARGEST", 20_000)
    now = timezone.now()
    incidents._append(incidents.Incident(now - timedelta(days=31), "error", "old"))
    for number in range(400):
        incidents._append(incidents.Incident(now, "error", f"new {number}"))
    file = data_dir / "incidents.jsonl"
    assert 20_000 <= file.stat().st_size < 20_400
    with file.open("a") as half:
        half.write('{"at": "2020-')  # what a kill leaves
    before = list(incidents.since(now - timedelta(days=60)))
    assert incidents.remove_old() > len(before) / 2
    after = list(incidents.since(now - timedelta(days=60)))
    assert after == before[-len(after) :]
    assert file.stat().st_size <= 10_000
    assert os.listdir(data_dir) == ["incidents.jsonl"]
    assert incidents.remove_old() == 0


@pytest.mark.both_databases
def test_it_knows_how_large_the_database_is():
    size = site_health.read_site_health().folders[0]
    assert size.name == "Database"
    assert size.size > 100_000
