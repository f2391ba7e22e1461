"""The templates and static files keep the rules of the design."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from articles.models import Section

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
PARTS = [file for file in PAGES if "parts" in file.parts]
SHEETS = ("tokens.css", "base.css", "components.css", "print.css")
KILOBYTE = 1000


def named(file):
    return str(file.relative_to(settings.BASE_DIR))


def zipped(*names):
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_every_part_says_on_its_first_line_what_it_takes():
    silent = [
        named(file)
        for file in PARTS
        if not re.fullmatch(r"\{# .+ #\}", file.read_text().partition("\n")[0])
    ]
    assert silent == []


def test_every_part_is_given_what_it_takes_and_nothing_else():
    leaks = [
        f"{named(file)}: {include}"
        for file in PAGES
        for include in re.findall(r"\{% include \"[^\"]*parts/.*?%\}", file.read_text())
        if not include.endswith(" only %}")
    ]
    assert leaks == []


def test_every_static_file_that_a_template_names_exists():
    missing = [
        f"{named(file)}: {name}"
        for file in PAGES
        for name in re.findall(r"\{% static '([^']+)' %\}", file.read_text())
        if not finders.find(name)
    ]
    assert missing == []


def test_the_style_sheets_are_five_and_import_nothing():
    sheets = {file.name for file in (STATIC / "css").iterdir()}
    assert sheets == {"tokens.css", "base.css", "components.css", "desk.css", "print.css"}
    imports = [name for name in sheets if "@import" in (STATIC / "css" / name).read_text()]
    assert imports == []


def test_of_readers_scripts_only_suggestions_import_another():
    """What a script imports reaches a reader one request later."""
    sources = {file.name: file.read_text() for file in (STATIC / "js").glob("*.js")}
    importing = [
        name for name, text in sources.items() if re.search(r"^\s*import\b", text, re.MULTILINE)
    ]
    assert importing == ["suggest.js"]


def test_styles_and_scripts_leave_a_story_most_of_its_sixty_kilobytes():
    scripts = [f"js/{file.name}" for file in (STATIC / "js").glob("*.js")]
    # Half a kilobyte of it says in forced colors what a background says otherwise.
    assert zipped(*(f"css/{name}" for name in SHEETS), *scripts) <= 24.5 * KILOBYTE


# Color -------------------------------------------------------------------------------------------


def colors():
    """Each token that is a pair of colors: its name, and its light and dark value."""
    text = (STATIC / "css" / "tokens.css").read_text()
    return {
        name: (light, dark)
        for name, light, dark in re.findall(
            r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text
        )
    }


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_color_has_a_light_and_a_dark_value():
    text = (STATIC / "css" / "tokens.css").read_text()
    single = [
        line.strip()
        for line in text.splitlines()
        if re.search(r"--[\w-]+:.*#[0-9a-f]{3,6}", line) and "light-dark(" not in line
    ]
    assert single == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("paper", [paper for paper in Section.Paper.values if paper != "white"])
def test_everything_printed_on_a_paper_can_be_read(paper, theme):
    pair = colors()
    ink, page = pair["ink"][theme], pair["paper"][theme]
    fill, wash, own = (pair[f"{paper}-{part}"][theme] for part in ("fill", "wash", "ink"))
    on = {(ink, fill), (ink, wash), (own, fill), (own, wash), (own, page)}
    assert min(contrast(*both) for both in on) >= 4.5


@pytest.mark.parametrize("paper", Section.Paper.values)
def test_every_paper_that_a_section_can_have_is_in_the_design(paper):
    assert f'[data-paper="{paper}"]' in (STATIC / "css" / "tokens.css").read_text()
