"""The log at the desk: everything that was done, searched, narrowed, and read by whoever may read it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import addresses, curating, publishing
from articles import bin as bins
from articles.models import CuratedList, CuratedStory, Section, Tag
from history.models import Change, Touched
from history.recording import record
from people import editing
from people.merging import merge
from people.models import Person
from tests.articles.stories import draft, published

pytestmark = pytest.mark.both_databases

LOG = "/admin/history/change/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def listed(client, **asked):
    page = client.get(LOG, asked)
    return [(line.subject_name, line.verb) for line in page.context["cl"].result_list]


def in_bulk(number, **fields):
    """So many lines, one a minute, written as `record` does: only faster."""
    first = timezone.now() - timedelta(days=30)
    of = {"verb": "changed", "subject_kind": "tag", "subject_name": "HBO", "folded_name": "hbo"}
    rows = Change.objects.bulk_create(
        Change(at=first + timedelta(minutes=n), subject_id=f"tag-{n}", **of | fields)
        for n in range(number)
    )
    Touched.objects.bulk_create(
        Touched(change=row, kind=row.subject_kind, public_id=row.subject_id, at=row.at)
        for row in rows
    )


def test_every_line_is_found_by_how_its_row_s_name_began(desk, ada):
    beyonce = editing.create(Person, by=ada, name="Beyoncé Knowles")
    editing.rename(beyonce, by=ada, name="Knowles")
    draft(by=ada, headline="Beyond the *Lighthouse*")
    tag = Tag(name="Belfast", slug="belfast")
    addresses.save(tag, by=ada)
    assert listed(desk, q="BEYON") == [
        ("Beyond the Lighthouse", "saved"),
        ("Beyoncé Knowles", "created"),
    ]
    assert listed(desk, q="knowles") == [("Knowles", "renamed")]
    assert listed(desk, q="be")[0] == ("Belfast", "created")
    assert listed(desk, q=tag.public_id) == [("Belfast", "created")]
    for nothing in ("lighthouse", "zzz", "\U0010ffff", "%", "x" * 300):
        assert listed(desk, q=nothing) == []
    page = desk.get(LOG).content.decode()
    assert "<h1>Log</h1>" in page
    assert "beginning of the row’s name" in page


def test_the_log_is_narrowed_by_kind_verb_person_and_date(desk, ada, bo, clock):
    clock.set("2020-09-19 23:30:00")
    star = editing.create(Person, by=bo, name="The Star")
    clock.set("2020-09-20 00:30:00")
    editing.publish(star, by=ada)
    clock.set("2020-09-21 12:00:00")
    addresses.save(Tag(name="HBO", slug="hbo"), by=bo)
    created, published_, tag = (
        ("The Star", "created"),
        ("The Star", "published"),
        ("HBO", "created"),
    )
    assert listed(desk) == [tag, published_, created]
    for asked, found in (
        ({"kind": "person"}, [published_, created]),
        ({"kind": "nothing"}, []),
        ({"verb": "created"}, [tag, created]),
        ({"verb": "no such verb"}, []),
        ({"by": bo.pk}, [tag, created]),
        ({"by": "²"}, []),
        ({"by": bo.pk, "kind": "person", "verb": "created"}, [created]),
        ({"until": "2020-09-19"}, [created]),
        ({"from": "2020-09-20", "until": "2020-09-20"}, [published_]),
        ({"from": "2020-09-20"}, [tag, published_]),
        ({"date": "today"}, [tag]),
        ({"date": "yesterday"}, [published_]),
        ({"until": "9999-12-31", "from": "0001-01-01"}, [tag, published_, created]),
        ({"until": "no day"}, [tag, published_, created]),
        ({"q": "the star", "verb": "created"}, [created]),
    ):
        assert listed(desk, **asked) == found, asked
    page = desk.get(LOG).content.decode()
    for offered in ("?kind=person", "?verb=published", f"?by={bo.pk}", 'name="until"'):
        assert offered in page


def test_a_line_leads_to_its_row_s_screen_while_there_is_one(desk, ada):
    story, gone = draft(by=ada, headline="Binned since"), Section(name="Fall", slug="fall")
    star = editing.create(Person, by=ada, name="The Star")
    for row in (gone, kept := Section(name="Spring", slug="spring")):
        addresses.save(row, by=ada)
    addresses.remove(gone, by=ada)
    bins.move_to_bin(story, by=ada)
    page = desk.get(LOG).content.decode()
    screens = {
        "Person “The Star”": reverse("admin:people_person_change", args=[star.pk]),
        "Section “Spring”": reverse("admin:articles_section_change", args=[kept.pk]),
    }
    for name, address in screens.items():
        assert f'<a href="{address}">{name}</a>' in page
    for name in ("Section “Fall”", "Story “Binned since”"):
        assert name in page
        assert f">{name}</a>" not in page


def test_each_reads_the_lines_about_what_they_may_see(desk, sign_in, enters, ada, bo):
    best = CuratedList(name="Best of", slug="best")
    addresses.save(best, by=ada)
    curating.arrange(
        best, by=ada, saved=[CuratedStory(curated_list=best, article=published(), position=1)]
    )
    editing.create(Person, by=ada, name="The Star")
    draft(by=ada, headline="Not out yet")
    draft(by=bo, headline="Of mine")
    names = {"Best of", "The Star", "Not out yet", "Of mine", "An envelope is opened"}
    read = lambda client, **asked: {name for name, _ in listed(client, **asked)}
    assert read(desk) == names
    record_editor = sign_in(enters("di", "Di Ames", "Record editor"))
    assert read(record_editor) == names - {"Best of"}
    assert read(record_editor, q="best") == read(record_editor, kind="curatedlist") == set()
    line = Change.objects.filter(subject_kind="curatedlist").first()
    assert desk.get(f"{LOG}{line.pk}/change/").status_code == 200
    assert record_editor.get(f"{LOG}{line.pk}/change/").status_code == 403
    # No role reads the log and not everybody's stories; whoever did would read of their own alone.
    group = Group.objects.create(name="Interns")
    asked = ("view_change", "add_article", "view_curatedlist")
    group.permissions.set(Permission.objects.filter(codename__in=asked))
    bo.groups.set([group])
    assert read(sign_in(bo)) == {"Best of", "Of mine"}
    hidden = Change.objects.get(subject_name="Not out yet")
    assert sign_in(bo).get(f"{LOG}{hidden.pk}/change/").status_code == 403
    assert sign_in(enters("cy", "Cy Ames", "Writer")).get(LOG).status_code == 403


def test_a_merged_row_s_lines_are_read_on_the_survivor_s_history_by_whoever_may_read_each(
    desk, ada, sign_in, enters
):
    gone, stays = (editing.create(Person, by=ada, name=name) for name in ("Marc", "Mark"))
    merge(gone, into=stays, by=ada)
    secret = draft(by=ada, headline="Not out yet")
    record("linked", by=ada, touched=[secret, gone], after={"links": 1})
    history = reverse("admin:people_person_history", args=[stays.pk])
    read = lambda client: [line.subject_name for line, _ in client.get(history).context["lines"]]
    assert read(desk) == ["Not out yet", "Mark", "Mark", "Marc"]
    assert "Linked: Not out yet" in desk.get(history).content.decode()
    writer = sign_in(enters("cy", "Cy Ames", "Writer"))
    assert read(writer) == ["Mark", "Mark", "Marc"]
    assert "Not out yet" not in writer.get(history).content.decode()
    assert sign_in(enters("di", "Di Ames")).get(history).status_code == 403


def test_the_list_has_the_newest_thousand_and_says_how_to_find_others(desk):
    in_bulk(1_001)
    page = desk.get(LOG)
    assert page.context["cl"].result_count == 1_000
    assert "More than 1,000 lines. These are the newest 1,000" in page.content.decode()
    last = desk.get(LOG, {"p": 20}).context["cl"].result_list[-1]
    assert last.subject_id == "tag-1"
    earliest = f"{Change.objects.last().at.astimezone(timezone.get_default_timezone()):%Y-%m-%d}"
    assert (
        Change.objects.last() in desk.get(LOG, {"until": earliest, "p": 1}).context["cl"].queryset
    )
    named = desk.get(LOG, {"q": "hb"})
    assert "type more of the name" in named.content.decode()
    assert named.context["cl"].result_list[0].subject_id == "tag-1000"
    assert desk.get(LOG, {"p": 21}).status_code == 302


FILTERS = (
    {},
    {"kind": "tag"},
    {"verb": "changed"},
    {"q": "hb"},
    {"until": "2200-01-01"},
    {"by": 1},
)


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_finding_lines_is_one_range_of_an_index_however_long_the_log_is(desk, ada, asked):
    in_bulk(300)
    in_bulk(1, by=ada, subject_kind="section", verb="deleted")
    asked = asked | ({"by": ada.pk} if "by" in asked else {})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a table this small it would rather read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    lines = desk.get(LOG, asked).context["cl"].queryset
    plan = (lines.named(asked["q"]) if "q" in asked else lines)[:1001].explain().lower()
    assert "history_change_" in plan
    assert "sort" not in plan
    assert "temp b-tree" not in plan


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_a_page_costs_the_same_for_one_line_and_for_many(desk, ada, asked):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LOG, asked).status_code == 200
        return len(queries)

    addresses.save(Tag(name="HBO", slug="hbo"), by=ada)
    in_bulk(1, by=ada)
    desk.get(LOG)
    one = cost()
    editing.create(Person, by=ada, name="The Star")
    publishing.withdraw(published(by=ada), by=ada, because="Not true.")
    in_bulk(200)
    assert cost() == one <= 8


def test_what_the_menus_offer_is_found_without_reading_the_log(desk, ada, bo):
    for number, verb in enumerate(("a", "b", "c")):
        in_bulk(50, verb=verb, by=(ada, bo, None)[number])
    addresses.save(Section(name="Fall", slug="fall"), by=ada)
    menus = {
        spec.title: spec.lookup_choices for spec in desk.get(LOG).context["cl"].filter_specs[:3]
    }
    assert menus == {
        "type": [("section", "Sections"), ("tag", "Tags")],
        "verb": [("a", "A"), ("b", "B"), ("c", "C"), ("created", "Created")],
        "person": [(str(ada.pk), "Ada Quill"), (str(bo.pk), "Bo Reyes")],
    }
