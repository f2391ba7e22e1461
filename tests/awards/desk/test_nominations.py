"""The form of a person, a company or a production lists what it was nominated for."""

import re

import pytest

from awards.models import Nominee
from tests.people.desk.test_costs import cost
from tests.people.desk.typing import change
from tests.people.pages import rows


def panel(desk, row):
    """The rows of the panel, in words alone, and its page."""
    page = desk.get(change(row)).content.decode()
    part = re.search(r'id="nominations"(.*?)</section>', page, re.DOTALL)[1]
    lines = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", part, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines], part


@pytest.fixture
def record(db):
    """Two nights: at the later one a win, at the earlier one a lost nomination for another title."""
    award = rows.award()
    line = rows.category(award, "Lead Actor")
    star, house = rows.person("The Star"), rows.company("The House")
    early = rows.contest(rows.ceremony(award, 2015), line)
    late = rows.contest(rows.ceremony(award, 2020), line)
    old, new = rows.production("The Old One"), rows.production("The New One")
    rows.nomination(early, star, production=old, detail="“Pilot”")
    rows.nomination(late, star, house, production=new, won=True)
    return {"star": star, "house": house, "old": old, "new": new, "late": late}


def test_a_person_s_form_lists_all_nominations_the_newest_first(desk, record):
    lines, part = panel(desk, record["star"])
    assert lines == [
        "Outstanding Lead Actor Primetime Emmy Awards 2020 The New One Won Yes",
        "Outstanding Lead Actor Primetime Emmy Awards 2015 The Old One, “Pilot” Nominated Yes",
    ]
    late = record["late"]
    place = f"/admin/awards/ceremony/{late.ceremony_id}/board/?open={late.pk}#contest-{late.pk}"
    assert f'href="{place}"' in part


def test_a_company_and_a_production_have_theirs(desk, record):
    assert len(panel(desk, record["house"])[0]) == 1
    assert panel(desk, record["new"])[0] == [
        "Outstanding Lead Actor Primetime Emmy Awards 2020 The Star, The House Won Yes"
    ]


def test_what_does_not_count_is_listed_and_says_why(desk, record):
    Nominee.objects.filter(party=record["house"]).update(counts=False)
    assert panel(desk, record["house"])[0][0].endswith("No: not for this name")
    rows.hide(record["old"])
    assert "isn’t public" in panel(desk, record["star"])[0][1]


def test_whoever_has_none_is_told_where_they_come_from(desk):
    lines, part = panel(desk, rows.person("Nobody Yet"))
    assert lines == []
    assert "No nominations" in part


def test_thirty_nominations_cost_what_one_does(desk, record):
    star, new = record["star"], record["new"]
    before = cost(desk, change(star)), cost(desk, change(new))
    for _ in range(30):
        rows.nomination(record["late"], star, production=new)
    assert (cost(desk, change(star)), cost(desk, change(new))) == before
