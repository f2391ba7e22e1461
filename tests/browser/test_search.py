"""Searching as a reader does it, with and without script."""

import re

import pytest
from playwright.sync_api import expect

ADDRESS = "/search/?q=ruffalo"


def test_names_are_offered_while_typing_and_the_keyboard_walks_through_them(page, sample, barriers):
    page.goto("/")
    box = page.locator("#q-top")
    box.press_sequentially("mark ru")
    offered = page.get_by_role("option")
    expect(offered.first).to_have_text(
        re.compile("Mark Ruffalo.*Actor, producer, director", re.DOTALL)
    )
    expect(box).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []

    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", offered.first.get_attribute("id"))
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("Escape")
    expect(offered).to_have_count(0)
    expect(box).to_have_value("mark ru")

    box.press_sequentially("f")
    expect(offered.first).to_contain_text("Mark Ruffalo")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/people/mark-ruffalo/")


def test_what_an_arrow_led_to_stays_when_a_list_comes_late(page, sample, held):
    page.goto("/")
    page.locator("#q-top").press_sequentially("mark ru")
    expect(page.get_by_role("option").first).to_contain_text("Mark Ruffalo")
    answers = held(page, "**/search/suggest/*")
    page.keyboard.type("f")
    page.keyboard.press("ArrowDown")
    answers.release()
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/mark-ruffalo/")


def test_enter_searches_for_what_was_typed_and_a_click_follows_what_was_offered(page, sample):
    page.goto("/")
    page.locator("#q-top").press_sequentially("ruffalo")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=ruffalo")
    assert page.get_by_role("heading", name="Mark Ruffalo", exact=True).is_visible()

    page.locator("#q").fill("schit")
    page.get_by_role("option", name="Schitt’s Creek").click()
    page.wait_for_url("**/productions/schitts-creek/")


def test_leaving_the_field_closes_what_was_offered(page, sample):
    page.goto("/search/")
    page.locator("#q").press_sequentially("emm")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)


def test_without_script_it_is_all_there(chromium, live_server, sample):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("#q-top").fill("ruf")
    page.locator("#q-top").press("Enter")
    page.get_by_role("link", name="Mark Ruffalo").click()
    assert page.url.endswith("/people/mark-ruffalo/")

    page.goto(ADDRESS)
    for kind in ("Stories", "People", "Companies", "Awards"):
        page.get_by_role("checkbox", name=kind).uncheck()
    page.get_by_role("button", name="Apply").click()
    assert page.url.endswith("/search/?q=ruffalo&kind=productions&order=relevance")
    assert page.get_by_role("heading", name="Stories").count() == 0
    context.close()


@pytest.mark.parametrize("asked", ["?q=ruffalo", "?q=emmys&kind=awards", "?q=ruf", "?q=zzzz", ""])
def test_the_page_is_open_to_everybody_in_the_light_and_in_the_dark(page, sample, barriers, asked):
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/search/{asked}", wait_until="networkidle")
        assert barriers(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
