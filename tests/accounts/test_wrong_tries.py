"""Guesses: refused before a password is hashed, and never a lock on who has the right one."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from newsroom.accounts import devices, throttle
from newsroom.accounts.adapter import WRONG
from newsroom.accounts.store import Store, store
from tests.accounts.conftest import PASSWORD, is_in

START = "2020-09-20 18:00:00"


def guess(tries, count, username="eve", **options):
    return [tries(username, f"wrong {number}", **options).status_code for number in range(count)]


def test_after_five_wrong_tries_even_the_right_password_waits_and_is_not_hashed(
    eve, tries, hashes, clock
):
    at = clock.set(START)
    assert guess(tries, 6) == [200] * 5 + [429]
    assert hashes(lambda: tries("eve")) == 0
    refused = tries("eve", at="198.51.100.9")
    assert (refused.status_code, "Try again in a minute" in refused.text) == (429, True)
    clock.set(str(at + timedelta(seconds=31)))
    assert is_in(tries("eve"))


def test_the_wait_doubles_to_fifteen_minutes_and_no_further(eve, tries, clock):
    moment, waits = clock.set(START), []
    for _ in range(12):
        clock.set(str(moment))
        tries("eve", "wrong")
        key = throttle.ACCOUNT.key("eve")
        with store.reading() as cursor:
            cursor.execute("SELECT until FROM tries WHERE key = ?", (key,))
            waits.append(round(cursor.fetchone()[0] - moment.timestamp()))
        moment += timedelta(seconds=waits[-1] + 1)
    assert waits[4:] == [30, 60, 120, 240, 480, 900, 900, 900]
    clock.set(str(moment))
    assert is_in(tries("eve"))


def test_whatever_strangers_guess_a_browser_that_signed_in_before_gets_in(eve, tries):
    mine = Client()
    assert is_in(tries("eve", by=mine))
    mine.post("/admin/logout/")
    guess(tries, 30)
    assert tries("eve", at="198.51.100.9").status_code == 429
    assert is_in(tries("eve", by=mine))
    # It is no way to guess either, nor for another account or with a cookie of one's own making.
    mine.post("/admin/logout/")
    assert guess(tries, 6, by=mine) == [200] * 5 + [429]
    forged = Client()
    held = signing.loads(mine.cookies["device"].value, salt=devices.SALT)
    forged.cookies["device"] = signing.dumps(dict.fromkeys(held, "1" * 16), salt="another")
    assert tries("eve", by=forged, at="198.51.100.9").status_code == 429


def test_an_address_that_guesses_at_many_accounts_is_refused_and_no_other_is(eve, tries, hashes):
    for number in range(20):
        assert tries(f"user{number}", "wrong").status_code == 200
    assert hashes(lambda: tries("another", "wrong")) == 0
    refused = tries("eve")
    assert refused.status_code == 429
    assert "There were too many wrong passwords from your address." in refused.text
    assert is_in(tries("eve", at="203.0.113.8"))


def test_a_household_s_ipv6_addresses_are_one(eve, tries):
    for number in range(20):
        tries(f"user{number}", "wrong", at=f"2001:db8:1:2::{number:x}")
    assert tries("eve", at="2001:db8:1:2:ffff::1").status_code == 429
    assert is_in(tries("eve", at="2001:db8:1:3::1"))


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_the_address_is_what_the_proxy_says_and_never_what_the_client_does(
    eve, tries, settings, behind_proxy
):
    settings.BEHIND_PROXY = behind_proxy
    for number in range(20):
        tries(
            f"user{number}",
            "wrong",
            at="10.0.0.1",
            x_forwarded_for=f"192.0.2.{number}, 198.51.100.9",
        )
    elsewhere = {"x_forwarded_for": "198.51.100.9, 203.0.113.80"}
    assert is_in(tries("eve", at="10.0.0.1", **elsewhere)) is behind_proxy
    assert tries("eve", at="10.0.0.1", x_forwarded_for="198.51.100.9").status_code == 429


def test_many_tries_at_once_are_no_more_than_one_after_the_other():
    stores = [Store() for _ in range(4)]  # as four processes have

    def one(number):
        throttle.store = stores[number % 4]
        try:
            throttle.attempt((throttle.ACCOUNT, "eve"))
        except throttle.MustWait:
            return 0
        return 1

    try:
        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(one, range(64))) == 5
    finally:
        throttle.store = store


def test_a_name_that_nobody_has_looks_and_costs_like_one_that_somebody_has(
    eve, bo, ada, tries, hashes
):
    eve.set_password(PASSWORD)  # by the hasher that counts
    eve.save()
    bo.is_active = False
    bo.set_password(PASSWORD)
    bo.save()
    answers, costs = {}, {}
    accounts = {"known": "eve", "unknown": "nobody", "closed": "bo", "without a password": "ada"}
    for place, (kind, username) in enumerate(accounts.items()):
        password = PASSWORD if kind == "closed" else "wrong"

        def act(kind=kind, username=username, password=password, place=place):
            answers[kind] = tries(username, password, at=f"203.0.113.{place}")

        costs[kind] = hashes(act)
    assert costs == dict.fromkeys(accounts, 1)
    pages = {
        answer.text.replace(f'value="{username}"', "NAME").replace(token_of(answer), "TOKEN")
        for answer, username in zip(answers.values(), accounts.values(), strict=True)
    }
    assert len(pages) == 1
    assert WRONG in pages.pop()


def token_of(answer):
    return answer.text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_a_flood_leaves_a_bounded_file(monkeypatch):
    monkeypatch.setattr("newsroom.accounts.store.MOST_ROWS", 100)
    monkeypatch.setattr("newsroom.accounts.store.SWEPT", 0.2)
    for number in range(400):
        throttle.attempt((throttle.ACCOUNT, f"user{number}"))
    with store.reading() as cursor:
        assert cursor.execute("SELECT COUNT(*) FROM tries").fetchone()[0] < 150


def test_however_many_guess_from_everywhere_a_few_are_checked_and_a_known_browser_always(
    eve, tries, hashes
):
    mine = Client()
    tries("eve", by=mine)
    mine.post("/admin/logout/")
    guess(tries, 5, "somebody")
    with ExitStack() as others:
        others.enter_context(throttle._checking)  # one password is being checked
        for _ in range(4):
            others.enter_context(throttle._waiting)  # and as many wait as may
        assert hashes(lambda: tries("nobody", "wrong", at="198.51.100.9")) == 0
        refused = tries("eve", at="198.51.100.9")
        assert "Too many people are signing in at once." in refused.text
        # Who is to wait anyway doesn't stand in line for it.
        assert "Too many failed attempts." in tries("somebody", at="198.51.100.9").text
        assert is_in(tries("eve", by=mine))
    assert is_in(tries("eve", at="198.51.100.9"))
