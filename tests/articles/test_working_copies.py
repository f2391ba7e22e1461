"""What somebody types is kept at the desk before they save it, for them alone, until it is a revision."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import addresses, publishing, tagging, working_copies
from articles.models import Article, Author, Revision, Section, Tag, WorkingCopy
from history.models import Change
from newsroom.models import User
from tests.articles.stories import content, draft, published
from tests.articles.test_story_screen import change, form
from tests.only import only

pytestmark = pytest.mark.both_databases

ADD = "/admin/articles/article/add/"
KEY = "0123456789abcdef0123456789abcdef"
OTHER = KEY[::-1]


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def writer(sign_in, bo):
    return sign_in(bo)


def address(key=KEY):
    return reverse("admin:articles_article_copy", args=[key])


def typed(by, story=None, *, version=1, **fields):
    """What a window sends while its editor types: the form, the window's own count, and whose it is."""
    sent = form(story) if story else {"kind": "news"}
    named = {"story": story.pk if story else "", "version": version, "user": by.pk}
    return sent | named | fields


def texts(by, story=None, field="headline"):
    """What is offered to somebody on the screen of a story, or of a new one."""
    return [working_copies.text(copy, field) for copy in working_copies.unsaved(by, story)]


# Kept while somebody types ------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_changes_nothing_of_the_story(desk, ada, clock):
    clock.set("2020-09-20 18:52:00")
    story = draft(by=ada)
    before = Article.objects.values().get(), Revision.objects.count(), Change.objects.count()
    answer = desk.post(address(), typed(ada, story, headline="Half a thou"))
    assert answer.json() == {"message": "Saved 6:52 pm PT", "version": 1}
    assert texts(ada, story) == ["Half a thou"]
    after = Article.objects.values().get(), Revision.objects.count(), Change.objects.count()
    assert after == before


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "", "body": ""},
        {"headline": "x" * 900, "slug": "no address at all!", "kind": "poem"},
        {"body": "<p>Half <b>open", "section": "999", "tags": ["999", "x"], "bylines_0": "nobody"},
        {"headline": "Nul\x00", "body": "\U0001f3ac שלום ﷽"},
    ],
)
def test_what_can_t_be_saved_is_kept_all_the_same(desk, ada, fields):
    assert desk.post(address(), typed(ada, **fields)).status_code == 200
    held = WorkingCopy.objects.get().typed
    for name, value in fields.items():
        values = [
            each.replace("\x00", "") for each in ([value] if isinstance(value, str) else value)
        ]
        assert held[name] == values
    assert desk.get(address()).status_code == 200
    assert desk.get(f"{ADD}?copy={KEY}").status_code == 200


def test_a_late_request_doesn_t_overwrite_a_newer_one(desk, ada):
    story = draft(by=ada)
    for version, headline in ((1, "One"), (3, "Three"), (2, "Two"), (3, "Again three")):
        answer = desk.post(address(), typed(ada, story, version=version, headline=headline))
        assert answer.status_code == 200
    assert texts(ada, story) == ["Three"]


def test_two_windows_with_one_story_and_two_with_new_ones_keep_a_copy_each(desk, ada):
    story = draft(by=ada)
    for number, (where, headline) in enumerate(
        [(story, "In one"), (story, "In the other"), (None, "New one"), (None, "New other")]
    ):
        desk.post(address(f"{KEY}{number}"), typed(ada, where, headline=headline))
    assert sorted(texts(ada, story)) == ["In one", "In the other"]
    assert sorted(texts(ada)) == ["New one", "New other"]
    page = desk.get(change(story)).content.decode()
    assert page.index("In the other") < page.index("In one")  # the latest first
    assert "New one" not in page


@pytest.mark.parametrize("sent", [{"version": ""}, {"version": "0"}, {"version": "9" * 20}])
def test_a_request_that_doesn_t_say_how_far_it_counted_is_refused(desk, ada, sent):
    assert desk.post(address(), typed(ada) | sent).status_code == 400
    assert not WorkingCopy.objects.exists()
    assert desk.post(address(), typed(ada)).status_code == 200


@pytest.mark.parametrize("key", ["short", "x" * 15, "x" * 41])
def test_a_key_that_no_window_makes_leads_nowhere(desk, ada, key):
    assert desk.post(f"/admin/articles/article/copies/{key}/", typed(ada)).status_code == 404


def test_too_long_a_text_and_too_many_copies_stay_in_the_browser_and_it_says_why(
    desk, ada, monkeypatch
):
    answer = desk.post(address(), typed(ada, body="x" * 1_000_001))
    assert answer.status_code == 409
    assert "kept in this browser only" in answer.json()["why"]
    monkeypatch.setattr(working_copies, "MOST_COPIES", 2)
    for number in range(3):
        answer = desk.post(address(f"{KEY}{number}"), typed(ada, headline=f"No. {number}"))
    assert (answer.status_code, "Discard some" in answer.json()["why"]) == (409, True)
    assert sorted(texts(ada)) == ["No. 0", "No. 1"]
    again = desk.post(address(f"{KEY}0"), typed(ada, version=2, headline="No. 0 again"))
    assert again.status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_keeping_costs_the_same_with_one_copy_and_with_thirty(desk, ada, number):
    story = draft(by=ada)
    for each in range(number):
        desk.post(address(f"{KEY}{each}"), typed(ada, story))
    with CaptureQueriesContext(connection) as asked:
        desk.post(address(f"{KEY}0"), typed(ada, story, version=2))
    assert len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]) <= 9
    with CaptureQueriesContext(connection) as asked:
        desk.get(change(story))
    assert len(asked.captured_queries) <= 20


# Whose it is --------------------------------------------------------------------------------------


def test_only_who_may_change_a_story_keeps_a_copy_of_it(desk, writer, ada, bo, enters, sign_in):
    story = draft(by=ada)
    kept = lambda: WorkingCopy.objects.count()
    users = {desk: ada, writer: bo}
    only(desk, writer, lambda who: who.post(address(), typed(users[who], story)), changes=kept)
    reads = enters("pat", "Pat Poe", "Picture editor")
    users[sign_in(reads)] = reads
    [*_, picture_desk] = users
    only(writer, picture_desk, lambda who: who.post(address(), typed(users[who])), changes=kept)


def test_a_writer_who_handed_a_story_in_keeps_no_more_of_it_and_still_reads_what_was_kept(
    writer, bo
):
    story = draft(by=bo)
    assert writer.post(address(), typed(bo, story, headline="Before")).status_code == 200
    publishing.submit(story, by=bo)
    assert writer.post(address(), typed(bo, story, version=2)).status_code == 403
    assert texts(bo, story) == ["Before"]
    page = writer.get(address()).content.decode()
    assert "Before" in page
    assert ">Restore</a>" not in page


def test_nobody_reads_restores_or_discards_somebody_else_s_copy(desk, sign_in, enters, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, headline="Ada’s thought"))
    cy = enters("cy", "Cy Ames", "Editor")
    other = sign_in(cy)
    for page in (address(), f"{change(story)}?copy={KEY}", change(story), "/admin/"):
        assert "Ada’s thought" not in other.get(page).content.decode()
    assert other.get(address()).status_code == 404
    assert other.post(f"{address()}discard/").status_code == 404
    other.post(address(), typed(cy, story, version=9, headline="Cy’s own"))
    other.post(change(story), form(story, dek="Cy’s", copies=f"{KEY}:99"))
    assert texts(ada, story) == ["Ada’s thought"]
    assert "Ada’s thought" in desk.get(address()).content.decode()


def test_who_signed_in_as_somebody_else_meanwhile_keeps_nothing_in_their_name(
    desk, writer, ada, bo
):
    story = draft(by=bo)
    answer = writer.post(address(), typed(ada, story, headline="Ada’s thought"))
    assert answer.status_code == 409
    assert "You are signed in as Bo Reyes now" in answer.json()["why"]
    assert not WorkingCopy.objects.exists()
    assert desk.post(address(), typed(ada, story, headline="Ada’s thought")).status_code == 200


def test_who_is_signed_out_is_led_to_the_door(reader, ada):
    answer = reader.post(address(), typed(ada))
    assert (answer.status_code, answer["Location"][:13]) == (302, "/admin/login/")


def test_a_copy_stays_with_its_story(desk, ada):
    one, other = draft(by=ada), draft(by=ada)
    desk.post(address(), typed(ada, one, headline="Of one"))
    answer = desk.post(address(), typed(ada, other, version=2, headline="Of the other"))
    assert answer.status_code == 409
    assert (texts(ada, one), texts(ada, other)) == (["Of one"], [])


# Until it is a revision ---------------------------------------------------------------------------


def test_a_copy_that_was_saved_is_gone_and_no_late_request_brings_it_back(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, version=1, headline="Typed"))
    desk.post(change(story), form(story, headline="Typed", copies=f"{KEY}:2"))
    assert (texts(ada, story), WorkingCopy.objects.get().typed) == ([], {})
    story.refresh_from_db()
    desk.post(address(), typed(ada, story, version=2, headline="Late"))
    assert texts(ada, story) == []
    desk.post(address(), typed(ada, story, version=3, headline="Typed since"))
    assert texts(ada, story) == ["Typed since"]


def test_what_was_typed_while_a_save_was_under_way_is_kept(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, version=3, headline="Typed since"))
    desk.post(change(story), form(story, headline="Saved", copies=f"{KEY}:2"))
    assert texts(ada, story) == ["Typed since"]


def test_a_new_story_s_copy_becomes_its_story_s_and_is_gone_with_the_first_save(desk, ada):
    desk.post(address(), typed(ada, headline="New"))
    desk.post(address(OTHER), typed(ada, headline="Another new one"))
    desk.post(ADD, {"headline": "New", "kind": "news", "copies": f"{KEY}:2"})
    story = Article.objects.get()
    assert (texts(ada), texts(ada, story)) == (["Another new one"], [])
    desk.post(address(), typed(ada, version=3, headline="Typed before it heard of its number"))
    assert texts(ada, story) == ["Typed before it heard of its number"]


def test_a_first_save_whose_answer_was_lost_begins_no_second_story(desk, ada):
    sent = {"headline": "New", "kind": "news", "copies": f"{KEY}:2"}
    desk.post(ADD, sent)
    desk.post(ADD, sent | {"headline": "New and longer", "copies": f"{KEY}:4"})
    story = Article.objects.get()
    assert [r.headline for r in story.revisions.all()] == ["New and longer", "New"]
    publishing.save(story, content(headline="Cy’s"), by=None)
    page = desk.post(ADD, sent | {"headline": "Longer still", "copies": f"{KEY}:5"})
    assert page.context["clash"]["title"] == "Somebody else saved first"
    desk.post(ADD, sent | {"headline": "Longer still", "copies": f"{KEY}:6", "_on_top": "3"})
    assert [r.headline for r in story.revisions.all()][:2] == ["Longer still", "Cy’s"]
    assert Article.objects.count() == 1


def test_a_save_that_is_refused_or_clashes_leaves_the_copy(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, headline="x" * 300))
    refused = form(story, headline="x" * 300, copies=f"{KEY}:2")
    assert desk.post(change(story), refused).status_code == 200
    publishing.save(story, content(headline="Cy’s"), by=None)
    clashing = form(story, headline="Mine", based_on=1, copies=f"{KEY}:3")
    assert desk.post(change(story), clashing).status_code == 200
    assert texts(ada, story) == ["x" * 300]
    desk.post(change(story), clashing | {"_on_top": "2"})
    assert texts(ada, story) == []


# Offered, restored, discarded ---------------------------------------------------------------------


def test_a_copy_is_compared_with_what_was_saved_and_restored_into_the_form(desk, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    story = draft(by=ada, body="<p>As saved.</p>")
    sent = {
        "headline": "As typed",
        "body": "<p>As typed.</p>",
        "tags": [tag.pk],
        "slug": "not this!",
    }
    desk.post(address(), typed(ada, story, **sent))
    page = desk.get(change(story)).content.decode()
    assert "An envelope is opened</textarea>" in page
    assert f'href="{address()}"' in page
    compared = desk.get(address())
    labels = [each.label for each in compared.context["changes"]]
    assert labels == ["Headline", "Body", "Address", "Tags"]
    said = compared.content.decode()
    assert 'As <mark class="is-removed">saved</mark>' in said
    restored = desk.get(f"{change(story)}?copy={KEY}").content.decode()
    for shown in (
        "As typed</textarea>",
        "&lt;p&gt;As typed.",
        ">HBO</option>",
        'value="not this!"',
    ):
        assert shown in restored
    assert f'name="copies" value="{KEY}:1"' in restored
    assert "This was not saved" not in restored
    assert story.revisions.count() == 1


def test_a_restored_text_is_saved_and_then_no_longer_offered(desk, ada):
    desk.post(address(), typed(ada, headline="Begun", body="<p>Words.</p>"))
    page = desk.get(f"{ADD}?copy={KEY}").content.decode()
    named = re.search(r'name="copies" value="([^"]+)"', page)[1]
    desk.post(ADD, {"headline": "Begun", "kind": "news", "body": "<p>Words.</p>", "copies": named})
    assert Article.objects.get().newest.headline == "Begun"
    assert texts(ada) == []
    gone = desk.get(f"{ADD}?copy={KEY}")
    assert "You have already saved or discarded that text" in gone.content.decode()


def test_a_window_that_restored_a_copy_goes_on_with_its_own(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, version=4, headline="Before the crash"))
    sent = typed(ada, story, headline="Before the crash", replaces=f"{KEY}:4")
    desk.post(address(OTHER), sent)
    assert [copy.key for copy in working_copies.unsaved(ada, story)] == [OTHER]
    desk.post(address(), typed(ada, story, version=5, headline="It was open still"))
    desk.post(address(OTHER), sent | {"version": 2})
    assert sorted(texts(ada, story)) == ["Before the crash", "It was open still"]


def test_a_discarded_copy_is_taken_back_right_after(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, headline="Never mind"))
    answer = desk.post(f"{address()}discard/", {"version": 1}, follow=True)
    assert texts(ada, story) == []
    assert "Undo discard" in answer.content.decode()
    assert "Never mind" not in desk.get(change(story)).content.decode()
    desk.post(f"{address()}discard/", {"undo": 1})
    assert texts(ada, story) == ["Never mind"]


def test_a_discard_that_didn_t_see_what_was_typed_since_discards_nothing(desk, ada):
    story = draft(by=ada)
    for version in (1, 2):
        desk.post(address(), typed(ada, story, version=version, headline=f"No. {version}"))
    desk.post(f"{address()}discard/", {"version": 1})
    assert texts(ada, story) == ["No. 2"]
    desk.post(f"{address()}discard/", {"version": 2})
    assert texts(ada, story) == []


def test_a_saved_copy_can_t_be_taken_back(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, headline="Typed"))
    desk.post(change(story), form(story, headline="Typed", copies=f"{KEY}:1"))
    desk.post(f"{address()}discard/", {"undo": 1})
    assert texts(ada, story) == []
    assert desk.get(address()).url == change(story)


def test_a_copy_is_cleaned_where_it_is_shown(desk, ada):
    body = '<p>Hello<script>alert("qxz")</script><img src=x onerror=qxz></p>'
    desk.post(address(), typed(ada, body=body, headline="<script>qxz</script>"))
    for page in (address(), f"{ADD}?copy={KEY}", ADD):
        shown = desk.get(page).content.decode()
        assert "alert" not in shown
        assert "onerror" not in shown
        assert "<script>qxz" not in shown


def test_old_copies_go_only_where_something_newer_has_their_text(desk, ada, clock):
    now = clock.set("2020-09-20 18:00:00")
    saved_since, not_since = draft(by=ada), draft(by=ada)
    for key, story in (("a" * 32, saved_since), ("b" * 32, not_since), ("c" * 32, None)):
        desk.post(address(key), typed(ada, story, headline=key))
    desk.post(address("d" * 32), typed(ada, headline="Discarded"))
    desk.post(f"{address('d' * 32)}discard/")
    Article.objects.filter(pk=not_since.pk).update(saved_at=now - timedelta(days=1))
    clock.set("2020-09-21 18:00:00")
    publishing.save(saved_since, content(headline="Newer"), by=ada)
    keys = lambda: {copy.key[0] for copy in WorkingCopy.objects.all()}
    for date, left in (("2020-10-19", "abcde"), ("2020-10-25", "abcef"), ("2021-01-02", "bcefg")):
        clock.set(f"{date} 18:00:00")
        newest = max(left)
        desk.post(address(newest * 32), typed(ada, headline=newest))
        assert keys() == {*left}
    assert timezone.now() - now > timedelta(days=90)


def test_who_may_no_longer_begin_stories_isn_t_offered_those_they_began(writer, bo):
    writer.post(address(), typed(bo, headline="Mine"))
    assert "Mine" in writer.get(ADD).content.decode()
    bo.groups.set(Group.objects.filter(name="Picture editor"))
    bo = User.objects.get(pk=bo.pk)
    assert writer.get(ADD).status_code == 403
    assert writer.get(address()).status_code == 403
    assert "Mine" not in writer.get("/admin/").content.decode()


# What it names ------------------------------------------------------------------------------------


def chosen(page, name):
    """The rows that a form's select has chosen, as they are called."""
    select = html.fromstring(page.content.decode()).xpath(f"//select[@name='{name}']")[0]
    return [each.text for each in select.xpath("./option[@selected]") if each.text]


def test_a_copy_names_rows_as_they_are_called_now_and_merged_tags_as_the_one_that_stayed(desk, ada):
    story = draft(by=ada)
    first, gone, deleted = (Tag.objects.create(name=name, slug=name) for name in "abc")
    author, section = Author.objects.get(), Section.objects.get()
    sent = {"tags": [gone.pk, deleted.pk, first.pk], "section": section.pk, "bylines_0": author.pk}
    desk.post(address(), typed(ada, story, **sent))
    held = WorkingCopy.objects.get().typed
    assert held["tags"] == [f"id:{row.public_id}" for row in (gone, deleted, first)]
    assert (held["section"], held["bylines_0"]) == (["id:awards"], ["id:ines"])
    stays = Tag.objects.create(name="Stays", slug="stays")
    tagging.merge(gone, into=stays, by=ada)
    deleted.delete()
    author.name = "Ines Vane"
    addresses.save(author, by=ada)
    page = desk.get(f"{change(story)}?copy={KEY}")
    assert (chosen(page, "tags"), chosen(page, "bylines_0")) == (["Stays", "a"], ["Ines Vane"])
    assert chosen(page, "section") == ["Awards"]
    assert "Stays" in desk.get(address()).content.decode()


def test_a_related_story_that_its_writer_may_not_read_is_kept_and_not_named(writer, bo, ada):
    secret = published(by=ada, headline="Zorblatt resigns")
    story = draft(by=bo, related=(secret.public_id,))
    publishing.withdraw(secret, by=ada, because="Not yet.")
    writer.post(address(), typed(bo, story, related=[secret.pk], headline="Mine"))
    assert WorkingCopy.objects.get().typed["related"] == [f"id:{secret.public_id}"]
    for page in (f"{change(story)}?copy={KEY}", address(), change(story)):
        assert "Zorblatt" not in writer.get(page).content.decode()
    restored = writer.get(f"{change(story)}?copy={KEY}")
    assert chosen(restored, "related") == ["A story that isn’t public"]
    publishing.reinstate(secret, by=ada)
    assert chosen(writer.get(f"{change(story)}?copy={KEY}"), "related") == ["Zorblatt resigns"]


def test_what_was_begun_in_the_box_of_tags_comes_back(desk, ada):
    story = draft(by=ada)
    desk.post(address(), typed(ada, story, tags_begun='Emmys "20'))
    box = "//select[@name='tags']/@data-begun"
    begun = lambda page: html.fromstring(desk.get(page).content.decode()).xpath(box)
    assert (begun(f"{change(story)}?copy={KEY}"), begun(change(story))) == (['Emmys "20'], [])
    said = desk.get(address()).content.decode()
    assert "<h3>Tags, not chosen yet</h3><p>Emmys &quot;20</p>" in said
