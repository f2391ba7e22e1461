"""The picture desk as an editor sees it, in the admin."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from photos import editing
from photos.models import Picture
from tests.articles.stories import published
from tests.only import only
from tests.photos import pictures

ADD = reverse("admin:photos_picture_add")
LIST = reverse("admin:photos_picture_changelist")


def change(picture):
    return reverse("admin:photos_picture_change", args=[picture.pk])


def replacing(picture):
    return reverse("admin:photos_picture_replace", args=[picture.pk])


def form(content=None, name="IMG_0042 embargoed.JPG", **words):
    said = {
        "title": "Two colors",
        "kind": "photograph",
        "alt": "",
        "caption": "",
        "credit": "",
        "source": "",
        "copyright": "",
        "taken_on": "",
        "rights": "none",
        "license_ends_on": "",
        "rights_note": "",
        "focal_x": 50,
        "focal_y": 50,
    } | words
    return said | ({"file": SimpleUploadedFile(name, content)} if content is not None else {})


def errors(response):
    return dict(response.context["adminform"].form.errors)


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def test_an_editor_adds_a_picture(desk, ada):
    response = desk.post(ADD, form(pictures.jpeg(), alt="Red and blue.", focal_x=20))
    picture = Picture.objects.get()
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert (picture.title, picture.alt, picture.focal_x) == ("Two colors", "Red and blue.", 20)
    assert (picture.added_by, picture.width, picture.is_cleared) == (ada, 640, False)


def test_whoever_added_a_picture_says_what_it_is_until_readers_have_it(desk, sign_in, bo, ada):
    writer = sign_in(bo)
    writer.post(ADD, form(pictures.jpeg()))
    own = Picture.objects.get()
    somebody_s = editing.add(by=ada, file=io.BytesIO(pictures.jpeg()), title="Not his")
    said = {"alt": "Red and blue.", "credit": "Bo Reyes", "rights": "owned"}
    assert writer.post(change(own), form(**said)).status_code == 302
    only(
        desk,
        writer,
        lambda client: client.post(change(somebody_s), form(**said)),
        changes=lambda: Picture.objects.values_list("alt", flat=True).get(pk=somebody_s.pk),
    )
    own.refresh_from_db()
    assert own.alt == "Red and blue."
    published(by=ada, lead_picture=own.public_id)
    assert writer.get(change(own)).status_code == 200
    only(
        desk,
        writer,
        lambda client: client.post(change(own), form(**said, caption="Live at once.")),
        changes=lambda: Picture.objects.values_list("caption", flat=True).get(pk=own.pk),
    )


def test_no_field_is_filled_in_from_the_files_name(desk):
    assert errors(desk.post(ADD, form(pictures.jpeg(), title=""))) == {
        "title": ["This field is required."]
    }
    desk.post(ADD, form(pictures.jpeg()))
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption) == ("", "")


@pytest.mark.parametrize("alt", ["IMG_0042.JPG", "DSC_0042", "two red chairs.webp", "pxl_2020-09"])
def test_a_files_name_is_no_alt_text(desk, filed, alt):
    assert errors(desk.post(change(filed()), form(alt=alt))) == {
        "alt": ["This is a file name. Describe what the picture shows, or leave it empty."]
    }


REFUSED = {
    "empty": "This file is empty. Choose it again, or save it again where it came from.",
    "a web page": (
        "This is a web page, not a picture that can be shown here. "
        "Save it as JPEG, PNG, TIFF, WebP, AVIF or GIF and choose that file."
    ),
    "a zip": (
        "This file is both a picture and an archive. "
        "Open it in a picture editor, save it as a new file and choose that one."
    ),
    "30,000 pixels": (
        "This picture has 30,000 by 30,000 pixels. At most 16,000 on a side and 64 million "
        "in all are allowed: make it smaller and choose that file."
    ),
}
BAD = {
    "empty": lambda: b"",
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>",
    "a zip": pictures.archive_too,
    "30,000 pixels": lambda: pictures.huge(30_000, 30_000),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_file_gets_its_sentence_and_changes_nothing(desk, kept, what):
    before = kept()
    response = desk.post(ADD, form(BAD[what](), name="story.jpg"))
    assert (response.status_code, errors(response)) == (200, {"file": [REFUSED[what]]})
    assert (kept(), Picture.objects.count()) == (before, 0)


def test_a_new_picture_needs_a_file(desk):
    assert errors(desk.post(ADD, form())) == {"file": ["This field is required."]}


def test_an_editor_moves_the_focal_point_and_writes_the_credit(desk, filed):
    picture = filed()
    desk.post(change(picture), form(focal_x=10, credit="Bo Reyes", rights="owned"))
    picture.refresh_from_db()
    assert (picture.focal_x, picture.credit, picture.rights) == (10, "Bo Reyes", "owned")
    assert (picture.width, picture.version) == (640, 3)


def test_an_editor_puts_another_file_in_its_place(desk, filed):
    picture = filed()
    desk.post(replacing(picture), {"file": SimpleUploadedFile("b.png", pictures.png(800, 800))})
    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.version) == (800, 800, 2)


def test_a_bad_file_replaces_nothing(desk, filed):
    picture = filed()
    response = desk.post(replacing(picture), {"file": SimpleUploadedFile("b.png", b"<svg/>")})
    assert list(response.context["form"].errors) == ["file"]
    picture.refresh_from_db()
    assert (picture.title, picture.version) == ("Two colors", 1)


def test_who_adds_a_moving_picture_is_told_that_it_will_stand_still(desk):
    response = desk.post(ADD, form(pictures.moving("GIF")), follow=True)
    assert "It is animated, and only its first frame was kept." in map(
        str, response.context["messages"]
    )


def test_the_list_shows_each_picture_through_its_desk_address(desk, filed):
    picture = filed()
    page = desk.get(LIST).content.decode()
    assert f'src="{picture.url(640)}"' in page


@pytest.mark.parametrize("asked", ["colors", "Reuters", "profiles"])
def test_pictures_are_found_by_what_is_written_about_them(desk, filed, asked):
    filed(title="Another", credit="Bo Reyes")
    found = filed(alt="Two profiles.")
    page = desk.get(LIST, {"q": asked})
    assert list(page.context["cl"].queryset) == [found]


def test_pictures_without_rights_can_be_listed(desk, filed):
    filed()
    uncleared = filed(rights="none")
    page = desk.get(LIST, {"rights__exact": "none"})
    assert list(page.context["cl"].queryset) == [uncleared]


def test_an_editor_removes_a_picture(desk, filed):
    picture = filed()
    desk.post(reverse("admin:photos_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert Picture.objects.count() == 0


def test_somebody_without_the_right_to_can_add_nothing(sign_in, enters, bo, kept):
    only(
        sign_in(bo),
        sign_in(enters("cy", "Cy Ames")),
        lambda client: client.post(ADD, form(pictures.jpeg())),
        changes=lambda: (kept(), Picture.objects.count()),
    )


def test_the_page_of_a_picture_shows_every_crop(desk, filed, ada):
    picture = filed()
    editing.focus(picture, by=ada, x=10, y=10)
    page = desk.get(change(picture)).content.decode()
    for crop, width in (("square", 320), ("poster", 320), ("wide", 320), ("", 640)):
        assert f'src="{picture.url(width, "webp", crop)}"' in page
