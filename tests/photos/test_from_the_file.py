"""What a file says of itself is read before it is dropped, and offered to whoever files it."""

import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from photos import editing, file_suggestions, uploads
from photos.models import Picture
from tests.only import only
from tests.photos import pictures, spoken
from tests.photos.spoken import AGENCY, alt, exif, iim, seq, with_iim, xmp

pytestmark = pytest.mark.both_databases

ADD = reverse("admin:photos_picture_add")
DROP = reverse("admin:photos_picture_drop")
JSON = {"HTTP_ACCEPT": "application/json"}


def change(picture):
    return reverse("admin:photos_picture_change", args=[picture.pk])


def offered(content):
    """What the desk would offer of a file."""
    return file_suggestions.cleaned(uploads.accept(io.BytesIO(content)).metadata)


def dropped(desk, content, **words):
    file = SimpleUploadedFile("IMG_0042.JPG", content)
    answer = desk.post(DROP, {"file": file, **words}, **JSON)
    return Picture.objects.get(public_id=answer.json()["public_id"]), answer.json()


def shown(page):
    """Value and note of each field that the file has something to say of."""
    form = page.context["adminform"].form
    return {
        name: (str(form[name].value() or ""), str(field.help_text).partition("</b>")[0])
        for name, field in form.fields.items()
        if "from-file" in str(field.help_text)
    }


def posted(form, **words):
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (sent | words).items()}


@pytest.fixture
def desk(sign_in, enters):
    return sign_in(enters("pia", "Pia Lund", "Picture editor"))


# Reading -----------------------------------------------------------------------------------------


def test_all_that_an_agency_writes_is_read_and_none_of_it_stays_in_the_file():
    accepted = uploads.accept(io.BytesIO(spoken.agency()))
    assert file_suggestions.cleaned(accepted.metadata) == AGENCY
    assert b"Reuters" not in accepted.content


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_every_kind_of_file_is_asked(format):
    said = xmp(attributes='photoshop:Credit="Ann Lee" photoshop:Source="Reuters"')
    assert offered(spoken.in_format(format, said)) == {"credit": "Ann Lee", "source": "Reuters"}


IIM_SAYS = iim((110, "IIM credit"), (115, "IIM source"), (80, "Ann"), (120, "As IIM says."))
XMP_SAYS = xmp(attributes='photoshop:Credit="XMP credit"')


def test_xmp_comes_before_iim_and_iim_before_exif_field_by_field():
    tags = exif({0x010E: "As EXIF says.", 0x8298: "© EXIF".encode()}, taken="2020:09:20 18:31:00")
    content = with_iim(pictures.jpeg(xmp=XMP_SAYS, exif=tags), IIM_SAYS)
    assert offered(content) == {
        "credit": "XMP credit",
        "source": "IIM source",
        "caption": "As IIM says.",
        "copyright": "© EXIF",
        "taken_on": "2020-09-20",
    }


@pytest.mark.parametrize(
    ("digest_of", "credit"), [(None, "XMP"), (IIM_SAYS, "XMP"), (b"what it was before", "IIM")]
)
def test_iim_that_was_changed_after_xmp_was_written_comes_first(digest_of, credit):
    content = with_iim(pictures.jpeg(xmp=XMP_SAYS), IIM_SAYS, digest_of=digest_of)
    assert offered(content)["credit"] == f"{credit} credit"


@pytest.mark.parametrize(
    ("record", "credit"),
    [
        (iim((110, "Zoë Köln")), "Zoë Köln"),
        (iim((110, "Zoë Köln"), utf8=False), "Zoë Köln"),
        (iim((110, "Zoë Köln — “X”".encode("cp1252")), utf8=False), "Zoë Köln — “X”"),
        (iim((110, b"Zo\xeb \x81"), utf8=False), "Zoë"),
        (iim((110, b"Zo\xeb K"), utf8=True), "Zo K"),
    ],
)
def test_iim_is_read_in_the_encoding_it_is_in(record, credit):
    assert offered(with_iim(pictures.jpeg(), record)) == {"credit": credit}


@pytest.mark.parametrize("coded", ["utf-8", "utf-16", "cp1252"])
def test_xmp_is_read_in_the_encoding_it_is_in(coded):
    packet = xmp(attributes='photoshop:Credit="Zoë Köln"').decode().replace("\ufeff", "")
    assert offered(pictures.jpeg(xmp=packet.encode(coded))) == {"credit": "Zoë Köln"}


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        (alt("de", "Rot", "x-default", "Red"), "Red"),
        (alt("de", "Rot", "en-GB", "Red"), "Red"),
        (alt("de", "Rot", "fr", "Rouge"), "Rot"),
        (alt("x-default", "", "en", "Red"), "Red"),
        ("Red", "Red"),
    ],
)
def test_of_several_languages_the_packets_own_is_read_else_english(said, caption):
    packet = xmp(f"<dc:description>{said}</dc:description>")
    assert offered(pictures.jpeg(xmp=packet)) == {"caption": caption}


def test_without_a_credit_line_the_creators_are_the_credit():
    packet = xmp(f"<dc:creator>{seq('Ann Lee', 'Bo Reyes')}</dc:creator>")
    assert offered(pictures.jpeg(xmp=packet)) == {"credit": "Ann Lee, Bo Reyes"}
    artist = pictures.jpeg(exif=exif({0x013B: "Zoë Köln".encode("cp1252")}))
    assert offered(artist) == {"credit": "Zoë Köln"}


def test_a_description_is_never_alt_text():
    packet = xmp(f"<dc:description>{alt('x-default', 'Red.')}</dc:description>")
    content = with_iim(pictures.jpeg(xmp=packet), iim((120, "Red.")))
    assert offered(content) == {"caption": "Red."}


def test_what_a_picture_was_made_from_speaks_of_another_picture():
    made_from = (
        '<xmpMM:DerivedFrom rdf:parseType="Resource"><photoshop:Credit>Another</photoshop:Credit>'
        "</xmpMM:DerivedFrom>"
    )
    assert offered(pictures.jpeg(xmp=xmp(made_from))) == {}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2020-09-20", "2020-09-20"),
        ("2020-09-20T23:59:59.99Z", "2020-09-20"),
        ("2020-09", None),
        ("2020", None),
        ("2020-02-30", None),
        ("0000-00-00", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_taken_where_it_is_a_whole_day(said, day):
    content = pictures.jpeg(xmp=xmp(attributes=f'photoshop:DateCreated="{said}"'))
    assert offered(content).get("taken_on") == day
    record = iim((55, said[:10].replace("-", "")))
    assert offered(with_iim(pictures.jpeg(), record)).get("taken_on") == day


@pytest.mark.parametrize(
    "words", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "Exif_JPEG_PICTURE", "default"]
)
def test_what_a_camera_writes_for_want_of_words_is_no_description(words):
    assert offered(pictures.jpeg(exif=exif({0x010E: words}))) == {}
    said = "The digital camera that ended film"
    assert offered(pictures.jpeg(exif=exif({0x010E: said}))) == {"caption": said}


# Hostile -----------------------------------------------------------------------------------------

ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    "packet",
    [
        xmp("<photoshop:Credit>&b;</photoshop:Credit>", before=ENTITIES),
        xmp("<photoshop:Credit>&f;</photoshop:Credit>", before=ENTITIES),
        xmp("<photoshop:Credit>Ann</photoshop:Credit>", before="<!DOCTYPE x>"),
        xmp("<photoshop:Credit>Ann"),
        xmp("<photoshop:Credit>&#1;&#0;</photoshop:Credit>"),
        b"<" * 60_000,
        b"<a>" * 20_000,
        b"\xff\xfe<\0",
        b"\0",
    ],
)
def test_a_hostile_packet_says_nothing_and_the_others_are_read(packet):
    content = with_iim(pictures.jpeg(xmp=packet), iim((110, "Reuters")))
    assert offered(content) == {"credit": "Reuters"}


def test_a_packet_of_megabytes_is_passed_over():
    packet = xmp(f"<photoshop:Credit>Ann</photoshop:Credit><dc:x>{'x' * 2_000_000}</dc:x>")
    assert offered(spoken.in_format("WEBP", packet)) == {}
    deep = xmp(f"<photoshop:Credit>Ann</photoshop:Credit>{'<dc:x>' * 60_000}{'</dc:x>' * 60_000}")
    assert offered(spoken.in_format("WEBP", deep)) == {"credit": "Ann"}


def test_words_are_cleaned_and_cut_to_their_field():
    said = {
        "credit": "Ann\u202e eeL\u200b\x00 \n\n Lee " + "x" * 300,
        "alt": "<img src=x onerror=alert(1)>",
        "caption": "word " * 200,
        "rights": "owned",
        "title": 7,
        "source": "\u200b\u2066",
    }
    found = file_suggestions.cleaned(said)
    assert found["credit"] == "Ann eeL Lee…"
    assert found["alt"] == "<img src=x onerror=alert(1)>"
    assert found["caption"] == "word " * 99 + "word…"
    assert found.keys() == {"credit", "alt", "caption"}


def test_words_are_as_long_as_their_fields_may_be(db):
    for name in file_suggestions.SUGGESTED:
        field = Picture._meta.get_field(name)
        assert file_suggestions.LONGEST[name] == (field.max_length or 10), name


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=200), st.booleans())
def test_whatever_bytes_a_record_has_the_picture_is_taken(packet, record, marked):
    """In this process: the decoder's own would take a second each time."""
    from photos.decoding import decode  # noqa: PLC0415

    content = with_iim(
        pictures.jpeg(160, 160, xmp=packet or b" "), iim((110, record), utf8=marked) + packet
    )
    accepted = decode(content)
    assert (accepted.width, accepted.height) == (160, 160)
    said = file_suggestions.cleaned(json.loads(json.dumps(accepted.metadata)))
    assert all(text == " ".join(text.split()) for text in said.values())
    Picture(
        title="x", width=1, height=1, **{k: v for k, v in said.items() if k != "title"}
    ).clean_fields(exclude=["original", "public_id", "from_file"])


# Offering ----------------------------------------------------------------------------------------


def test_what_the_file_says_is_offered_on_the_pictures_page_and_is_a_fact_once_saved(desk):
    picture, answer = dropped(desk, spoken.agency())
    assert (picture.credit, picture.alt, picture.copyright, picture.taken_on) == ("", "", "", None)
    assert (picture.title, picture.rights) == ("Two colors meet", "none")
    assert answer["from_file"] == {n: said for n, said in AGENCY.items() if n != "title"}

    page = desk.get(change(picture))
    note = '<b class="from-file">From the file. Check it, then save.'
    assert shown(page) == {name: (said, note) for name, said in AGENCY.items() if name != "title"}
    form = page.context["adminform"].form
    assert form["rights"].value() == "none"
    desk.post(change(picture), posted(form, credit="Ann Lee/Reuters Pictures", alt=""))
    picture.refresh_from_db()
    assert (picture.credit, picture.source) == ("Ann Lee/Reuters Pictures", "Reuters")
    assert (picture.taken_on, picture.copyright) == (datetime.date(2020, 9, 20), "© 2020 Reuters")
    assert (picture.alt, picture.rights, picture.is_cleared) == ("", "none", False)
    assert shown(desk.get(change(picture))) == {}, "what was declined is not offered again"


def test_a_credit_for_all_files_comes_before_the_files_own(desk):
    picture, _ = dropped(desk, spoken.agency(), credit="Handout/HBO")
    assert picture.credit == "Handout/HBO"
    assert shown(desk.get(change(picture)))["credit"] == (
        "Handout/HBO",
        '<b class="from-file">The file says: “Ann Lee/Reuters”',
    )
    other, _ = dropped(desk, spoken.agency(), credit=" ")
    assert (other.credit, shown(desk.get(change(other)))["credit"][0]) == ("", "Ann Lee/Reuters")


def test_markup_in_a_file_is_printed_as_text(desk):
    packet = xmp(attributes='photoshop:Credit="&lt;img src=x onerror=alert(1)&gt;"')
    picture, _ = dropped(desk, pictures.jpeg(xmp=packet), credit="Ann")
    page = desk.get(change(picture)).content.decode()
    assert "The file says: “&lt;img src=x onerror=alert(1)&gt;”" in page
    assert "<img src=x" not in page


def test_who_adds_one_picture_is_led_to_what_the_file_says_besides(desk):
    words = {"title": "Mine", "kind": "photograph", "credit": "Ann Lee", "rights": "agency"}
    words |= {"focal_x": 50, "focal_y": 50}
    file = SimpleUploadedFile("a.jpg", spoken.agency())
    answer = desk.post(ADD, words | {"file": file}, follow=True)
    picture = Picture.objects.get()
    assert answer.redirect_chain == [(change(picture), 302)]
    assert (picture.credit, picture.source) == ("Ann Lee", "")
    assert "Its file has more information" in str(list(answer.context["messages"])[-1])


def test_another_file_in_its_place_offers_its_own_words(desk, filed, ada):
    picture = filed(spoken.agency())
    editing.describe(picture, by=ada, **{name: getattr(picture, name) for name in editing.WORDS})
    assert shown(desk.get(change(picture))) == {}
    packet = xmp(attributes='photoshop:Source="Magnum"')
    editing.replace(picture, by=ada, file=io.BytesIO(pictures.jpeg(xmp=packet)))
    assert shown(desk.get(change(picture))).keys() == {"source"}


def test_who_may_only_look_is_offered_nothing(sign_in, desk, bo, filed):
    picture = filed(spoken.agency(), credit="")
    writer = sign_in(bo)
    assert b"From the file" not in writer.get(change(picture)).content
    assert b"From the file" in desk.get(change(picture)).content
    form = desk.get(change(picture)).context["adminform"].form
    only(
        desk,
        writer,
        lambda client: client.post(change(picture), posted(form)),
        changes=lambda: Picture.objects.values_list("credit", flat=True).get(),
    )


def test_the_notice_of_its_owner_stays_in_what_readers_save(filed):
    from photos.rendition_files import credit_packet  # noqa: PLC0415

    picture = filed(copyright="© 2020 Ann & Bo")
    assert offered(pictures.jpeg(xmp=credit_packet(picture))) == {
        "credit": "Ann Lee/Reuters",
        "copyright": "© 2020 Ann & Bo",
    }
