"""What was done with a row, on its History page at the desk: who, when, what, before and after."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import addresses, publishing
from articles.models import Author, CuratedList, Section, Tag
from awards.models import Nomination
from awards.results import set_winner
from history.models import Change
from history.recording import record
from people import editing
from people.models import Credit
from photos import editing as pictures_editing
from tests.articles.stories import draft, published
from tests.only import only
from tests.people.pages import rows
from tests.photos import pictures

pytestmark = pytest.mark.both_databases


def history(row):
    label = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{label}_history", args=[row.pk])


def told(page):
    """Each line of the page: what was done, by whom and when; then its fields; then the note."""
    return [
        [
            ": ".join(" ".join(each.text_content().split()) for each in part if part.tag == "div")
            or " ".join(part.text_content().split())
            for part in line.xpath("./b | ./span | ./dl/div | ./q")
        ]
        for line in html.fromstring(page.content.decode()).xpath("//ol[@class='log']/li")
    ]


def links(page):
    return html.fromstring(page.content.decode()).xpath("//main//a/@href")


@pytest.fixture
def evening(clock):
    return clock.set("2020-09-20 18:31:00")


@pytest.fixture
def picture(bo):
    file = io.BytesIO(pictures.jpeg())
    return pictures_editing.add(by=bo, file=file, title="Two colors", alt="Red <b> blue.")


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def test_whoever_asks_who_stated_a_picture_s_rights_is_told(evening, desk, ada, picture):
    page = reverse("admin:photos_picture_change", args=[picture.pk])
    said = {"title": "Two colors", "kind": "photograph", "alt": "Red <b> blue."}
    said |= {"focal_x": 20, "focal_y": 50, "rights": "agency", "credit": "Ann Lee"}
    assert desk.post(page, said | {"rights_note": "Until June."}).status_code == 302
    assert history(picture) in links(desk.get(page))
    newest, rights, first = told(desk.get(history(picture)))
    assert newest == [
        "Focal point moved",
        "Ada Quill, September 20, 2020, 6:31 pm PT",
        "Focal point, from the left: 50 → became 20",
    ]
    assert rights == [
        "Rights changed",
        "Ada Quill, September 20, 2020, 6:31 pm PT",
        "Credit: empty → became Ann Lee",
        "Rights: None: may not be published → became Agency",
        "Rights note: empty → became Until June.",
    ]
    assert first[0] == "Added"
    assert first[1].startswith("Bo Reyes, ")
    assert "Alt text: Red <b> blue." in first
    assert "Rights: None: may not be published" in first


def test_the_day_on_which_a_license_ends_is_told_in_words(desk, bo, picture):
    pictures_editing.describe(picture, by=bo, rights="licensed", license_ends_on=date(2021, 6, 30))
    ends = [part for part in told(desk.get(history(picture)))[0] if "nds" in part]
    assert [part.partition(": ")[2] for part in ends] == ["empty → became June 30, 2021"]


def test_a_row_that_nobody_changed_says_so(desk):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    page = desk.get(history(tag))
    assert told(page) == []
    assert "No history yet" in page.content.decode()


def test_an_author_s_picture_and_a_list_s_moment_are_told_in_words(evening, desk, ada, picture):
    ines = Author.objects.create(name="Ines Calloway", slug="ines")
    ines.picture, ines.slug = picture, "calloway"
    addresses.save(ines, by=ada)
    best = CuratedList.objects.create(name="Best of", slug="best")
    best.published_at, best.is_at_foot = timezone.now(), True
    addresses.save(best, by=None)
    assert told(desk.get(history(ines)))[0][2:] == [
        "Address: ines → became calloway", "Picture: empty → became Two colors",
    ]  # fmt: skip
    assert told(desk.get(history(best))) == [
        [
            "Published",
            "The newsroom, September 20, 2020, 6:31 pm PT",
            "Published at: empty → became September 20, 2020, 6:31 pm PT",
            "Is at foot: no → became yes",
        ]
    ]
    addresses.save(Author.objects.get(), by=ada)
    Author.objects.update(picture=None)
    pictures_editing.remove(picture, by=ada)
    gone = told(desk.get(history(ines)))[0][3]
    assert gone == f"Picture: empty → became no longer there ({picture.public_id})"


def test_a_story_on_a_list_is_named_to_those_alone_who_may_read_of_it(desk, sign_in, bo, ada):
    best = CuratedList.objects.create(name="Best of", slug="best")
    hidden = draft(by=ada, headline="Opens at nine")
    publishing.schedule(hidden, by=ada, at=timezone.now() + timedelta(days=1))
    stories = [published(headline="Out already"), hidden]
    form = {"name": "Best of", "slug": "best", "places-TOTAL_FORMS": 2, "places-INITIAL_FORMS": 0}
    for place, story in enumerate(stories):
        form |= {f"places-{place}-article": story.pk, f"places-{place}-position": place}
    desk.post(reverse("admin:articles_curatedlist_change", args=[best.pk]), form)
    for client, second in ((desk, "Opens at nine"), (sign_in(bo), "A story that isn’t public")):
        [line] = told(client.get(history(best)))
        assert line[2] == f"Stories: empty → became “Out already”, “{second}”"


def test_the_history_of_a_row_is_for_those_who_may_see_the_row(sign_in, bo, enters, ada):
    fall = Section(name="Fall", slug="fall")
    addresses.save(fall, by=ada)
    outsiders = [
        sign_in(enters("cy", "Cy Ames")), sign_in(enters("di", "Di Ames", "Record editor")),
    ]  # fmt: skip
    answer = only(sign_in(bo), outsiders, lambda client: client.get(history(fall)))
    assert told(answer)[0][0] == "Created"
    assert sign_in(bo).get("/admin/articles/section/999/history/").status_code == 404


def test_a_thousand_changes_are_paged_through_and_a_page_costs_the_same_as_one(desk, ada, bo):
    ines = Author.objects.create(name="Ines", slug="ines")

    def change(number):
        names = {"name": f"Name {number}", "picture": None}
        after = {"name": f"Name {number + 1}", "picture": f"picture-{number}"}
        return record(
            "renamed", by=(ada, bo)[number % 2], touched=[ines], before=names, after=after
        )

    def cost(query=""):
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(history(ines) + query)
        return len(asked), page

    change(1)
    desk.get(history(ines))
    one, _ = cost()
    for number in range(2, 1001):
        change(number)
    spent, first = cost()
    assert spent == one <= 10
    assert len(told(first)) == 50
    assert told(first)[0][2] == "Name: Name 1000 → became Name 1001"
    assert {"?p=2", "?p=20"} <= {*links(first)}
    spent, last = cost("?p=20")
    assert spent == one
    assert told(last)[-1][2] == "Name: Name 1 → became Name 2"
    for odd in ("²", "9" * 40, "-1", "x\x00"):
        assert desk.get(history(ines), {"p": odd}).status_code == 200
    assert Change.objects.count() == 1000


def test_rows_that_hang_on_an_entity_are_told_with_the_names_that_they_hold(desk, ada):
    twins, star = rows.production("The Twins"), rows.person("The Star")
    credit = Credit(production=twins, party=star, role="actor", characters=["Dominick", "Thomas"])
    editing.save_rows(twins, by=ada, saved=[credit])
    credit.role = "writer"
    editing.save_rows(twins, by=ada, saved=[credit], why="The titles say so.")
    newest, first = told(desk.get(history(twins)))
    assert [newest[0], *newest[2:]] == [
        "Rows changed", f"Credit {credit.pk}: Role: Actor → became Role: Writer",
        "The titles say so.",
    ]  # fmt: skip
    for said in (
        "Production: The Twins",
        "Person or company: The Star",
        "Characters: Dominick, Thomas",
    ):
        assert said in first[2]
    only_this = history(credit)
    assert desk.get(only_this)["Location"] == history(twins)


def test_who_won_is_told_on_the_ceremony_s_page_at_the_same_cost_for_one_and_for_many(desk, ada):
    emmys = rows.award()
    night = rows.ceremony(emmys, 2020)

    def decide(number):
        line = rows.category(emmys, f"Category {number}")
        contest = rows.contest(night, line)
        nomination = Nomination(contest=contest, position=1)
        editing.save_rows(night, by=ada, saved=[nomination])
        set_winner(nomination, by=ada)
        return contest, nomination

    def cost():
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(history(night))
        return len(asked), told(page)

    contest, nomination = decide(1)
    cost()
    one, lines = cost()
    assert lines[0][0] == f"Winner set: {contest}"
    assert lines[0][2:] == [
        "Outcome: Open → became Awarded",
        f"Nomination {nomination.public_id}: Result: Nominated → became Result: Won",
    ]
    assert f"Contest: {contest}" in lines[1][2]
    for number in range(2, 12):
        decide(number)
    many, lines = cost()
    assert (many, len(lines)) == (one, 22)


# The log of them all ------------------------------------------------------------------------------


def listed(page):
    return [(row.subject_name, row.verb) for row in page.context["cl"].result_list]


def test_who_deleted_a_picture_is_told_by_the_log_when_its_page_is_gone(
    desk, sign_in, bo, enters, picture, ada
):
    log = reverse("admin:history_change_changelist")
    addresses.save(Section(name="Fall", slug="fall"), by=ada)
    pictures_editing.remove(picture, by=ada)
    assert desk.get(history(picture)).status_code == 404
    page = desk.get(log, {"kind": "picture", "q": "two colors"})
    assert listed(page) == [("Two colors", "deleted"), ("Two colors", "added")]
    assert "Picture “Two colors”" in page.content.decode()
    by_ada = desk.get(log, {"by": ada.pk})
    assert listed(by_ada) == [("Two colors", "deleted"), ("Fall", "created")]
    assert listed(desk.get(log, {"q": picture.public_id})) == listed(page)
    deleted = Change.objects.get(verb="deleted")
    address = reverse("admin:history_change_change", args=[deleted.pk])
    assert address in links(desk.get(log))
    [line] = told(desk.get(address))
    assert line[0] == "Deleted"
    assert "Rights: None: may not be published" in line
    others = [sign_in(bo), sign_in(enters("cy", "Cy Ames", "Picture editor"))]
    editor = sign_in(enters("di", "Di Ames", "Editor"))
    for door in (log, address):
        only(editor, others, lambda client, door=door: client.get(door))
    for door in ("add/", f"{deleted.pk}/delete/"):
        assert desk.get(f"{log}{door}").status_code == 403
    assert desk.post(address, {"verb": "never happened"}).status_code == 403
    assert Change.objects.get(pk=deleted.pk).verb == "deleted"
