"""Searching as a reader does it, with script."""

import re

import pytest
from playwright.sync_api import expect

ADDRESSES = ("?q=ruffalo", "?q=emmys&kind=awards", "?q=ruf", "?q=zzzz", "")
# Results of each kind, and a page without any.
SAMPLE = ("?q=ruffalo", "?q=zzzz")


@pytest.mark.both_databases
def test_names_are_suggested_while_typing_and_chosen_by_keys_or_a_click(
    page, sample, barriers, held
):
    page.goto("/")
    walk_through_the_suggestions(page, barriers)
    search_for_what_was_typed(page)
    close_the_suggestions_by_leaving_the_field(page)
    follow_a_suggestion_by_a_click(page)
    keep_the_choice_when_the_list_comes_late(page, held)


def walk_through_the_suggestions(page, barriers):
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


def search_for_what_was_typed(page):
    page.locator("#q-top").press_sequentially("ruffalo")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=ruffalo")
    assert page.get_by_role("heading", name="Mark Ruffalo", exact=True).is_visible()


def close_the_suggestions_by_leaving_the_field(page):
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("emm")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)


def follow_a_suggestion_by_a_click(page):
    page.locator("#q").fill("schit")
    page.get_by_role("option", name="Schitt’s Creek").click()
    page.wait_for_url("**/productions/schitts-creek/")


def keep_the_choice_when_the_list_comes_late(page, held):
    page.locator("#q-top").press_sequentially("mark ru")
    expect(page.get_by_role("option").first).to_contain_text("Mark Ruffalo")
    answers = held(page, "**/search/suggest/*")
    page.keyboard.type("f")
    page.keyboard.press("ArrowDown")
    answers.release()
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/mark-ruffalo/")


def test_the_page_is_open_to_everybody_in_the_light_and_in_the_dark(
    page, sample, barriers, everything
):
    found = {}
    for asked in ADDRESSES if everything else SAMPLE:
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/search/{asked}", wait_until="networkidle")
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            trouble = [*barriers(page), *([f"{over} px too wide"] if over > 0 else [])]
            if trouble:
                found[f"{asked}, {width}"] = trouble
    assert found == {}
