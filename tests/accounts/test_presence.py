"""The cookie that tells a door in front of the site that somebody is signed in."""

import pytest
from django.core.signing import TimestampSigner

from newsroom.accounts import presence

PASSWORD = "an open sesame"
FORGED = ["", "1", "1:", "1:abc:def", "1:\x00:\x00", "ü:ü:ü", "1:zzzzzzzzz:aaaa", ":::", "1:2:3:4"]


@pytest.fixture
def signed_in(reader, bo):
    """A browser that bo signed in with, by the form."""
    bo.set_password(PASSWORD)
    bo.save()
    reader.post("/admin/login/", {"username": "bo", "password": PASSWORD})
    return reader


def test_signing_in_gives_a_cookie_that_the_door_knows_and_signing_out_takes_it(signed_in):
    cookie = signed_in.cookies[presence.COOKIE]
    assert presence.is_signed(cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert presence.COOKIE not in signed_in.get("/admin/").cookies  # once is enough for the day
    signed_in.post("/admin/logout/")
    assert signed_in.cookies[presence.COOKIE].value == ""


def test_a_reader_gets_no_such_cookie(reader, signed_in):
    for address in ("/", "/admin/login/", "/search/?q=a"):
        assert presence.COOKIE not in type(reader)().get(address).cookies
    assert not signed_in.get("/").cookies  # nor do readers' pages ask who is there


def test_a_session_of_before_gets_the_cookie_with_its_next_page(sign_in, bo):
    desk = sign_in(bo)
    assert presence.is_signed(desk.get("/admin/").cookies[presence.COOKIE].value)


def test_no_forged_or_old_cookie_counts(signed_in, monkeypatch, settings):
    real = signed_in.cookies[presence.COOKIE].value
    spoilt = [real[:-1], f"2{real[1:]}", TimestampSigner(salt="another").sign("1")]
    assert [value for value in [*FORGED, *spoilt] if presence.is_signed(value)] == []
    assert presence.is_signed(real)
    settings.SESSION_COOKIE_AGE = -1
    assert not presence.is_signed(real)
