"""The desk around every page, in a real browser: the keyboard, both themes, two widths, the policy."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from articles.models import Tag
from people import editing
from people.models import Company, Person
from tests.articles.stories import draft, published

WIDTHS = {"wide": (1440, 1000), "narrow": (390, 844)}
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
    "password": "/admin/password_change/",
}
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


@pytest.mark.parametrize("size", WIDTHS.values(), ids=list(WIDTHS))
def test_no_screen_has_a_barrier_a_refusal_or_a_sideways_scroll(desk, world, barriers, size):
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = []
    for name, address in SCREENS.items():
        desk.goto(address)
        over = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(name, it) for it in [*barriers(desk), *desk.evaluate("__reports")]]
        wrong += [(name, f"{over} px too wide")] if over > 0 else []
    assert sorted({f"{name}: {it}" for name, it in wrong}) == []


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/logout/"])
def test_the_door_has_no_barrier(page, db, barriers, address):
    page.goto(address)
    assert barriers(page) == []


def test_somebody_is_found_and_opened_by_keyboard_alone(desk, world, barriers):
    desk.goto("/admin/")
    desk.keyboard.press("/")
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
    expect(desk.get_by_role("heading", level=1)).to_have_text("Mark Ruffalo")


def test_what_an_arrow_led_to_stays_when_a_list_comes_late(desk, world, held):
    desk.goto("/admin/")
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
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ruffalo Films")


def test_escape_closes_what_was_found_and_enter_leads_to_all_of_it(desk, world):
    desk.goto("/admin/")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("ruffalo")
    expect(desk.get_by_role("listbox")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("listbox")).to_be_hidden()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("“ruffalo”")


def test_nothing_found_says_so_and_is_no_list(desk, world, barriers):
    desk.goto("/admin/")
    desk.keyboard.press("/")
    desk.keyboard.type("zzz")
    expect(desk.get_by_text("Nothing is called “zzz”.")).to_be_visible()
    expect(desk.locator("#jump-said")).to_have_text("Nothing found")
    assert barriers(desk) == []


@pytest.mark.parametrize(
    ("keys", "heading"),
    [("g s", "Stories"), ("g p", "People"), ("g h", " desk"), ("n", "New story")],
)
def test_keys_lead_where_the_table_says(desk, world, keys, heading):
    desk.goto("/admin/roles/")
    for key in keys.split():
        desk.keyboard.press(key)
    if keys == "n":
        desk.wait_for_url("**/articles/article/add/")
    else:
        expect(desk.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_key_in_a_field_is_a_letter(desk, world):
    desk.goto("/admin/articles/tag/add/")
    name = desk.get_by_role("textbox", name="Name")
    name.press_sequentially("gs n/?")
    expect(name).to_have_value("gs n/?")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    assert desk.url.endswith("/admin/articles/tag/add/")


def test_the_question_mark_shows_the_keys_and_escape_closes_them(desk, world, barriers):
    desk.goto("/admin/")
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("row", name="g s Stories")).to_be_visible()
    assert barriers(desk) == []
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_form_is_saved_by_key(desk, world):
    desk.goto("/admin/articles/tag/add/")
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


def test_single_keys_can_be_turned_off_for_good(desk, world):
    desk.goto("/admin/")
    desk.get_by_role("link", name="Keys").first.click()
    desk.get_by_label("Use the single keys in this browser").uncheck()
    desk.keyboard.press("Escape")
    desk.reload()
    desk.keyboard.press("?")
    desk.keyboard.press("n")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    assert desk.url.endswith("/admin/")


def test_a_list_is_narrowed_by_a_menu_that_closes_by_itself(desk, world):
    desk.goto("/admin/articles/article/")
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


def test_the_chosen_theme_is_there_on_the_next_page(desk, world):
    desk.emulate_media(color_scheme="light")
    desk.goto("/admin/")
    desk.get_by_role("button", name="Use the dark theme").click()
    desk.goto("/admin/roles/")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_desk_works_without_script(chromium, live_server, sign_in_to, ada, world):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in_to(page, ada)
    page.goto("/admin/")
    page.get_by_label("Find a story, a name or a place of the desk").fill("ruffalo")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Mark Ruffalo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mark Ruffalo")
    page.get_by_role("link", name="Keys").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keys")
    context.close()
