"""An editor comes to the desk."""

import re

from playwright.sync_api import expect

PASSWORD = "a long way from Oz"


def test_an_editor_signs_in_and_out(page, ada):
    ada.set_password(PASSWORD)
    ada.save()

    page.goto("/admin/")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errornote")).to_contain_text("don’t belong together")

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("desk")

    page.get_by_role("button", name="Log out").click()
    expect(page.locator("body")).to_contain_text("You are signed out.")


def test_what_keeps_people_out_is_found(page, barriers):
    page.goto("/admin/login/")
    before = barriers(page)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    found = [line for line in barriers(page) if line not in before]
    assert found == ["html-has-lang: html: <html> element must have a lang attribute"]


def test_a_static_file_comes_named_by_its_content_and_kept_for_ever(page):
    page.goto("/admin/login/")
    address = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    answer = page.request.get(address)
    assert re.fullmatch(r"/static/css/tokens\.[0-9a-f]{12}\.css", address)
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert answer.headers["content-encoding"] == "gzip"
