"""The chart of nominations and wins: where its marks are, and what it says."""

from itertools import pairwise

import pytest
from django.utils.text import slugify

from awards.ledger import record_of
from awards.pages.record_chart import SMALLEST, tall_chart, wide_chart
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def career():
    """`career(("Emmy", 2014, True), ...)` is the standing of somebody with those lines."""

    def career(*lines):
        person = rows.person("Mark Ruffalo")
        awards, nights = {}, {}
        for number, (family, year, won) in enumerate(lines):
            if family not in awards:
                awards[family] = rows.award(
                    f"{family} Awards", short_name=f"{family}s", family=family, slug=slugify(family)
                )
            if (family, year) not in nights:
                nights[family, year] = rows.ceremony(awards[family], year)
            line = rows.category(awards[family], f"Category {number}")
            rows.nomination(rows.contest(nights[family, year], line), person, won=won)
        return record_of(person)

    return career


RUFFALO = (
    ("Emmy", 2020, True),
    ("Emmy", 2014, True),
    ("Emmy", 2014, False),
    ("Oscar", 2016, False),
    ("Oscar", 2015, False),
    ("Oscar", 2011, False),
    ("Tony", 2006, False),
)


def test_the_wide_drawing_stands_as_it_was_designed(career):
    plot = wide_chart(career(*RUFFALO))
    assert (plot.width, plot.height) == (1200, 210)
    assert [(mark.x, mark.y, mark.r) for mark in plot.marks[:3]] == [
        (1133, 70, 11),
        (751.5, 70, 11),
        (776.5, 70, 8),
    ]
    assert plot.marks[1].star == (
        "m751.5 63 2 4.7 5 0.5 -3.8 3.3 1.1 5 -4.3 -2.6 -4.3 2.6 1.1 -5 -3.8 -3.3 5 -0.5z"
    )
    assert plot.marks[2].star == ""
    assert [(lane.name, lane.count) for lane in plot.lanes] == [
        ("Emmys", "3 nominations, 2 wins"),
        ("Oscars", "3 nominations"),
        ("Tonys", "1 nomination"),
    ]
    assert [lane.at for lane in plot.lanes] == [34, 88, 142]


def test_years_with_something_are_whole_and_the_newest_is_lit(career):
    plot = wide_chart(career(*RUFFALO))
    assert " ".join(year.text for year in plot.years) == (
        "2006 ’07 ’08 ’09 ’10 2011 ’12 ’13 2014 2015 2016 ’17 ’18 ’19 2020"
    )
    assert [year.has_marks for year in plot.years][:2] == [True, False]
    assert (plot.years[0].at, plot.years[-1].at) == (272, 1133)
    assert (plot.band, plot.axes_end) == ((1103, 60), 204)


def test_the_tall_drawing_stands_as_it_was_designed(career):
    others = [(name, 2016, False) for name in ("Guild", "BAFTA", "Globe")]
    plot = tall_chart(career(*RUFFALO, *others))
    assert (plot.width, plot.height) == (400, 560)
    assert [lane.at for lane in plot.lanes] == [82, 138, 194, 250, 306, 362]
    emmys = [(mark.x, mark.y, mark.r) for mark in plot.marks[:3]]
    assert emmys == [(82, 62, 10), (71.5, 260, 10), (92.5, 260, 7)]
    assert [(year.text, year.at) for year in plot.years[:2]] == [("2020", 36), ("2019", 69)]


def test_it_says_in_words_what_it_draws(career):
    standing = career(*RUFFALO)
    drawn = wide_chart(standing, name="Mark Ruffalo")
    assert drawn.title == ("Mark Ruffalo’s nominations and wins by year and by award, 2006 to 2020")
    assert drawn.description == (
        "Seven nominations, two of them wins. One nomination in 2006; one nomination in 2011; two "
        "nominations, one of them a win in 2014; one nomination in 2015; one nomination in 2016; "
        "one nomination, a win in 2020. The table below gives each one."
    )
    assert tall_chart(standing, name="Jeremy Irons").title == (
        "Jeremy Irons’ seven nominations and two wins by year, 2020 back to 2006. "
        "The table below gives each one."
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([False], "One nomination in 2020."),
        ([True], "One nomination, a win in 2020."),
        ([True, True], "Two nominations, both of them wins in 2020."),
        ([True, True, True], "Three nominations, all of them wins in 2020."),
        ([True, True, False], "Three nominations, two of them wins in 2020."),
        ([False] * 21, "21 nominations in 2020."),
    ],
)
def test_numbers_are_words_and_read_well(career, lines, said):
    drawn = wide_chart(career(*(("Emmy", 2020, won) for won in lines)))
    assert drawn.description == f"{said} The table below gives each one."
    assert drawn.title.endswith("by award, 2020")


def test_one_year_alone_does_not_stand_at_the_edge_of_an_empty_sheet(career):
    plot = wide_chart(career(("Emmy", 2020, True)))
    labels = " ".join(year.text for year in plot.years)
    assert labels == "’13 ’14 ’15 ’16 ’17 ’18 ’19 2020"
    assert plot.marks[0].x == 1133


def test_nothing_to_draw_has_no_marks():
    person = rows.person("Walter Cronkite")
    assert (wide_chart(record_of(person)).marks, tall_chart(record_of(person)).marks) == ((), ())


def test_what_does_not_stand_and_honors_are_not_drawn(career):
    standing = career(("Emmy", 2020, True), ("Emmy", 2019, False), ("Emmy", 1990, False))
    lines = {line.year: line for line in standing.lines}
    lines[1990].nomination.contest.category.tally = "honorary"
    plot = wide_chart(standing)
    assert [mark.line.is_win for mark in plot.marks] == [True, False]
    assert plot.lanes[0].count == "2 nominations, 1 win"


def free(marks):
    """Whether no mark of a row lies over the next."""
    along = {}
    for mark in marks:
        along.setdefault(mark.y, []).append(mark)
    return all(
        before.x + before.r <= after.x - after.r + 0.2
        for row in along.values()
        for before, after in pairwise(sorted(row, key=lambda mark: mark.x))
    )


@pytest.mark.parametrize("draw", [wide_chart, tall_chart])
def test_many_marks_in_one_cell_and_beside_it_leave_each_other_free(career, draw):
    lines = [("Emmy", 2020, n < 3) for n in range(6)] + [("Emmy", 2019, True)] * 6
    lines += [("Oscar", 2020, False)] * 3 + [
        (name, 2020, True) for name in ("Tony", "Globe", "SAG")
    ]
    plot = draw(career(*lines))
    assert len(plot.marks) == 18
    assert free(plot.marks)
    assert all(mark.x - mark.r >= 0 and mark.x + mark.r <= plot.width for mark in plot.marks)


@pytest.mark.parametrize("draw", [wide_chart, tall_chart])
def test_a_career_of_fifty_years_fits_on_the_same_sheet(career, draw):
    lines = [("Oscar", year, year % 3 == 0) for year in range(1972, 2022, 2)]
    lines += [("Emmy", year, True) for year in (1973, 1974, 1974, 1975, 1975, 2021)]
    plot = draw(career(*lines))
    assert plot.width == {wide_chart: 1200, tall_chart: 400}[draw]
    assert free(plot.marks)
    assert min(mark.r for mark in plot.marks) >= 7 * SMALLEST


def test_labels_of_a_long_career_leave_each_other_room(career):
    lines = [("Oscar", year, False) for year in (1972, 1973, 1974, 2020, 2021)]
    plot = wide_chart(career(*lines))
    assert all(after.at - before.at >= 28 for before, after in pairwise(plot.years))
    assert plot.years[-1].text == "2021"
    assert "1974" in [year.text for year in plot.years]


def test_long_empty_runs_of_a_long_career_are_one_strip(career):
    plot = tall_chart(
        career(("Oscar", 1990, False), ("Oscar", 2018, False), ("Oscar", 2020, False))
    )
    assert [year.text for year in plot.years] == ["2020", "2019", "2018", "’91–17", "1990"]
    assert [mark.y for mark in plot.marks] == [62, 128, 194]


def test_the_lesser_of_many_awards_share_the_last_column(career):
    names = ("Emmy", "Oscar", "Tony", "Grammy", "BAFTA", "Globe", "Gotham", "Spirit")
    lines = [(name, 2020, False) for name in names] + [("Emmy", 2019, True)]
    plot = tall_chart(career(*lines))
    assert len(plot.lanes) == 6
    assert plot.lanes[-1].name == "Others"
    assert len(plot.marks) == 9


@pytest.mark.parametrize(
    ("family", "printed"),
    [
        ("Screen Actors Guild Award", "SAG"),
        ("Golden Globe", "Globe"),
        ("Academy Award", "Academy"),
        ("Tony", "Tony"),
        ("Donostiakoak", "Donost…"),
    ],
)
def test_a_narrow_column_has_a_short_name(career, family, printed):
    others = [(name, 2020, False) for name in ("Aaa", "Bbb", "Ccc", "Ddd", "Eee")]
    plot = tall_chart(career((family, 2020, True), *others))
    assert plot.lanes[0].name == printed
