"""Names, credits, releases and nominations: what hangs on an entity, saved as a form leaves it."""

import pytest

from awards.models import Nominee
from history.models import Change
from people import editing
from people.editing import Refused
from people.models import Credit, EntityName, Release
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def series():
    return rows.production("I Know This Much Is True")


@pytest.fixture
def ruffalo():
    return rows.person("Mark Ruffalo")


def test_what_was_added_changed_and_removed_is_one_line_of_the_log(series, ruffalo, ada):
    kept = rows.credit(series, ruffalo)
    gone = Release.objects.create(production=series, date="2020")
    key = gone.pk
    kept.characters = ["Dominick Birdsey", "Thomas Birdsey"]
    added = EntityName(entity=series, name="IKTMIT")
    editing.save_rows(series, by=ada, saved=[kept, added], removed=[gone], why="Checked.")
    change = Change.objects.get()
    assert (change.verb, change.subject_id, change.note) == (
        "rows changed",
        series.public_id,
        "Checked.",
    )
    assert change.before[f"credit {kept.pk}"]["characters"] == []
    assert change.after[f"credit {kept.pk}"]["characters"] == ["Dominick Birdsey", "Thomas Birdsey"]
    assert change.before[f"release {key}"]["date"] == "2020"
    assert f"release {key}" not in change.after
    assert change.after[f"entityname {added.pk}"]["name"] == "IKTMIT"
    assert change.after[f"credit {kept.pk}"]["party"] == ruffalo.public_id
    assert series.version == 2


def test_rows_that_did_not_change_leave_no_trace(series, ruffalo, ada):
    editing.save_rows(series, by=ada, saved=[rows.credit(series, ruffalo)])
    assert (Change.objects.count(), series.version) == (0, 1)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"characters": ["Dominick", ""]}, "characters", "Characters are a list of names"),
        ({"role": "best boy"}, "role", "is not a valid choice"),
        ({"billing": -1}, "billing", "greater than or equal to 0"),
    ],
)
def test_a_wrong_row_gets_its_sentence_and_nothing_is_written(
    series, ruffalo, ada, fields, field, sentence
):
    right = Credit(production=series, party=ruffalo, role="writer")
    wrong = Credit(production=series, party=ruffalo, **fields)
    with pytest.raises(Refused) as why:
        editing.save_rows(series, by=ada, saved=[right, wrong])
    assert sentence in why.value.fields[field]
    assert (Credit.objects.count(), Change.objects.count()) == (0, 0)


def test_a_credit_is_said_once(series, ruffalo, ada):
    rows.credit(series, ruffalo)
    with pytest.raises(Refused, match="already exists"):
        editing.save_rows(series, by=ada, saved=[Credit(production=series, party=ruffalo)])


def test_a_nominee_needs_a_nomination_and_a_name(ruffalo, ada):
    emmys = rows.award()
    night = rows.ceremony(emmys, 2020)
    nomination = rows.nomination(rows.contest(night, rows.category(emmys)))
    for wrong, field in (
        (Nominee(party=ruffalo), "nomination"),
        (Nominee(nomination=nomination), ""),
    ):
        with pytest.raises(Refused) as why:
            editing.save_rows(night, by=ada, saved=[wrong])
        assert list(why.value.fields) == [field] * bool(field)
    assert Nominee.objects.count() == 0


def test_only_people_and_companies_are_credited(series, ada):
    with pytest.raises(Refused) as why:
        editing.save_rows(
            series, by=ada, saved=[Credit(production=series, party=rows.production("Another"))]
        )
    assert list(why.value.fields) == ["party"]


def test_what_others_stand_on_can_not_be_removed(ruffalo, ada):
    emmys = rows.award()
    night = rows.ceremony(emmys, 2020)
    contest = rows.contest(night, rows.category(emmys))
    rows.nomination(contest, ruffalo)
    with pytest.raises(
        Refused, match="can’t be removed: another row depends on it. Remove that first"
    ):
        editing.save_rows(night, by=ada, removed=[contest])
    assert (night.contests.count(), Change.objects.count()) == (1, 0)
