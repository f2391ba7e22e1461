"""A picture editor files pictures and an editor arranges the front page, in a real browser."""

import base64
import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from newsroom.front_page.page import stories_by_place
from photos import editing
from photos.models import Picture
from tests.articles.stories import published
from tests.photos import pictures

LIBRARY = "/admin/photos/picture/"
FRONT = "/admin/newsroom/frontslot/"
DROP = """(target, files) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name));
  }
  for (const kind of ["dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def pia(enters, page, sign_in_to):
    """The picture editor, at her window."""
    sign_in_to(page, enters("pia", "Pia Lund", "Picture editor"))
    return page


@pytest.fixture
def edie(enters, page, sign_in_to):
    """The editor, at hers."""
    sign_in_to(page, enters("edie", "Edie Marsh", "Editor"))
    return page


@pytest.fixture
def filed(db):
    """`filed(...)` is a picture of the library: cleared unless it is said otherwise."""

    def filed(content=None, **words):
        said = {"title": "Two colors", "credit": "Ann Lee/Reuters", "rights": "agency"} | words
        return editing.add(by=None, file=io.BytesIO(content or pictures.jpeg()), **said)

    return filed


def crops(page):
    """Where each crop's picture stands, in percent."""
    return page.locator("[data-crop]").evaluate_all(
        "all => Object.fromEntries(all.map(e => [e.dataset.crop, getComputedStyle(e).objectPosition]))"
    )


def there():
    return [story.headline for story in stories_by_place(at=timezone.now())]


def test_files_are_added_a_bad_one_is_refused_and_a_focal_point_is_set(pia):
    pia.goto(LIBRARY)
    add_chosen_files_one_after_the_other(pia)
    pia.goto(LIBRARY)
    drop_a_picture_and_a_web_page(pia)
    pia.get_by_role("link", name="Two red chairs").click()
    show_no_alt_text_and_no_rights(pia)
    set_the_focal_point_by_keys_so_that_the_crops_follow(pia)
    set_the_focal_point_by_a_click(pia)


def add_chosen_files_one_after_the_other(pia):
    pia.get_by_text("What is true of all of them").click()
    pia.get_by_label("Credit, as it is printed").fill("Ann Lee/Reuters")
    one = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()}
    pia.locator("#drop-files").set_input_files([one, one | {"name": "IMG_2.jpg"}])
    expect(pia.locator("[data-drop-said]")).to_have_text("2 added.")
    assert {row.credit for row in Picture.objects.all()} == {"Ann Lee/Reuters"}
    for number in range(2):
        image = pia.locator(".drop__one img").nth(number)
        expect(image).to_have_js_property("naturalWidth", 320)


def drop_a_picture_and_a_web_page(pia):
    before = Picture.objects.count()
    files = [("two red chairs.jpg", pictures.jpeg(600, 400)), ("page.jpg", b"<!doctype html><p>")]
    coded = [(name, base64.b64encode(content).decode()) for name, content in files]
    pia.locator(".desk-main").evaluate(DROP, coded)
    expect(pia.locator("[data-drop-said]")).to_have_text("1 added, 1 refused.")
    refused = pia.locator(".drop__one.is-refused")
    expect(refused).to_contain_text("page.jpg")
    expect(refused).to_contain_text("This is a web page, not a picture that can be shown here.")
    assert Picture.objects.count() == before + 1


def show_no_alt_text_and_no_rights(pia):
    expect(pia.get_by_label("Alt text")).to_have_value("")
    expect(pia.get_by_role("radio", name="None No permission is on record")).to_be_checked()


def set_the_focal_point_by_keys_so_that_the_crops_follow(pia):
    pia.wait_for_load_state()
    assert set(crops(pia).values()) == {"50% 50%"}
    point = pia.get_by_role("slider", name="Focal point")
    point.focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowLeft", "ArrowUp"):
        pia.keyboard.press(key)
    expect(point).to_have_attribute(
        "aria-valuetext", "19 percent from the left, 49 percent from the top"
    )
    stand = crops(pia)
    assert (stand["card"], stand["square"]) == ("50% 50%", "0% 50%")
    assert stand["wide"] == "50% 46%"
    with pia.expect_navigation():
        pia.get_by_role("button", name="Save and stay").click()
    expect(pia.get_by_label("Focal point, from the left")).to_have_value("19")
    picture = Picture.objects.get(title="Two red chairs")
    assert (picture.focal_x, picture.focal_y, picture.version) == (19, 49, 2)


def set_the_focal_point_by_a_click(pia):
    point = pia.get_by_role("slider", name="Focal point")
    box = point.bounding_box()
    point.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    for axis, percent in {"x": "25", "y": "75"}.items():
        expect(pia.locator(f"#id_focal_{axis}")).to_have_value(percent)


def test_the_front_page_is_arranged_by_keys_and_by_dragging(edie, clock):
    for hour in range(6, 13):
        clock.set(f"2020-09-20 {hour:02}:00:00")
        published(headline=f"At {hour}")
    edie.goto(FRONT)
    arrange_by_keys_alone_and_take_it_back(edie)
    drag_a_story_to_its_place(edie)


def arrange_by_keys_alone_and_take_it_back(edie):
    edie.get_by_role("group", name="Pin to place: At 6").get_by_role("button").first.focus()
    edie.keyboard.press("1")
    expect(edie.locator(".messagelist")).to_contain_text("Pinned “At 6” to place 1.")
    assert there()[:2] == ["At 6", "At 12"]

    expect(edie.locator("#place-1")).to_be_focused()
    edie.keyboard.press("Alt+ArrowDown")
    expect(edie.locator(".messagelist")).to_contain_text("Moved “At 6” from place 1 to place 2.")
    assert there()[:2] == ["At 12", "At 6"]

    edie.get_by_role("button", name="Undo").focus()
    edie.keyboard.press("Enter")
    expect(edie.locator(".messagelist")).to_contain_text("Undone: Moved “At 6”")
    assert there()[:2] == ["At 6", "At 12"]
    seen = edie.frame_locator(".front-desk__page").locator("main")
    expect(seen).to_contain_text(re.compile("At 6.*At 12", re.DOTALL))


def drag_a_story_to_its_place(edie):
    """The events of a drag, one by one: `drag_to` misses a `dragstart` that comes a moment late."""
    story, place = edie.locator(".offer", has_text="At 7"), edie.locator("#place-3")
    expect(story).to_have_attribute("draggable", "true")
    carried = {"dataTransfer": edie.evaluate_handle("new DataTransfer()")}
    story.dispatch_event("dragstart", carried)
    place.dispatch_event("dragover", carried)
    expect(place).to_have_class(re.compile("is-over"))
    place.dispatch_event("drop", carried)
    expect(edie.locator(".messagelist")).to_contain_text("Pinned “At 7” to place 3.")
    assert there()[:3] == ["At 6", "At 12", "At 7"]


def test_nothing_stands_in_anybodys_way(page, ada, sign_in_to, filed, barriers):
    """What breaks the policy is complained of in the console, which fails the test: see `page`."""
    sign_in_to(page, ada)
    picture = filed()
    published(headline="Out with it", lead_picture=picture.public_id)
    filed(rights="none")
    addresses = [LIBRARY, FRONT, f"{FRONT}?at=2120-01-01T00:00-08:00"]
    addresses += [f"{LIBRARY}{picture.pk}/{name}/" for name in ("change", "replace", "delete")]
    found = {}
    for address in addresses:
        page.goto(address)
        if barriers_here := barriers(page):
            found[address] = barriers_here
    assert found == {}
