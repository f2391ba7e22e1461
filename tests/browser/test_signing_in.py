"""An editor comes to the desk."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from history.models import Change
from newsroom.accounts.store import store

PASSWORD = "a long way from Oz"


def test_an_editor_signs_in_and_out(page, ada, barriers):
    ada.set_password(PASSWORD)
    ada.save()
    page.goto("/admin/")
    assert page.url.endswith("/admin/login/?next=/admin/")
    get_a_file_that_is_named_by_its_content_and_kept(page)
    refuse_a_wrong_password(page)
    sign_in_and_out(page)
    assert barriers(page) == []
    page.goto("/admin/login/")
    find_a_barrier_only_where_there_is_one(page, barriers)


def get_a_file_that_is_named_by_its_content_and_kept(page):
    address = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    answer = page.request.get(address)
    assert re.fullmatch(r"/static/css/tokens\.[0-9a-f]{12}\.css", address)
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def refuse_a_wrong_password(page):
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".errornote")).to_contain_text("Wrong user name or password")


def sign_in_and_out(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("desk")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("body")).to_contain_text("You’re signed out.")


def find_a_barrier_only_where_there_is_one(page, barriers):
    """The door has no barrier, and axe-core does find one that is built into it."""
    assert barriers(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert barriers(page) == ["html-has-lang: html: <html> element must have a lang attribute"]


VIOLATIONS = """
window.__reports = [];
document.addEventListener("securitypolicyviolation", (e) => __reports.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
PAGES = ("", "sessions/", "app/", "codes/", "codes/new/", "passkeys/add/", "../password_change/")
LOOKED_AT = ("", "app/")  # they have every element of the others


@pytest.fixture
def device(page):
    """A device that makes passkeys, and whose owner says yes whenever it asks."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_editor_adds_a_passkey_and_signs_in_with_it_whatever_strangers_guess(
    page, device, ada, barriers
):
    ada.set_password(PASSWORD)
    ada.save()
    store.empty()
    page.add_init_script(VIOLATIONS)
    page.goto("/admin/login/")
    page.get_by_label("User name").fill("ada")
    sign_in_and_add_a_passkey(page)
    find_no_barrier_and_no_refusal_on_the_pages_of_the_account(page, barriers)
    page.goto("/admin/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("body")).to_contain_text("You’re signed out.")
    for number in range(6):
        Client().post("/admin/login/", {"username": "ada", "password": f"guess {number}"})
    page.goto("/admin/keys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keys")
    assert page.evaluate("__reports") == []
    told = [line.after["how"] for line in Change.objects.filter(verb="signed in").order_by("pk")]
    assert told == ["password", "passkey"]


def sign_in_and_add_a_passkey(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Password and passkeys").first.click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert page.evaluate("__reports") == []


def find_no_barrier_and_no_refusal_on_the_pages_of_the_account(page, barriers):
    for name in PAGES:
        page.goto(f"/admin/account/{name}")
        found = barriers(page) if name in LOOKED_AT else []
        assert (name, found, page.evaluate("__reports")) == (name, [], [])
