"""Who and what has no picture is set in type."""

import pytest

from newsroom import placeholder_art

LONG = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"


@pytest.mark.parametrize(
    ("name", "capitals"),
    [
        ("Mark Ruffalo", "MR"),
        ("Rosie O’Donnell", "RO"),
        ("Courtney B. Vance", "CV"),
        ("Louis Gossett Jr.", "LG"),
        ("HBO", "HBO"),
        ("A24", "A24"),
        ("Netflix", "N"),
        ("The Walt Disney Company", "WC"),
        ("小津安二郎", "小"),
        ("…", ""),
    ],
)
def test_a_person_or_company_has_initials(name, capitals):
    assert placeholder_art.initials(name) == capitals


@pytest.mark.parametrize("title", ["It", "Watchmen", "The Normal Heart", LONG, "a " * 300, ""])
def test_a_title_of_any_length_fits_its_bill(title):
    bill = placeholder_art.bill(title)
    words = [word for line in bill.lines for word in line.text.split()]
    assert words == (title.upper().split() or ["?"])
    assert bill.top >= 14
    assert all(line.y <= 286 for line in bill.lines)


def test_a_short_line_is_set_in_wide_letters_and_a_long_one_in_narrow():
    widths = {line.text: line.width for line in placeholder_art.bill("The Normal Heart").lines}
    assert widths == {"THE": "normal", "NORMAL": "extra-condensed", "HEART": "extra-condensed"}


def test_a_disc_stands_over_a_short_title_and_not_over_a_long_one():
    assert placeholder_art.bill("Watchmen").disc[0] == 64
    assert placeholder_art.bill("I Know This Much Is True").disc == (0, 0)


def test_a_name_is_always_on_the_same_paper_and_gold_is_for_awards():
    assert placeholder_art.paper_of("Mark Ruffalo") == placeholder_art.paper_of("Mark Ruffalo")
    assert "gold" not in placeholder_art.PAPERS
