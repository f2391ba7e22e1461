"""The library: the grid, files dropped on it, where a picture is used, and what touches every use."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Author
from photos import editing
from photos.admin.uploading import title_of
from photos.models import Picture
from tests.articles.stories import content, draft, published
from tests.only import only
from tests.people.pages import rows
from tests.photos import pictures
from verbs.public_ids import new_public_id

pytestmark = pytest.mark.both_databases

LIST = reverse("admin:photos_picture_changelist")
DROP = reverse("admin:photos_picture_drop")
JSON = {"HTTP_ACCEPT": "application/json"}
PAGE = "This is a web page, not a picture that can be shown here. "
PAGE += "Save it as JPEG, PNG, TIFF, WebP, AVIF or GIF and choose that file."


def at(name, picture):
    return reverse(f"admin:photos_picture_{name}", args=[picture.pk])


def file(content=None, name="IMG_0042 (1).JPG"):
    return SimpleUploadedFile(name, pictures.jpeg() if content is None else content)


def figure(picture):
    return f'<p>Look.</p><figure data-picture="{picture.public_id}"></figure>'


def used(page):
    return [
        (group.label, [(use.name, use.detail) for use in group.named])
        for group in page.context["uses"]
    ]


def said(page):
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def desk(sign_in, enters):
    return sign_in(enters("pia", "Pia Lund", "Picture editor"))


# The grid ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"rights": "owned"}, ("good", "Cleared, ours")),
        ({"rights": "handout"}, ("warn", "Only for what it shows")),
        ({"rights": "none"}, ("bad", "No rights stated")),
        ({"credit": ""}, ("bad", "No credit")),
    ],
)
def test_a_card_says_in_words_what_may_be_done_with_a_picture(desk, filed, words, status):
    filed(**words)
    page = desk.get(LIST)
    assert [tuple(card.status) for card in page.context["cards"]] == [status]
    assert f'<span class="dot dot--{status[0]}">{status[1]}</span>' in page.content.decode()


def test_a_tall_picture_has_its_focal_point_where_it_is_in_its_frame(desk, filed, ada):
    editing.focus(filed(pictures.jpeg(300, 600)), by=ada, x=0, y=10)
    (card,) = desk.get(LIST).context["cards"]
    assert (card.x, card.y) == (33, 10)


@pytest.mark.parametrize("shape", ["wide", "tall", "square"])
def test_pictures_are_found_by_their_shape(desk, filed, shape):
    sizes = {"wide": (600, 400), "tall": (400, 600), "square": (400, 400)}
    made = {name: filed(pictures.jpeg(*size)) for name, size in sizes.items()}
    cards = desk.get(LIST, {"shape": shape}).context["cards"]
    assert [card.picture for card in cards] == [made[shape]]


@pytest.mark.parametrize(("needs", "title"), [("clearing", "No rights"), ("alt", "No alt")])
def test_pictures_are_found_by_what_they_need(desk, filed, needs, title):
    filed(title="All said", alt="Two colors.")
    filed(title="No rights", rights="none", alt="Two colors.")
    filed(title="No alt")
    found = desk.get(LIST, {"needs": needs}).context["cards"]
    assert [card.picture.title for card in found] == [title]


def test_the_grid_takes_at_most_eight_queries_for_one_picture_and_for_hundreds(
    desk, filed, django_assert_num_queries, django_assert_max_num_queries
):
    row = filed()
    with django_assert_max_num_queries(8) as asked:
        desk.get(LIST)
    for _ in range(200):
        row.pk, row.public_id = None, new_public_id()
        row.save(force_insert=True)
    with django_assert_num_queries(len(asked)):
        page = desk.get(LIST)
    assert len(page.context["cards"]) == 48


# Files dropped -----------------------------------------------------------------------------------


def test_a_dropped_file_is_a_picture_nobody_has_described_or_cleared(desk):
    answer = desk.post(DROP, {"file": file(name="mark-ruffalo_emmys.jpg")}, **JSON)
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.rights) == ("", "", "none")
    assert answer.json() == {
        "public_id": picture.public_id,
        "title": "Mark ruffalo emmys",
        "thumb": picture.url(320, "webp", "card"),
        "width": 640,
        "height": 480,
        "address": at("change", picture),
        "remark": "",
        "from_file": {},
        "large": picture.url(640),
        "words": {"credit": "", "alt": "", "rights": "none"},
        "words_address": reverse("admin:photos_picture_words", args=[picture.pk]),
    }
    assert desk.get(answer.json()["thumb"]).status_code == 200


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"file": b"<!doctype html><p>"}, PAGE),
        (
            {"file": b""},
            "This file is empty. Choose it again, or save it again where it came from.",
        ),
        ({}, "No file arrived. Choose it again."),
        (
            {"file": pictures.jpeg(), "rights": "stolen"},
            "Rights: Select a valid choice. stolen is not one of the available choices.",
        ),
        ({"file": pictures.jpeg(), "title": "a\x00b"}, "Title: Null characters are not allowed."),
    ],
)
def test_a_file_that_cannot_be_taken_gets_its_sentence(desk, kept, posted, sentence):
    before = kept()
    if "file" in posted:
        posted = posted | {"file": file(posted["file"])}
    answer = desk.post(DROP, posted, **JSON)
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})
    assert (kept(), Picture.objects.count()) == (before, 0)


def test_what_is_true_of_all_files_is_written_to_each(desk):
    both = {"credit": "Ann Lee/Reuters", "source": "Reuters", "rights": "agency"}
    for name in ("one.jpg", "two.jpg"):
        desk.post(DROP, {"file": file(name=name), **both}, **JSON)
    assert (
        list(Picture.objects.values_list("credit", "source", "rights"))
        == [("Ann Lee/Reuters", "Reuters", "agency")] * 2
    )


def test_without_script_many_files_are_sent_at_once_and_a_bad_one_is_named(desk):
    files = [file(name="two red chairs.jpg"), file(b"<!doctype html>", "page.jpg"), file()]
    page = desk.post(DROP, {"files": files}, follow=True)
    assert said(page) == [
        f"page.jpg: {PAGE}",
        "Added 2 pictures. Now describe each one for people who can’t see it.",
    ]
    assert Picture.objects.count() == 2


def test_sending_no_file_says_so(desk):
    page = desk.post(DROP, {}, follow=True)
    assert said(page) == ["You didn’t choose a file. Choose one or more, then add them."]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("mark-ruffalo_emmys.jpg", "Mark ruffalo emmys"),
        ("IMG_0042 (1).JPG", "Untitled, September 20, 6:31 pm PT"),
        ("Screenshot 2020-09-20 at 18.png", "Untitled, September 20, 6:31 pm PT"),
        ("3f2a9c81-77aa.webp", "Untitled, September 20, 6:31 pm PT"),
        ("../../etc/red carpet.jpg", "Red carpet"),
        ("", "Untitled, September 20, 6:31 pm PT"),
        (f"red {'carpet ' * 60}.jpg", ("Red " + "carpet " * 60)[:200].strip()),
    ],
)
def test_a_picture_is_called_by_its_files_name_only_where_that_tells_something(clock, name, title):
    assert title_of(name, at=clock.set("2020-09-20 18:31:00")).strip() == title


def test_a_forged_drop_is_refused(enters):
    client = Client(enforce_csrf_checks=True)
    client.force_login(enters("pia", "Pia Lund", "Picture editor"))
    assert client.post(DROP, {"file": file()}, **JSON).status_code == 403
    assert Picture.objects.count() == 0


def test_who_may_not_add_pictures_drops_none(sign_in, enters, bo):
    only(
        sign_in(bo),
        sign_in(enters("cy", "Cy Ames")),
        lambda client: client.post(DROP, {"file": file()}, **JSON),
        changes=Picture.objects.count,
    )


def test_a_writer_adds_pictures_and_replaces_none(sign_in, enters, bo, filed):
    picture = filed()
    desk = sign_in(bo)
    assert desk.post(DROP, {"file": file()}, **JSON).status_code == 200
    assert desk.get(at("change", picture)).status_code == 200
    assert b"Replace everywhere" not in desk.get(at("change", picture)).content
    editor = sign_in(enters("pia", "Pia Lund", "Picture editor"))
    only(
        editor,
        desk,
        lambda client: client.post(at("replace", picture), {"file": file()}),
        changes=lambda: Picture.objects.values_list("original", flat=True).get(pk=picture.pk),
    )
    only(
        editor,
        desk,
        lambda client: client.post(at("delete", picture), {"post": "yes"}),
        changes=Picture.objects.count,
    )


# Where it is used --------------------------------------------------------------------------------


def test_the_page_says_where_a_picture_is_used_in_drafts_too(desk, filed):
    picture = filed()
    draft(headline="A draft about it", body=figure(picture))
    draft(headline="A draft that leads with it", lead_picture=picture.public_id)
    draft(headline="Another draft", body=f"<p>{picture.public_id}</p>")
    published(headline="Out with it", lead_picture=picture.public_id)
    rows.person("Mark Ruffalo", picture=picture)
    Author.objects.filter(public_id="ines").update(picture=picture)
    assert used(desk.get(at("change", picture))) == [
        ("Front page", [("Out with it", "Place 1, now")]),
        (
            "Stories",
            [
                ("A draft that leads with it", "Draft"),
                ("A draft about it", "Draft"),
                ("Out with it", "Published"),
            ],
        ),
        ("In the record", [("Mark Ruffalo", "Person")]),
        ("Authors", [("Ines Calloway", "")]),
    ]


def test_a_story_whose_draft_has_let_go_of_it_still_shows_it(desk, filed, ada):
    picture = filed()
    story = published(headline="Out with it", body=figure(picture))
    publishing.save(story, content(headline="Without it"), by=ada)
    (stories,) = [group for group in used(desk.get(at("change", picture))) if group[0] == "Stories"]
    assert stories == ("Stories", [("Without it", "Published, with changes")])


def test_replacing_names_every_use_first_and_changes_them_at_once(desk, filed, reader):
    picture = filed()
    published(headline="Out with it", lead_picture=picture.public_id)
    assert [group for group, _ in used(desk.get(at("replace", picture)))] == [
        "Front page",
        "Stories",
    ]
    before = picture.url(640)
    desk.post(at("replace", picture), {"file": file(pictures.png(800, 800))})
    picture.refresh_from_db()
    assert (picture.width, picture.version) == (800, 2)
    assert reader.get(before)["Location"] == picture.url(640)


def test_what_is_used_is_not_removed(desk, filed, kept):
    picture = filed()
    draft(headline="A draft about it", body=figure(picture))
    before = kept()
    page = desk.get(at("delete", picture)).content.decode()
    assert ("A draft about it" in page, 'name="post"' in page) == (True, False)
    answer = desk.post(at("delete", picture), {"post": "yes"}, follow=True)
    assert said(answer) == [
        "It’s still used, so it wasn’t deleted. Remove it there first, or replace it."
    ]
    assert (kept(), Picture.objects.count()) == (before, 1)


def test_what_nothing_shows_is_removed(desk, filed):
    picture = filed()
    assert used(desk.get(at("change", picture))) == []
    desk.post(at("delete", picture), {"post": "yes"})
    assert Picture.objects.count() == 0


def test_the_page_says_what_each_right_means(desk, filed):
    page = desk.get(at("change", filed())).content.decode()
    assert "Provided by a studio, network or publicist." in page
