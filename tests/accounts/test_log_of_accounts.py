"""What the log says of sign-ins, and who reads it."""

from datetime import timedelta

import pytest

from history.models import Change
from newsroom.accounts import log
from tests.accounts.conftest import is_in
from tests.only import only

FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0"


def lines():
    return [(line.verb, line.subject_name, line.after) for line in Change.objects.order_by("pk")]


def test_a_sign_in_is_told_with_its_place_and_its_browser(eve, tries):
    assert is_in(tries("eve", user_agent=FIREFOX))
    where = {"address": "203.0.113.7", "browser": "Firefox on a Mac"}
    assert lines() == [("signed in", "eve", {"how": "password", **where})]
    assert Change.objects.get().by == eve


def test_wrong_tries_are_a_line_and_what_was_not_told_comes_before_the_next_sign_in(eve, tries):
    for place in ("203.0.113.7", "198.51.100.9"):
        for _ in range(2):
            tries("eve", "wrong", at=place, user_agent="\x1b[2J<script>alert(1)</script>")
    assert [(name, said["browser"]) for _, name, said in lines()] == [
        ("eve", "Unknown browser")
    ] * 2
    tries("eve")
    told = [(verb, said.get("tries"), said.get("places")) for verb, _, said in lines()]
    assert told == [
        (log.FAILED, 1, None), (log.FAILED, 1, None), (log.FAILED, 2, 2),
        ("signed in", None, None),
    ]  # fmt: skip


def test_a_name_that_nobody_has_is_told_cleaned_and_short(db, tries):
    tries("\x1b[31mroot\u202e" + "x" * 100, "wrong")
    [(_, name, said)] = lines()
    assert name == "[31mroot" + "x" * 52
    assert said["account"] == "none of this name"


def test_a_flood_of_names_is_a_few_lines_and_a_later_quarter_has_room_again(db, rf, clock):
    at = clock.set("2020-09-20 18:00:00")
    for number in range(60):
        log.count_failure(
            rf.get("/", REMOTE_ADDR=f"203.0.113.{number}"), f"user{number}", how="password"
        )
    assert Change.objects.count() == log.MOST_LINES
    clock.set(str(at + timedelta(minutes=16)))
    log.count_failure(rf.get("/"), "user59", how="password")
    assert Change.objects.count() == log.MOST_LINES + 1
    assert log.write_pending_failures() == 20
    assert log.write_pending_failures() == 0


@pytest.mark.django_db
def test_only_who_manages_users_reads_of_them_in_the_log(eve, ada, tries, sign_in):
    tries("eve")
    line = Change.objects.get()
    page = f"/admin/history/change/{line.pk}/change/"
    assert sign_in(eve).get(page, follow=True).status_code != 200 or "203.0.113.7" not in (
        sign_in(eve).get(page, follow=True).text
    )
    for address in ("/admin/history/change/", "/admin/history/change/?kind=user"):
        assert "signed in" not in sign_in(eve).get(address, follow=True).text
    manager = sign_in(ada)
    assert "signed in" in manager.get("/admin/history/change/?kind=user").text
    assert "203.0.113.7" in manager.get(page).text
    assert "203.0.113.7" in manager.get(f"/admin/newsroom/user/{eve.pk}/history/").text


@pytest.mark.both_databases
def test_a_change_of_roles_is_told_with_what_was_before(eve, bo, ada, sign_in):
    form = {"username": "bo", "email": "bo@example.com", "is_staff": "on", "is_active": "on"}
    roles = [group.pk for group in eve.groups.all()]

    def change(client):
        return client.post(f"/admin/newsroom/user/{bo.pk}/change/", form | {"groups": roles})

    only(sign_in(ada), sign_in(eve), change, changes=lambda: lines()[-1:])
    [line] = Change.objects.filter(verb="roles changed")
    assert (line.before["roles"], line.after["roles"], line.by) == (["Writer"], ["Editor"], ada)
