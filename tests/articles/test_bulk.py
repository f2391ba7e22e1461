"""Many stories changed at once, after a count was confirmed; and a story begun as a copy of another."""

import pytest
from django.urls import reverse

from articles import bulk, publishing
from articles.content import Content
from articles.models import Article, Section, Tag
from tests.articles.stories import content, draft, log_of, published
from tests.only import only

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STORIES = "/admin/articles/article/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def hbo(db):
    return Tag.objects.create(name="HBO", slug="hbo")


def choose(client, action, *stories, **given):
    sent = {"action": action, "_selected_action": [story.pk for story in stories]}
    return client.post(f"{STORIES}?o=1", sent | given, follow=True)


def saved(story):
    story = Article.objects.select_related("newest").get(pk=story.pk)
    return Content.from_json(story.newest.content)


def test_stories_are_tagged_after_a_count_was_confirmed_and_it_can_be_undone(desk, ada, hbo):
    one, two = draft(by=ada, headline="One"), draft(by=ada, headline="Two", tags=(hbo.public_id,))
    out = published(by=ada, headline="Out")
    asked = choose(desk, "add_tag", one, two, out, index=0).content.decode()
    assert "<h1>Tag 3 stories</h1>" in asked
    assert all(f"<li>{name}</li>" in asked for name in ("One", "Two", "Out"))
    assert "Readers see it once somebody publishes the story." in asked
    wrong = choose(desk, "add_tag", one, confirmed=1, tag="nothing").content.decode()
    assert "There is no tag called “nothing”." in wrong
    assert saved(one).tags == ()
    done = choose(desk, "add_tag", one, two, out, confirmed=1, tag="hbo")
    assert done.redirect_chain == [(f"{STORIES}?o=1", 302)]
    assert "Tagged 2 stories." in done.content.decode()
    assert "1 story: nothing to change." in done.content.decode()
    assert {saved(story).tags for story in (one, two, out)} == {(hbo.public_id,)}
    assert [story.revisions.count() for story in (one, two, out)] == [2, 1, 2]
    assert out.tagged.count() == 0
    publishing.save(out, content(headline="Out, and changed"), by=ada)
    undone = desk.post(f"{STORIES}undo/", follow=True).content.decode()
    assert "Undone in 1 story." in undone
    assert "Not changed: 1 story. “Out, and changed”: Somebody has saved it since." in undone
    assert saved(one).tags == ()
    assert saved(out).headline == "Out, and changed"
    assert "/undo/" not in undone
    assert "There is nothing to undo." in desk.post(f"{STORIES}undo/", follow=True).content.decode()


def test_an_undo_is_offered_for_a_quarter_of_an_hour(desk, ada, hbo, clock):
    clock.set("2020-09-20 12:00:00")
    story = draft(by=ada)
    assert "/undo/" in choose(desk, "add_tag", story, confirmed=1, tag="HBO").content.decode()
    clock.set("2020-09-20 12:15:01")
    assert "/undo/" not in desk.get(STORIES).content.decode()
    desk.post(f"{STORIES}undo/")
    assert saved(story).tags == (hbo.public_id,)


def test_stories_move_to_a_section_and_to_the_bin(desk, ada):
    reviews = Section.objects.create(name="Reviews", slug="reviews")
    one, out = draft(by=ada, headline="One"), published(by=ada, headline="Out")
    assert (
        "Move 2 stories to a section"
        in choose(desk, "set_section", one, out, index=0).content.decode()
    )
    choose(desk, "set_section", one, out, confirmed=1, section=reviews.pk)
    assert {saved(story).section for story in (one, out)} == {reviews.public_id}
    assert out.section != reviews
    asked = choose(desk, "bin", one, out, index=0).content.decode()
    assert "Move 1 story to the bin" in asked
    assert "Published or scheduled, so these stay as they are" in asked
    alone = choose(desk, "bin", out, index=0).content.decode()
    assert "<h1>Nothing to change</h1>" in alone
    assert "Move 0 stories" not in alone
    assert not Article.objects.exclude(binned_at=None).exists()
    said = choose(desk, "bin", one, out, confirmed=1).content.decode()
    assert "Moved 1 story to the bin." in said
    assert "“Out”: Readers have seen this story, or it is scheduled" in said
    assert [*Article.objects.exclude(binned_at=None)] == [one]


def test_a_writer_changes_their_own_drafts_and_no_other_story(sign_in, desk, bo, ada, hbo):
    writer = sign_in(bo)
    mine, handed_in = draft(by=bo, headline="Mine"), draft(by=bo, headline="Handed in")
    publishing.submit(handed_in, by=bo)
    hers = draft(by=ada, headline="Ada’s secret")
    asked = choose(writer, "add_tag", mine, handed_in, hers, index=0).content.decode()
    assert "Tag 1 story" in asked
    assert "You can’t change these now" in asked
    assert "Ada’s secret" not in asked
    said = choose(writer, "add_tag", mine, handed_in, hers, confirmed=1, tag="hbo").content.decode()
    assert "Tagged 1 story." in said
    assert "“Handed in”: You can’t change it now." in said
    assert [saved(story).tags for story in (mine, handed_in, hers)] == [(hbo.public_id,), (), ()]
    choose(desk, "add_tag", handed_in, hers, confirmed=1, tag="hbo")
    assert {saved(story).tags for story in (handed_in, hers)} == {(hbo.public_id,)}


def test_too_many_at_once_are_refused(desk, ada, monkeypatch, hbo):
    monkeypatch.setattr("articles.admin.bulk_actions.MOST", 1)
    one, two = draft(by=ada), draft(by=ada)
    said = choose(desk, "add_tag", one, two, confirmed=1, tag="hbo").content.decode()
    assert "Choose at most 1 stories at once. Nothing was changed." in said
    assert saved(one).tags == saved(two).tags == ()
    choose(desk, "add_tag", one, confirmed=1, tag="hbo")
    assert saved(one).tags == (hbo.public_id,)


def test_what_somebody_saved_since_the_list_was_read_is_kept(ada, bo, hbo):
    story = draft(by=ada)
    stale = Article.objects.select_related("newest").get(pk=story.pk)
    publishing.save(story, content(headline="Saved since"), by=bo)
    outcome = bulk.add_tag([stale], hbo, by=ada)
    assert [*outcome.done] == [story]
    assert (saved(story).headline, saved(story).tags) == ("Saved since", (hbo.public_id,))


# Duplicates --------------------------------------------------------------------------------------


def duplicate(story):
    return reverse("admin:articles_article_verb", args=[story.pk, "duplicate"])


def test_a_duplicate_is_a_new_draft_with_what_was_saved_last(desk, sign_in, bo, ada, hbo):
    story = published(by=bo, headline="An envelope", slug="an-envelope", at=None)
    publishing.correct(story, by=ada, text="It was Hulu.")
    publishing.save(
        story, content(headline="A *letter*", tags=(hbo.public_id,), dek="Said."), by=bo
    )
    answer = desk.post(duplicate(story), follow=True)
    copy = Article.objects.latest("pk")
    assert answer.redirect_chain == [(f"{STORIES}{copy.pk}/change/", 302)]
    assert "“A letter (copy)” is your new draft." in answer.content.decode()
    was, now = saved(story), saved(copy)
    assert now == was.with_changes(headline="A *letter* (copy)", slug="")
    assert (copy.created_by, copy.stage, copy.published_at, copy.live) == (ada, "draft", None, None)
    assert (copy.corrections.count(), copy.revisions.count(), copy.headline) == (0, 1, "")
    assert [event.verb for event in log_of(copy)] == ["duplicated", "saved"]
    assert story.public_id in log_of(copy).first().note
    assert copy.public_id in log_of(story).first().note
    assert Article.objects.get(pk=story.pk).headline == "An envelope"
    desk.post(duplicate(copy))
    assert saved(Article.objects.latest("pk")).headline == "A *letter* (copy 2)"


def test_a_headline_of_full_length_is_cut_for_its_copy(desk, ada):
    story = draft(by=ada, headline="x" * 250)
    desk.post(duplicate(story))
    headline = saved(Article.objects.latest("pk")).headline
    assert (len(headline), headline.endswith("x (copy)")) == (250, True)


def test_a_writer_duplicates_their_own_stories_alone(sign_in, desk, bo, ada):
    writer = sign_in(bo)
    hers = draft(by=ada)
    only(
        desk,
        writer,
        lambda client: client.post(duplicate(hers)),
        changes=Article.objects.count,
    )
    mine = published(by=bo)
    assert writer.post(duplicate(mine)).status_code == 302
    assert Article.objects.latest("pk").created_by == bo
