"""The picture library as a story chooses from it: what is found, in which order, and who may say what."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from photos import editing
from photos.models import Picture
from tests.articles.stories import draft
from tests.only import only
from tests.photos import pictures, spoken

pytestmark = pytest.mark.both_databases

LOOK = "/admin/articles/article/look/pictures/"
DROP = reverse("admin:photos_picture_drop")


def row(title, minutes=0, **words):
    """A picture without a file, added some minutes after the others."""
    said = {
        "width": 900,
        "height": 600,
        "original": "x.jpg",
        "credit": "Ann Lee",
        "rights": "owned",
    }
    added_at = timezone.now() + timedelta(minutes=minutes)
    return Picture.objects.create(title=title, added_at=added_at, **(said | words))


def figure(picture):
    return f'<p>Look.</p><figure data-picture="{picture.public_id}"></figure>'


@pytest.fixture
def ask(sign_in, ada):
    client = sign_in(ada)

    def ask(**query):
        answer = client.get(LOOK, query)
        assert answer.status_code == 200
        return answer.json()

    return ask


def titles(answer):
    return [row["name"] for row in answer["rows"]]


def test_what_i_used_last_comes_first_then_the_newest(ask, ada, bo):
    old, older, oldest = (row(name, -place) for place, name in enumerate(("A", "B", "C"), 1))
    row("New", 1)
    draft(by=ada, lead_picture=oldest.public_id)
    draft(by=ada, body=figure(older))
    draft(by=bo, lead_picture=old.public_id)
    answer = ask()
    assert titles(answer) == ["B", "C", "New", "A"]
    assert [each.get("isRecent", False) for each in answer["rows"]] == [True, True, False, False]
    assert titles(ask(q="c")) == ["C"]
    assert titles(ask(**{"from": 1})) == ["A"]


def test_a_page_leads_to_the_next_until_all_were_shown_once(ask, ada):
    made = [row(f"Picture {number}", -number) for number in range(60)]
    draft(by=ada, lead_picture=made[40].public_id)
    seen, start = [], 0
    while start is not None:
        answer = ask(**{"from": start})
        seen += titles(answer)
        start = answer["next"]
    assert seen == ["Picture 40", *(p.title for p in made if p is not made[40])]
    for junk in ("-1", "x", "²", "9" * 50, ""):
        assert titles(ask(**{"from": junk}))[:1] in (["Picture 40"], []), junk


def test_pictures_are_filtered_by_their_rights(ask, clock):
    clock.set("2020-12-04 12:00:00")
    row("Owned")
    row("Handout", rights="handout")
    row("None", rights="none")
    row("No credit", credit="")
    row("Ended", license_ends_on=date(2020, 12, 3))
    assert set(titles(ask(rights="cleared"))) == {"Owned", "Handout"}
    assert titles(ask(rights="handout")) == ["Handout"]
    assert titles(ask(rights="none")) == ["None"]
    assert len(titles(ask(rights="stolen"))) == 5
    ended = {each["name"]: each for each in ask()["rows"]}["Ended"]
    assert (ended["isCleared"], ended["status"]) == (False, "License ended Dec 3")


def test_three_queries_answer_however_many_pictures_there_are(ask, ada):
    def asked(**query):
        with CaptureQueriesContext(connection) as queries:
            ask(**query)
        return len([q for q in queries if "photos_picture" in q["sql"] or "revision" in q["sql"]])

    for number in range(3):
        draft(by=ada, lead_picture=row(f"First {number}").public_id)
    assert asked() == asked(q="first") == 3
    for number in range(300):
        row(f"Another {number}")
    assert asked() == asked(q="another") == 3


def test_who_added_a_picture_says_in_the_story_what_it_is(sign_in, bo, ada):
    writer = sign_in(bo)
    file = SimpleUploadedFile("IMG_1.jpg", spoken.agency())
    told = writer.post(DROP, {"file": file}, HTTP_ACCEPT="application/json").json()
    assert told["words"] == {"credit": "", "alt": "", "rights": "none"}
    assert told["from_file"]["credit"] == "Ann Lee/Reuters"
    said = {"credit": "Ann Lee/Reuters", "alt": "Red and blue.", "rights": "agency"}
    assert writer.post(told["words_address"], said).json() == {"public_id": told["public_id"]}
    picture = Picture.objects.get()
    assert {name: getattr(picture, name) for name in said} == said
    assert (picture.source, picture.from_file["source"]) == ("", "Reuters"), "not asked yet"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rights": "stolen"}, "Rights: Select a valid choice. stolen is not one of"),
        ({"alt": "IMG_1.JPG"}, "Alt text: This is a file name."),
        ({"credit": "x" * 201}, "Credit: Ensure this value has at most 200 characters"),
        ({"credit": "a\x00b"}, "Credit: Null characters are not allowed."),
    ],
)
def test_words_that_cannot_be_get_their_sentence_and_change_nothing(sign_in, bo, said, sentence):
    picture = editing.add(by=bo, file=io.BytesIO(pictures.jpeg()), title="His")
    address = reverse("admin:photos_picture_words", args=[picture.pk])
    whole = {"credit": "Bo", "alt": "Red.", "rights": "owned"}
    answer = sign_in(bo).post(address, whole | said)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    picture.refresh_from_db()
    assert (picture.credit, picture.alt, picture.rights) == ("", "", "none")


def test_what_somebody_else_added_is_said_by_who_clears_pictures(sign_in, enters, bo, ada):
    picture = editing.add(by=ada, file=io.BytesIO(pictures.jpeg()), title="Hers")
    address = reverse("admin:photos_picture_words", args=[picture.pk])
    said = {"credit": "Bo", "alt": "Red.", "rights": "owned"}
    editor = sign_in(enters("pia", "Pia Lund", "Picture editor"))
    only(
        editor,
        sign_in(bo),
        lambda client: client.post(address, said),
        changes=lambda: Picture.objects.values_list("credit", flat=True).get(),
    )
    assert editor.get(address).status_code == 405
    assert editor.post(address.replace(str(picture.pk), "999999"), said).status_code == 404
