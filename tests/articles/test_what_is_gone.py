"""A draft that names a row which somebody deleted meanwhile: said at the desk, and never an error page."""

import pytest
from django.urls import reverse

from articles import publishing, tagging
from articles.admin import verbs
from articles.models import Article, Author, RelatedStory, Tag
from tests.articles.stories import content, draft, published, verb_page
from tests.world import picture
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


def author_gone(ada):
    bob = Author.objects.create(name="Bob", slug="bob")
    return draft(by=ada, bylines=((bob.public_id, ""),)), bob


def picture_gone(ada):
    shot = picture("Gone")
    return draft(by=ada, lead_picture=shot.public_id), shot


def tag_gone(ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    return draft(by=ada, tags=(tag.public_id,)), tag


def section_gone(ada):
    """A revision holds its section fast, so that it takes more than the desk to delete one."""
    return draft(by=ada, section="old"), None


def related_gone(ada):
    other = Article.objects.create()
    return draft(by=ada, related=(other.public_id,)), Article.objects.filter(pk=other.pk)


SAID = {
    author_gone: "An author in the byline was deleted.",
    picture_gone: "The lead picture was deleted.",
    tag_gone: "A tag of the story was deleted.",
    section_gone: "The section was deleted.",
    related_gone: "A related story was deleted.",
}


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def at(article, page, **more):
    return reverse(f"admin:articles_article_{page}", kwargs={"pk": article.pk, **more})


@pytest.mark.parametrize("made", SAID)
def test_publish_says_what_was_deleted_meanwhile_and_nothing_goes_out(desk, ada, made):
    article, row = made(ada)
    if row:
        row.delete()
    address = verb_page(article, "publish")
    asked = desk.get(address)
    assert [each for each in asked.context["checks"].blocks if each.sentence.startswith(SAID[made])]
    assert SAID[made] in asked.content.decode()
    assert SAID[made] in str(desk.post(address).context["form"].errors)
    with pytest.raises(Refused, match=SAID[made]):
        publishing.publish(article, by=ada)
    assert (article.published_at, article.headline) == (None, "")


@pytest.mark.parametrize("made", SAID)
def test_no_page_of_such_a_story_is_an_error(desk, ada, made):
    article, row = made(ada)
    publishing.save(article, content(), by=ada)
    publishing.restore(article, article.revisions.get(number=1), by=ada)
    if row:
        row.delete()
    pages = [
        reverse("admin:articles_article_change", args=[article.pk]),
        at(article, "preview"),
        at(article, "revisions"),
        at(article, "compare") + "?from=1&to=2",
        at(article, "restore", number=1),
        *(at(article, "verb", name=verb.name) for verb in verbs.possible_verbs(article, ada)),
    ]
    assert {address: desk.get(address).status_code for address in pages} == dict.fromkeys(
        pages, 200
    )
    assert desk.post(at(article, "restore", number=1)).status_code == 302
    typed = {"at_0": "2999-01-01", "at_1": "09:00", "reason": "Look."}
    for verb in verbs.possible_verbs(article, ada):
        assert desk.post(at(article, "verb", name=verb.name), typed).status_code in (200, 302, 403)


def test_a_published_story_keeps_its_copy_when_its_changes_name_what_is_gone(desk, ada):
    article = published(by=ada)
    shot = picture("Gone")
    publishing.save(article, content(headline="New", lead_picture=shot.public_id), by=ada)
    shot.delete()
    for verb in (publishing.publish, publishing.update, publishing.correct):
        words = {"update": {"note": "More."}, "correct": {"text": "Hulu."}}.get(verb.__name__, {})
        with pytest.raises(Refused, match="lead picture was deleted"):
            verb(article, by=ada, **words)
    assert (article.headline, article.live.number) == ("An envelope is opened", 1)


def test_what_is_deleted_between_look_and_write_is_refused_too(ada, monkeypatch):
    article, tag = tag_gone(ada)
    tag.delete()
    monkeypatch.setattr("articles.checks.blocks", lambda content, at: [])
    with pytest.raises(Refused, match="The tag .* no longer exists"):
        publishing.publish(article, by=ada)
    assert (article.headline, article.published_at) == ("", None)


def test_a_tag_that_was_merged_away_keeps_nothing_back(ada):
    article, tag = tag_gone(ada)
    tagging.merge(tag, into=Tag.objects.create(name="HBO Max", slug="hbo-max"), by=ada)
    publishing.publish(article, by=ada)
    assert [row.tag.name for row in article.tagged.all()] == ["HBO Max"]


def test_an_old_revision_that_cant_be_held_any_more_says_why(desk, ada):
    article = draft(by=ada)
    first = article.newest
    publishing.save(article, content(headline="Newer"), by=ada)
    held = first.content | {"kind": "rumour"}
    stale = article.revisions.model.objects.create(
        article=article, number=9, content=held, headline="Stale", stage="draft"
    )
    answer = desk.post(at(article, "restore", number=9))
    assert "“rumour” isn’t a kind of story." in answer.content.decode()
    answer = desk.post(
        "/admin/articles/revision/",
        {"action": "restore", "_selected_action": [stale.pk]},
        follow=True,
    )
    assert "“rumour” isn’t a kind of story." in answer.content.decode()
    article.refresh_from_db()
    assert article.newest.headline == "Newer"


def test_a_story_that_is_related_to_itself_is_refused_and_says_so(ada):
    article = published(by=ada)
    with pytest.raises(Refused, match="can’t be related to itself") as refused:
        publishing.save(article, content(related=(article.public_id,)), by=ada)
    assert [*refused.value.fields] == ["related"]
    assert not RelatedStory.objects.exists()


def test_an_old_draft_that_is_related_to_itself_goes_out_without(ada):
    article = published(by=ada)
    held = article.newest.content | {"related": [article.public_id]}
    article.newest = article.revisions.create(
        number=2, content=held, headline="Old", stage="ready", saved_by=ada
    )
    article.save()
    publishing.publish(article, by=ada)
    assert (article.live.number, article.related_places.count()) == (2, 0)
