"""The preview is the reader's own page of what is on the screen; it saves nothing and nobody else sees it."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Article, Revision, Tag
from tests.articles.stories import content, draft, published
from tests.articles.test_story_screen import form

NEW = "/admin/articles/article/preview/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def address(article):
    return reverse("admin:articles_article_preview", args=[article.pk])


def test_a_draft_is_shown_as_its_readers_will_see_it(desk, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    page = desk.get(address(draft(by=ada, tags=(tag.public_id,), dek="At last."))).content.decode()
    for said in ("An envelope is opened</h1>", "Ines Calloway", "At last.", 'href="/tags/hbo/"'):
        assert said in page


def test_what_is_typed_is_shown_and_saved_nowhere(desk, ada):
    article = draft(by=ada)
    typed = form(article, headline="A *Title* in it", body="<p>Only on the screen.</p>")
    page = desk.post(address(article), typed).content.decode()
    assert "A <cite>Title</cite> in it" in page
    assert "Only on the screen." in page
    assert Revision.objects.count() == 1
    article.refresh_from_db()
    assert (article.headline, article.newest.headline) == ("", "An envelope is opened")


def test_a_public_story_shows_its_changes_to_the_desk_and_its_copy_to_readers(desk, ada, reader):
    article = published(by=ada)
    publishing.save(article, content(headline="Not yet"), by=ada)
    assert "Not yet" in desk.get(address(article)).content.decode()
    assert "Not yet" not in reader.get(article.get_absolute_url()).content.decode()


def test_the_story_that_was_chosen_is_offered_next(desk, ada):
    other, third = published(by=ada, headline="Chosen"), published(by=ada, headline="Newer")
    article = draft(by=ada)
    page = desk.post(address(article), form(article, related=[other.pk]))
    assert [story.pk for story in page.context["page"].more] == [other.pk, third.pk]


def test_a_half_typed_story_that_was_never_saved_has_a_preview(desk):
    page = desk.post(NEW, {"body": "<p>Begun<script>alert(1)</script></p>", "section": "999"})
    assert page.status_code == 200
    assert "Begun" in page.content.decode()
    assert "alert(1)" not in page.content.decode()
    assert Article.objects.count() == 0


def test_the_page_is_private_and_only_the_desk_may_frame_it(desk, ada):
    article = draft(by=ada)
    answer = desk.get(address(article))
    policy = dict(
        p.strip().partition(" ")[::2] for p in answer["Content-Security-Policy"].split(";")
    )
    assert policy["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
    screen = desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "frame-src 'self'" in screen["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in screen["Content-Security-Policy"]


def test_who_is_not_signed_in_is_asked_to(reader, ada):
    article = draft(by=ada)
    for wanted in (address(article), NEW):
        assert reader.get(wanted).url.startswith("/admin/login/")
