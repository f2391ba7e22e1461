"""Titles in headlines are set in italics by their stars."""

import pytest
from django.template import engines

from articles.titles import marked, odd_star, plain

HEADLINES = {
    "Ruffalo wins": ("Ruffalo wins", "Ruffalo wins"),
    "A second Emmy, for *I Know This Much Is True*": (
        "A second Emmy, for <cite>I\xa0Know This Much Is True</cite>",
        "A second Emmy, for I Know This Much Is True",
    ),
    "*Watchmen* and *Succession*": (
        "<cite>Watchmen</cite> and <cite>Succession</cite>",
        "Watchmen and Succession",
    ),
    "*Schitt’s Creek*’s seven": ("<cite>Schitt’s Creek</cite>’s seven", "Schitt’s Creek’s seven"),
    "(*Hollywood*), “*Fargo*”": (
        "(<cite>Hollywood</cite>), “<cite>Fargo</cite>”",
        "(Hollywood), “Fargo”",
    ),
    "*<b>R&B</b>*": ("<cite>&lt;b&gt;R&amp;B&lt;/b&gt;</cite>", "<b>R&B</b>"),
    "<script>alert('1')</script>": (
        "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;",
        "<script>alert('1')</script>",
    ),
    "M*A*S*H at fifty": ("M*A*S*H at fifty", "M*A*S*H at fifty"),
    "*M*A*S*H* at fifty": ("<cite>M*A*S*H</cite> at fifty", "M*A*S*H at fifty"),
    "Two stars: **": ("Two stars: **", "Two stars: **"),
    "2 * 3 * 4": ("2 * 3 * 4", "2 * 3 * 4"),
    "*Unfinished": ("*Unfinished", "*Unfinished"),
    r"Rated 5\* and \*not a title\*": ("Rated 5* and *not a title*", "Rated 5* and *not a title*"),
    "\x00*A*\x00": ("<cite>A</cite>", "A"),
    "": ("", ""),
}


@pytest.mark.parametrize(("headline", "printed"), HEADLINES.items())
def test_titles_are_in_italics_and_everything_else_is_words(headline, printed):
    assert (marked(headline), plain(headline)) == printed


def test_a_star_that_does_nothing_is_asked_about():
    asked = "A star in the headline doesn’t mark a title. Remove it, or write \\* to print a star."
    odd = {headline for headline in HEADLINES if odd_star(headline)}
    assert odd == {"Two stars: **", "2 * 3 * 4", "*Unfinished"}
    assert odd_star("*Unfinished") == asked


def test_templates_print_headlines_with_and_without_italics():
    template = engines["django"].from_string(
        "{% load prose %}{{ headline|titles }}|{{ headline|plain_headline }}|{{ none|titles }}"
    )
    printed = template.render({"headline": "*R&B* <3", "none": None})
    assert printed == "<cite>R&amp;B</cite> &lt;3|R&amp;B &lt;3|"
