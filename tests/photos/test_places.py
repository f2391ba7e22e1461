"""What a template prints for a picture."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template import Context, Template

from photos.models import Picture
from photos.renditions import USES, Rendition, picture_sources
from verbs.public_ids import new_public_id


def printed(picture, arguments=""):
    template = Template("{% load pictures %}{% picture p " + arguments + " %}")
    return template.render(Context({"p": picture}))


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def image_of(html):
    [(_, attributes)] = [each for each in Tags(html).found if each[0] == "img"]
    return attributes


@pytest.fixture
def twins():
    """Never saved: to print a picture takes no query."""
    return Picture(
        public_id="story-twins", width=1800, height=1200, alt='Two "profiles" <facing>', version=3
    )


def test_a_picture_is_offered_as_avif_then_webp_in_the_widths_of_its_place(twins):
    here = "/pictures/story-twins/3/"
    sizes = "9.5rem"
    avif, webp = (
        ", ".join(f"{here}{width}-square.{ext} {width}w" for width in (160, 320, 480))
        for ext in ("avif", "webp")
    )
    assert Tags(printed(twins, 'use="card-side"')).found == [
        ("picture", {}),
        ("source", {"type": "image/avif", "srcset": avif, "sizes": sizes}),
        (
            "img",
            {
                "alt": 'Two "profiles" <facing>',
                "loading": "lazy",
                "src": f"{here}480-square.webp",
                "srcset": webp,
                "sizes": sizes,
                "width": "480",
                "height": "480",
            },
        ),
    ]


def test_a_place_that_is_another_shape_on_a_phone_gets_both_shapes(twins):
    sources = picture_sources(twins, "hero")
    assert [(each.type, each.media, each.width, each.height) for each in sources] == [
        ("image/avif", "(max-width: 59.99rem)", 1200, 800),
        ("image/webp", "(max-width: 59.99rem)", 1200, 800),
        ("image/avif", "", 1800, 900),
        ("image/webp", "", 1800, 900),
    ]


def test_a_small_picture_offers_what_it_has_and_no_more():
    small = Picture(public_id="small", width=500, height=400)
    assert image_of(printed(small, 'use="lead"'))["srcset"] == (
        "/pictures/small/1/480-card.webp 480w, /pictures/small/1/640-card.webp 500w"
    )


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("size", [(160, 160), (480, 600), (600, 900), (4743, 3162)])
def test_every_file_offered_in_every_place_is_one_that_is_made(use, size):
    picture = Picture(public_id="any", width=size[0], height=size[1])
    for source in picture_sources(picture, use):
        offered = [each.split() for each in source.srcset.split(", ")]
        for url, *_ in [*offered, [source.src]]:
            assert Rendition.named(url.rpartition("/")[2]).exists_for(picture)
        assert len(offered) == 1 or (source.sizes and all(len(each) == 2 for each in offered))


def test_the_words_of_the_place_replace_the_pictures_own(twins):
    assert image_of(printed(twins, '"thumb" alt=""'))["alt"] == ""
    assert image_of(printed(twins, '"thumb" alt="A <b>"'))["alt"] == "A <b>"


def test_the_first_picture_is_fetched_first_and_the_others_when_they_come_near(twins):
    asked = ["priority=True", "lazy=False", ""]
    said = [image_of(printed(twins, f'"lead" {each}')) for each in asked]
    assert [(each.get("fetchpriority"), each.get("loading")) for each in said] == [
        ("high", None),
        (None, None),
        (None, "lazy"),
    ]


def test_a_place_can_ask_for_another_crop_size_and_class(twins):
    image = image_of(printed(twins, 'use="card" crop="poster" sizes="6rem" cls="poster"'))
    assert (image["class"], image["sizes"], image["src"]) == (
        "poster",
        "6rem",
        "/pictures/story-twins/3/960-poster.webp",
    )
    assert (image["width"], image["height"]) == ("800", "1200")


def test_no_picture_prints_nothing():
    assert printed(None, 'use="card"') == ""


def test_thirty_pictures_weigh_less_than_two_kilobytes_on_the_wire():
    pictures = [Picture(public_id=new_public_id(), width=1800, height=1200) for _ in range(30)]
    html = "".join(printed(each, 'use="card-flip" alt=""') for each in pictures)
    assert len(gzip.compress(html.encode(), 6)) < 2048


def test_an_address_is_only_of_a_rendition_that_is_made(twins):
    assert twins.url(1200, "jpg", "wide") == "/pictures/story-twins/3/1200-wide.jpg"
    assert (
        Picture(public_id="small", width=200, height=200).url(1200) == "/pictures/small/1/320.webp"
    )
    for wrong in ((321,), (320, "gif"), (320, "webp", "round")):
        with pytest.raises(ValueError, match="There is no rendition"):
            twins.url(*wrong)


def test_every_place_that_a_template_names_is_one_we_know():
    named = {
        use
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for use in re.findall(r'\buse="([^"]*)"', path.read_text())
    }
    assert named - set(USES) == set()
