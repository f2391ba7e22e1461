"""Pictures chosen from the library, and added to it, without leaving the story."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Article
from photos.models import Picture
from tests.articles.stories import draft
from tests.browser.test_pictures_desk import DROP
from tests.browser.writing import a_picture, newest, open_story
from tests.photos import pictures, spoken

NAMES = ("Amber", "Blue", "Coral", "Denim", "Ecru")
SPILLS = """dialog => [dialog, ...dialog.querySelectorAll("div, ul, li, p")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.outerHTML.slice(0, 80))"""
SIZES = "all => all.map(e => e.getBoundingClientRect().width)"


@pytest.fixture
def bo_at(page, sign_in_to, bo):
    """Bo has a story of his own open."""
    sign_in_to(page, bo)
    open_story(page, draft(by=bo))
    return page


def library(page):
    return page.get_by_role("dialog", name="picture")


def options(page):
    return library(page).get_by_role("listbox", name="Pictures").get_by_role("option")


def marked(page):
    return library(page).locator("li[aria-selected=true]")


def test_the_lead_and_a_figure_are_chosen_from_previews_by_keys(bo_at, barriers):
    for name in NAMES:
        a_picture(name, rights="none" if name == "Blue" else "owned")
    for number in range(21):
        a_picture_like(Picture.objects.first(), f"Plain {number}")
    opens_with_the_focus_in_the_search_and_gives_it_back(bo_at, barriers)
    searches_filters_and_shows_more(bo_at)
    walks_the_grid_and_chooses_with_enter(bo_at)
    chooses_a_figure_and_finds_it_first_next_time(bo_at)


def a_picture_like(picture, title):
    """Another row of the same file, older than the others."""
    picture.pk, picture.public_id, picture.title = None, title.lower().replace(" ", "-"), title
    picture.added_at = picture.added_at.replace(year=2000)
    picture.save(force_insert=True)


def opens_with_the_focus_in_the_search_and_gives_it_back(page, barriers):
    opener = page.get_by_role("button", name="Choose a picture")
    opener.click()
    expect(library(page).get_by_label("Search")).to_be_focused()
    expect(options(page)).to_have_count(24)
    assert min(options(page).locator("img").evaluate_all(SIZES)) >= 200
    expect(options(page).first.locator("img")).not_to_have_js_property("naturalWidth", 0)
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(library(page)).to_have_count(0)
    expect(opener).to_be_focused()


def searches_filters_and_shows_more(page):
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(24)
    library(page).get_by_role("button", name="Show more").click()
    expect(options(page)).to_have_count(26)
    expect(marked(page)).to_be_focused()
    expect(library(page).get_by_role("button", name="Show more")).to_be_hidden()
    library(page).get_by_label("Rights").select_option("Can be published")
    library(page).get_by_label("Search").fill("blu")
    expect(library(page)).to_contain_text("No picture matches. Try other words or other rights")
    library(page).get_by_label("Rights").select_option("Any rights")
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text("No rights stated")
    page.keyboard.press("Escape")  # with words in the search, too
    expect(library(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(24)


def walks_the_grid_and_chooses_with_enter(page):
    page.keyboard.press("ArrowDown")
    expect(marked(page)).to_contain_text("Ecru")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(marked(page)).to_contain_text("Denim")
    page.keyboard.press("End")
    expect(marked(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(library(page).get_by_label("Search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    across = options(page).evaluate_all(
        "all => all.filter(e => e.offsetTop === all[0].offsetTop).length"
    )
    chosen = [*reversed(NAMES), "Plain 20"][across] if across < 6 else None
    assert chosen, "five or fewer stand in a row at this width"
    expect(marked(page)).to_contain_text(chosen)
    page.keyboard.press("Enter")
    expect(library(page)).to_have_count(0)
    expect(page.locator("[data-lead-shown] img")).to_be_visible()
    title = page.locator("#id_lead_picture option:checked")
    expect(title).to_have_text(chosen)


def chooses_a_figure_and_finds_it_first_next_time(page):
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("/picture")
    page.keyboard.press("Enter")
    expect(library(page).get_by_label("Search")).to_be_focused()
    page.keyboard.type("coral")
    page.keyboard.press("Enter")  # at once: it waits for what is found
    expect(page.get_by_role("group", name="Picture")).to_contain_text("Coral")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    coral = Picture.objects.get(title="Coral")
    assert (
        f'<figure data-picture="{coral.public_id}">'
        in newest(Article.objects.get()).content["body"]
    )
    page.get_by_role("button", name="Change", exact=True).first.click()
    recent = options(page).filter(has_text="Used by you lately")
    expect(recent).to_have_count(2)
    expect(recent.nth(1)).to_contain_text("Coral")
    page.keyboard.press("Escape")


def test_a_file_is_added_in_the_library_and_said_what_it_is(bo_at, barriers):
    bo_at.get_by_role("button", name="Choose a picture").click()
    expect(library(bo_at)).to_contain_text("The library is empty.")
    refuse_what_is_no_picture(bo_at)
    drop_one_and_say_what_it_is(bo_at, barriers)
    choose_two_files_and_take_the_second(bo_at)


def drop(page, *files):
    coded = [(name, base64.b64encode(content).decode()) for name, content in files]
    library(page).evaluate(DROP, coded)


def refuse_what_is_no_picture(page):
    drop(page, ("page.jpg", b"<!doctype html><p>"))
    expect(library(page)).to_contain_text("This is a web page, not a picture")


def drop_one_and_say_what_it_is(page, barriers):
    drop(page, ("IMG_0042.jpg", spoken.agency()))
    credit = library(page).get_by_label("Credit, as it is printed")
    expect(credit).to_have_value("Ann Lee/Reuters")
    expect(library(page).locator("form > img")).not_to_have_js_property("naturalWidth", 0)
    expect(credit).to_be_focused()
    expect(credit).to_have_accessible_description(
        "From the file. Check it, then save. Without a credit and rights the picture can’t be published."
    )
    expect(library(page).get_by_label("Alt text")).to_have_value("A red field beside a blue one.")
    rights = library(page).get_by_role("combobox", name="Rights")
    expect(rights).to_have_value("none")
    assert barriers(page) == []
    assert (Picture.objects.get().credit, Picture.objects.get().alt) == ("", "")
    library(page).get_by_label("Alt text").fill("IMG_1.JPG")
    library(page).get_by_role("button", name="Save and use").click()
    expect(library(page).get_by_role("alert")).to_contain_text("This is a file name.")
    library(page).get_by_label("Alt text").fill("Red beside blue.")
    rights.select_option("Agency")
    library(page).get_by_role("button", name="Save and use").click()
    expect(library(page)).to_have_count(0)
    picture = Picture.objects.get()
    assert (picture.credit, picture.alt) == ("Ann Lee/Reuters", "Red beside blue.")
    assert (picture.rights, picture.is_cleared) == ("agency", True)
    expect(page.locator("[data-lead-shown] img")).to_have_attribute("alt", "Red beside blue.")
    expect(page.locator("#id_lead_picture")).to_have_value(picture.public_id)


def choose_two_files_and_take_the_second(page):
    page.get_by_role("button", name="Change", exact=True).click()
    one = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()}
    with page.expect_file_chooser() as chooser:
        library(page).get_by_role("button", name="Add a picture").click()
    chooser.value.set_files([one, one | {"name": "IMG_2.jpg"}])
    expect(library(page)).to_contain_text("Added 2 pictures.")
    expect(options(page)).to_have_count(3)
    options(page).nth(1).click()
    expect(page.locator("[data-lead-shown] figcaption")).to_contain_text("Not cleared")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_library_fits_its_window(bo_at, width):
    for name in NAMES:
        a_picture(f"{name} with a name that goes on and on and on")
    bo_at.set_viewport_size({"width": width, "height": 800})
    bo_at.get_by_role("button", name="Choose a picture").click()
    expect(options(bo_at)).to_have_count(5)
    assert min(options(bo_at).locator("img").evaluate_all(SIZES)) >= 160
    box = library(bo_at).bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
    assert library(bo_at).evaluate(SPILLS) == []
