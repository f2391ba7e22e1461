"""Where somebody is signed in, and how it ends."""

from datetime import timedelta

import pytest
from django.test import Client

from newsroom.accounts.models import DeskSession
from tests.accounts.conftest import PASSWORD, is_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def several(tries, *browsers):
    clients = [Client() for _ in browsers]
    for client, browser in zip(clients, browsers, strict=True):
        assert is_in(tries("eve", by=client, user_agent=browser))
    return clients


def signed_in(client):
    return client.get("/admin/keys/").status_code == 200


def test_somebody_sees_their_sessions_and_ends_one_or_all_others(eve, bo, tries, sign_in):
    here, phone, left_open = several(tries, FIREFOX, IPHONE, FIREFOX)
    theirs = sign_in(bo)
    theirs.get("/admin/")
    page = here.get("/admin/account/sessions/").text
    for words in ("Firefox on Linux", "Safari on an iPhone", "203.0.113.7", "This browser"):
        assert words in page
    [of_phone] = DeskSession.objects.filter(browser__contains="iPhone")
    assert of_phone.session_key not in page
    bo_s = DeskSession.objects.get(user=bo).number
    for number in (of_phone.number, bo_s):
        here.post("/admin/account/sessions/", {"number": number})
    assert [signed_in(each) for each in (here, phone, left_open, theirs)] == [
        True,
        False,
        True,
        True,
    ]
    here.post("/admin/account/sessions/")
    assert [signed_in(each) for each in (here, left_open, theirs)] == [True, False, True]


def test_a_changed_password_ends_every_other_session_at_once(eve, tries):
    here, elsewhere = several(tries, FIREFOX, IPHONE)
    new = "another long sesame"
    form = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert "Wrong current password" in here.post("/admin/password_change/", form).text
    assert signed_in(elsewhere)
    form["oldpassword"] = PASSWORD
    answer = here.post("/admin/password_change/", form, follow=True)
    assert "Your password was changed. 1 other session ended." in answer.text
    assert DeskSession.objects.filter(user=eve).count() == 1
    assert [signed_in(here), signed_in(elsewhere)] == [True, False]


def test_a_closed_account_is_out_at_once(eve, ada, tries, sign_in):
    [here] = several(tries, FIREFOX)
    form = {"username": "eve", "email": "eve@example.com", "is_staff": "on"}
    sign_in(ada).post(f"/admin/newsroom/user/{eve.pk}/change/", form)
    assert not signed_in(here)
    assert not DeskSession.objects.filter(user=eve).exists()


@pytest.mark.both_databases
def test_a_session_that_is_seen_costs_a_write_every_ten_minutes_and_none_between(
    eve, tries, clock, django_assert_num_queries
):
    at = clock.set("2030-01-01 12:00:00")
    [here] = several(tries, FIREFOX)
    for minutes, queries in ((9, 4), (11, 5), (12, 4)):
        clock.set(str(at + timedelta(minutes=minutes)))
        with django_assert_num_queries(queries):
            here.get("/admin/keys/")
    assert DeskSession.objects.get(user=eve).seen_at == at + timedelta(minutes=11)
