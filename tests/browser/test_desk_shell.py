"""The desk around every page, in a real browser: the keyboard, both themes, two widths, the policy."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from articles.models import Tag
from people import editing
from people.models import Company, Person
from tests.articles.stories import draft, published

WIDTHS = ((1440, 1000), (390, 844))
SCREENS = {
    "home": "/admin/",
    "stories": "/admin/articles/article/",
    "people": "/admin/people/person/",
    "nothing found": "/admin/articles/article/?q=zzz",
    "a form": "/admin/articles/tag/add/",
    "a user": "/admin/newsroom/user/add/",
    "a person": "/admin/people/person/add/",
    "found": "/admin/jump/?q=ruffalo",
    "keys": "/admin/keys/",
    "roles": "/admin/roles/",
    "account": "/admin/account/",
}
# No other three have more of the elements, classes and data attributes of all (223 of 255).
SAMPLE = ("home", "stories", "a person")
VIOLATIONS = """
window.__reports = [];
document.addEventListener("securitypolicyviolation", (e) => __reports.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


@pytest.fixture
def desk(page, sign_in_to, ada):
    """A window that ada is signed in to, which remembers what the policy refused."""
    page.add_init_script(VIOLATIONS)
    sign_in_to(page, ada)
    return page


@pytest.fixture
def world(ada, bo):
    publishing.submit(draft(by=bo, headline="*Watchmen* leads"), by=bo)
    draft(by=ada, headline="Mine")
    publishing.correct(published(by=ada), by=ada, text="It was *Hulu*.")
    editing.create(Person, by=ada, name="Mark Ruffalo", occupations="actor")
    editing.create(Company, by=ada, name="Ruffalo Films", type="studio")


def test_no_screen_has_a_barrier_a_refusal_or_a_sideways_scroll(desk, world, barriers, everything):
    found = {}
    for name in SCREENS if everything else SAMPLE:
        for width, height in WIDTHS:
            desk.set_viewport_size({"width": width, "height": height})
            desk.goto(SCREENS[name])
            over = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
            trouble = [*barriers(desk), *desk.evaluate("__reports")]
            trouble += [f"{over} px too wide"] if over > 0 else []
            if trouble:
                found[f"{name}, {width}"] = trouble
    assert found == {}


# Finding ------------------------------------------------------------------------------------------


def test_somebody_is_found_and_opened_by_keyboard_from_any_page(desk, world, barriers, held):
    desk.goto("/admin/")
    say_that_nothing_was_found(desk, barriers)
    desk.get_by_label(FIND).fill("")
    open_the_first_result(desk, barriers)
    keep_the_choice_when_the_list_comes_late(desk, held)
    close_the_list_and_see_all_results(desk)


FIND = "Search stories, names and pages of the desk"


def say_that_nothing_was_found(desk, barriers):
    desk.keyboard.press("/")
    desk.keyboard.type("zzz")
    expect(desk.get_by_text("No results for “zzz”.")).to_be_visible()
    expect(desk.locator("#jump-said")).to_have_text("No results")
    assert barriers(desk) == []


def open_the_first_result(desk, barriers):
    desk.keyboard.type("ruffalo")
    options = desk.get_by_role("option")
    expect(options).to_have_count(2)
    assert barriers(desk) == []
    desk.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(options.nth(0)).to_contain_text("Mark Ruffalo")
    desk.keyboard.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect_page(desk, "Mark Ruffalo")


def keep_the_choice_when_the_list_comes_late(desk, held):
    desk.keyboard.press("/")
    desk.keyboard.type("ruffal")
    expect(desk.get_by_role("option")).to_have_count(2)
    answers = held(desk, "**/jump/?q=*")
    desk.keyboard.type("o")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    answers.release()
    expect(desk.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect_page(desk, "Ruffalo Films")
    desk.unroute("**/jump/?q=*")


def close_the_list_and_see_all_results(desk):
    desk.keyboard.press("Control+k")
    desk.keyboard.type("ruffalo")
    expect(desk.get_by_role("listbox")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("listbox")).to_be_hidden()
    desk.keyboard.press("Enter")
    expect_page(desk, "“ruffalo”")


def expect_page(desk, heading):
    """The page of that heading is there, and its scripts hear the keys."""
    expect(desk.get_by_role("heading", level=1)).to_have_text(heading)
    desk.wait_for_load_state()


# Keys ---------------------------------------------------------------------------------------------


def test_keys_open_pages_save_forms_and_can_be_turned_off(desk, world, barriers):
    desk.goto("/admin/roles/")
    go_where_the_table_says(desk)
    desk.goto("/admin/")
    show_the_keys_and_close_them(desk, barriers)
    desk.goto("/admin/articles/tag/add/")
    type_letters_into_a_field(desk)
    save_a_form_and_a_popup_by_key(desk)
    desk.goto("/admin/")
    turn_single_keys_off_for_good(desk)


def go_where_the_table_says(desk):
    for keys, heading in (("gs", "Stories"), ("gp", "People"), ("gh", " desk")):
        for key in keys:
            desk.keyboard.press(key)
        expect(desk.get_by_role("heading", level=1)).to_contain_text(heading)
        desk.wait_for_load_state()
    desk.keyboard.press("n")
    desk.wait_for_url("**/articles/article/add/")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("New story")


def show_the_keys_and_close_them(desk, barriers):
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("row", name="g s Stories")).to_be_visible()
    assert barriers(desk) == []
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def type_letters_into_a_field(desk):
    name = desk.get_by_role("textbox", name="Name")
    name.press_sequentially("gs n/?")
    expect(name).to_have_value("gs n/?")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    assert desk.url.endswith("/admin/articles/tag/add/")
    name.fill("")


def save_a_form_and_a_popup_by_key(desk):
    desk.get_by_role("textbox", name="Name").press_sequentially("Night owls")
    desk.keyboard.press("Control+s")
    desk.wait_for_url("**/change/")
    expect(desk.get_by_role("textbox", name="Name")).to_have_value("Night owls")
    with desk.expect_popup() as opened:
        desk.evaluate("() => void open('/admin/articles/tag/add/?_popup=1')")
    name = opened.value.get_by_role("textbox", name="Name")
    name.press_sequentially("Early birds")
    name.press("Control+s")
    expect(name).to_have_count(0)
    assert Tag.objects.filter(name__in=["Night owls", "Early birds"]).count() == 2


def turn_single_keys_off_for_good(desk):
    desk.get_by_role("link", name="Keys").first.click()
    desk.get_by_label("Use single-key shortcuts in this browser").uncheck()
    desk.keyboard.press("Escape")
    desk.reload()
    desk.keyboard.press("?")
    desk.keyboard.press("n")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    assert desk.url.endswith("/admin/")


# Themes and menus ---------------------------------------------------------------------------------


def test_the_chosen_theme_stays_on_a_list_filtered_by_menus(desk, world):
    desk.emulate_media(color_scheme="light")
    desk.goto("/admin/")
    desk.get_by_role("button", name="Use the dark theme").click()
    desk.goto("/admin/articles/article/")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")
    filter_the_list_by_a_menu_that_closes_by_itself(desk)


def filter_the_list_by_a_menu_that_closes_by_itself(desk):
    state, section = (
        desk.locator("summary", has_text="State"),
        desk.locator("summary", has_text="Section"),
    )
    state.click()
    section.click()
    expect(desk.locator("details.menu[open]")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.locator("details.menu[open]")).to_have_count(0)
    state.click()
    desk.get_by_role("link", name="In review", exact=True).click()
    expect(desk.locator("summary", has_text="State: In review")).to_be_visible()
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
