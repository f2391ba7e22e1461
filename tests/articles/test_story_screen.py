"""The story's screen: what it says beside the text, what it costs, and who sees what of it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.admin import story_screen
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from articles.stages import Stage
from newsroom.models import User
from tests.articles.stories import content, draft, published, verb_page
from tests.only import only

# Five of the queries of a save file the story in the index of the stories list.
SCREEN_QUERIES, SAVING_QUERIES, SCREEN_BYTES = 20, 18, 80 * 1024


def at(article, name="change", **more):
    return reverse(f"admin:articles_article_{name}", kwargs={"pk": article.pk, **more})


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def verb(article, name):
    return verb_page(article, name)


def form(article, **changes):
    """What the form sends that was opened on the newest revision."""
    held = Content.from_json(article.newest.content).with_changes()
    sent = {
        "headline": held.headline,
        "dek": held.dek,
        "body": held.body,
        "kind": held.kind,
        "section": Section.objects.get().pk,
        "bylines_0": Author.objects.first().pk,
        "bylines_1": "",
        "tags": [Tag.objects.get(public_id=each).pk for each in held.tags],
        "based_on": article.newest.number,
    }
    return sent | changes


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def writer(sign_in, bo):
    """bo, who may write and hand in, in a window of his own."""
    bo.groups.add(Group.objects.get(name="Writer"))
    return sign_in(User.objects.get(pk=bo.pk))


def tags(number):
    made = [Tag.objects.create(name=f"Tag {n}", slug=f"tag-{n}") for n in range(number)]
    return tuple(tag.public_id for tag in made)


def busy(ada, number):
    """A story with so many revisions and tags."""
    article = draft(by=ada, tags=tags(number))
    for turn in range(number - 1):
        publishing.save(
            article, content(headline=f"Take {turn}", tags=content_tags(article)), by=ada
        )
    return article


def content_tags(article):
    return tuple(article.newest.content["tags"])


@pytest.mark.parametrize("number", [1, 30])
def test_the_screen_costs_the_same_with_one_of_everything_and_with_thirty(
    desk, ada, number, django_assert_max_num_queries
):
    article = busy(ada, number)
    with django_assert_max_num_queries(SCREEN_QUERIES):
        page = desk.get(change(article))
    assert len(page.content) < SCREEN_BYTES


@pytest.mark.parametrize("number", [1, 30])
def test_saving_costs_the_same_with_one_of_everything_and_with_thirty(desk, ada, number):
    article = busy(ada, number)
    sent = form(article, headline="Saved")
    with CaptureQueriesContext(connection) as asked:
        answer = desk.post(change(article), sent)
    # A transaction's marks ask the database nothing.
    queries = [q for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(queries) <= SAVING_QUERIES
    assert (answer.status_code, answer.url) == (302, change(article))
    article.refresh_from_db()
    assert article.newest.headline == "Saved"
    assert content_tags(article) == tuple(
        Tag.objects.order_by("pk").values_list("public_id", flat=True)
    )


def test_publish_saves_what_is_on_the_screen_and_asks_before_anything_goes_out(desk, ada):
    article = draft(by=ada)
    answer = desk.post(change(article), form(article, headline="Typed last", _then="publish"))
    assert answer.url == verb(article, "publish")
    assert answer.url.endswith("?seen=2")
    article.refresh_from_db()
    assert (article.newest.headline, article.published_at) == ("Typed last", None)
    assert desk.post(answer.url, {"seen": 2}).status_code == 302
    article.refresh_from_db()
    assert article.is_public()
    assert article.headline == "Typed last"

    sent = form(article, headline="A second story", _then="publish") | {"based_on": ""}
    answer = desk.post(reverse("admin:articles_article_add"), sent)
    second = Article.objects.exclude(pk=article.pk).get()
    assert answer.url == verb(second, "publish")


def test_a_writer_is_led_to_submit_and_never_to_publish(writer, bo):
    article = draft(by=bo)
    page = writer.get(change(article)).content.decode()
    assert 'name="_then" value="submit"' in page
    only_saved = writer.post(change(article), form(article, headline="Two", _then="publish"))
    assert only_saved.url == change(article)
    led = writer.post(change(article), form(article, headline="Three", _then="submit", based_on=2))
    assert led.url == reverse("admin:articles_article_verb", args=[article.pk, "submit"])


def test_each_check_leads_to_the_field_that_mends_it(desk, ada, writer, bo):
    article = draft(by=ada, headline="*No end", dek="", section="", bylines=(), body="<p>TK</p>")
    wanted = [
        ("The story has no section.", "section"),
        ("The story has no byline.", "bylines"),
        ("There is a TK left.", "body"),
        ("The story has no dek.", "dek"),
    ]
    for address in (change(article), verb(article, "publish")):
        page = desk.get(address).content.decode()
        for sentence, field in wanted:
            there = f'{sentence} <a class="go-to" href="{change(article)}#field-{field}"'
            assert there in page, (address, sentence)
    screen_of_it = desk.get(change(article)).content.decode()
    fields = ("headline", "dek", "body", "section", "bylines", "tags", "related")
    for field in (*fields, "lead_picture", "lead_caption"):
        assert screen_of_it.count(f'id="field-{field}"') == 1, field

    handed_in = draft(by=bo, section="")
    assert "#field-section" in writer.get(change(handed_in)).content.decode()
    writer.post(verb(handed_in, "submit"))
    only_read = writer.get(change(handed_in)).content.decode()
    assert "The story has no section." in only_read
    assert "#field-section" not in only_read


def test_the_steps_show_where_a_story_stands(desk, ada):
    article = draft(by=ada)
    steps = [(s.label, s.is_here) for s in story_screen.steps(article, at=timezone.now())]
    assert steps[0] == ("Draft", True)
    desk.post(verb(article, "submit"))
    desk.post(verb(article, "edit"))
    desk.post(verb(article, "legal"))
    article.refresh_from_db()
    assert article.stage == Stage.LEGAL
    here = [s.label for s in story_screen.steps(article, at=timezone.now()) if s.is_here]
    assert here == ["Legal"]
    desk.post(verb(article, "ready"))
    article.refresh_from_db()
    assert article.stage == Stage.READY


def test_a_story_goes_back_with_its_reason_in_the_log(desk, ada):
    article = draft(by=ada)
    desk.post(verb(article, "submit"))
    desk.post(verb(article, "give-back"), {"reason": "Who says so?"})
    assert "Who says so?" in desk.get(change(article)).content.decode()
    history = desk.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "Who says so?" in history.content.decode()


def test_publish_names_the_pages_that_will_show_it(desk, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    page = desk.get(verb(draft(by=ada, tags=(tag.public_id,)), "publish"))
    shown = dict(page.context["pages"])
    assert shown["The front page, as the newest story"] == "/"
    assert shown["The section Awards"] == "/news/awards/"
    assert shown["The tag HBO"] == "/tags/hbo/"
    assert shown["The author Ines Calloway"] == "/authors/ines/"
    assert "an-envelope-is-opened" in shown["Its own page"]


def test_a_correction_doesnt_promise_the_front_page(desk, ada):
    page = desk.get(verb(published(by=ada), "correct"))
    assert "The front page, as the newest story" not in dict(page.context["pages"])


def test_names_that_the_record_lacks_are_said_and_days_are_not(desk, ada):
    article = draft(by=ada, body="<p>He met Zorblatt Quux on a Sunday in November.</p>")
    page = desk.get(change(article)).content.decode()
    assert "Not names of the record: Zorblatt Quux." in page


def test_a_writer_changes_a_draft_hands_it_in_and_then_reads_it(writer, bo):
    article = draft(by=bo)
    assert b"<form" in writer.get(change(article)).content
    assert "Publish now" not in writer.get(change(article)).content.decode()
    writer.post(verb(article, "submit"))
    page = writer.get(change(article)).content.decode()
    assert 'id="story"' not in page
    assert reverse("admin:articles_article_preview", args=[article.pk]) in page
    assert writer.post(change(article), form(article, headline="Later")).status_code == 403
    article.refresh_from_db()
    assert article.newest.headline == "An envelope is opened"


def test_a_writer_doesnt_see_somebody_elses_story(writer, desk, ada):
    article = draft(by=ada)
    for address in (
        verb(article, "submit"),
        at(article, "preview"),
        at(article, "revisions"),
        at(article, "compare") + "?from=1&to=1",
        at(article, "restore", number=1),
    ):
        only(desk, writer, lambda client, address=address: client.get(address))


def test_a_new_story_is_saved_under_its_own_address(desk):
    content()
    sent = {"headline": "New", "kind": "news", "body": "<p>Yes.</p>"}
    answer = desk.post("/admin/articles/article/add/", sent)
    article = Article.objects.get()
    assert answer.url == change(article)
    assert article.newest.saved_at - timezone.now() < datetime.timedelta(minutes=1)


def test_why_a_story_came_back_stands_above_its_text_until_it_is_handed_in(writer, ada, bo):
    article = draft(by=bo)
    publishing.submit(article, by=bo)
    publishing.send_back(article, by=ada, reason="Needs a second <source>.")
    for turn in range(7):  # more than the log beside the text holds
        publishing.save(article, content(headline=f"Take {turn}"), by=bo)
    page = writer.get(change(article)).content.decode()
    notice = "Sent back by Ada Quill: Needs a second &lt;source&gt;."
    assert page.index(notice) < page.index('class="sheet"')
    log = writer.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "<b>Sent back</b>" in log.content.decode()
    assert "Moved: draft" not in log.content.decode()
    publishing.submit(article, by=bo)
    assert notice not in writer.get(change(article)).content.decode()
    publishing.move(article, to=Stage.EDIT, by=ada)
    assert notice not in writer.get(change(article)).content.decode()


def test_a_new_story_begins_with_its_writers_byline_and_last_section(writer, bo, ada):
    def begun():
        page = writer.get(reverse("admin:articles_article_add"))
        held = page.context["form"].initial
        return [str(Author.objects.get(pk=who)) for who, _ in held["bylines"]], held["section"]

    film = Section.objects.create(public_id="film", name="Film", slug="film")
    draft(by=bo, section=film.public_id)
    draft(by=ada)  # of somebody else
    assert begun() == ([], film.pk)
    Author.objects.create(name="bo reyes", slug="bo")
    assert begun() == (["bo reyes"], film.pk)
    Author.objects.create(name="Bo Reyes", slug="another")
    assert begun() == ([], film.pk)
    assert Article.objects.count() == 2
