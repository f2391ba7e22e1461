"""An editor comes to the desk."""

import re

from playwright.sync_api import expect

PASSWORD = "a long way from Oz"


def test_an_editor_signs_in_and_out(page, ada, barriers):
    ada.set_password(PASSWORD)
    ada.save()
    page.goto("/admin/")
    assert page.url.endswith("/admin/login/?next=/admin/")
    get_a_file_that_is_named_by_its_content_and_kept(page)
    refuse_a_wrong_password(page)
    sign_in_and_out(page)
    page.goto("/admin/logout/")
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
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errornote")).to_contain_text("don’t belong together")


def sign_in_and_out(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("desk")
    page.get_by_role("button", name="Log out").click()
    expect(page.locator("body")).to_contain_text("You are signed out.")


def find_a_barrier_only_where_there_is_one(page, barriers):
    """The door has no barrier, and axe-core does find one that is built into it."""
    assert barriers(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert barriers(page) == ["html-has-lang: html: <html> element must have a lang attribute"]
