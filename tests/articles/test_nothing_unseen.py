"""A text goes before readers only when the editor who sends it has had it on the screen."""

import re

import pytest
from django.urls import reverse

from articles import publishing
from articles.admin.form import StoryForm
from articles.content import Content, fields_of_content
from articles.models import Article
from articles.refusals import Unseen
from tests.articles.stories import content, draft, published
from tests.articles.test_story_screen import change, form

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def links(page):
    """The addresses behind the buttons of a story's screen, by their verbs."""
    found = re.findall(r'(?:href|data-address)="([^"]+/do/([a-z-]+)/[^"]*)"', page.content.decode())
    return {verb: address for address, verb in found}


def stored(article):
    return Article.objects.get(pk=article.pk)


def test_a_button_on_a_screen_that_is_behind_shows_who_changed_what_first(desk, reader, ada, bo):
    article = draft(by=ada)
    publish = links(desk.get(change(article)))["publish"]
    publishing.save(article, content(headline="Rewritten", dek="A dek."), by=bo)
    page = desk.get(publish)
    said = page.content.decode()
    assert "<b>Bo Reyes saved Blue after you opened this story.</b> Nothing has gone out." in said
    assert [each.label for each in page.context["newer"].changes] == ["Headline", "Dek"]
    assert "<del>An envelope is opened</del><ins>Rewritten</ins>" in said
    assert "Publish now with these changes</button>" in said
    assert desk.post(publish, {"seen": page.context["seen"]}).status_code == 302
    assert stored(article).headline == "Rewritten"


def test_a_dialog_that_was_open_meanwhile_stops_and_then_goes_on(desk, ada, bo):
    article = published(by=ada)
    correct = links(desk.get(change(article)))["correct"]
    assert desk.get(correct).context["newer"] is None
    publishing.save(article, content(headline="Rewritten"), by=bo)
    typed = {"kind": "clarification", "text": "It was on Hulu.", "seen": 1}
    page = desk.post(correct, typed)
    assert page.status_code == 200
    assert "It was on Hulu.</textarea>" in page.content.decode()
    assert (stored(article).headline, article.corrections.count()) == ("An envelope is opened", 0)
    publishing.save(article, content(headline="Rewritten again"), by=bo)
    page = desk.post(correct, typed | {"seen": 2})
    assert (page.status_code, article.corrections.count()) == (200, 0)
    assert "Bo Reyes saved Pink after you opened this story." in page.content.decode()
    assert desk.post(correct, typed | {"seen": 3}).status_code == 302
    assert (stored(article).headline, article.corrections.count()) == ("Rewritten again", 1)


def test_of_a_long_text_only_what_changed_is_shown(desk, ada, bo):
    body = "<p>As it was.</p><p>He thanked two people.</p>"
    article = draft(by=ada, body=body)
    publish = links(desk.get(change(article)))["publish"]
    publishing.save(article, content(body=body.replace("two", "ten") + "<p>New.</p>"), by=bo)
    said = desk.get(publish).content.decode()
    assert "thanked <del>two</del><ins>ten</ins> people" in said
    assert "<ins>New.</ins>" in said
    assert "As it was." not in said
    whole = re.search(r'href="([^"]+)" target="_blank">See the whole text', said)[1]
    assert "As it was." in desk.get(whole.replace("&amp;", "&")).content.decode()


def test_all_who_saved_and_all_that_changed_is_said_at_once(desk, ada, bo, enters):
    article = draft(by=ada)
    publish = links(desk.get(change(article)))["publish"]
    publishing.save(article, content(dek="One."), by=bo)
    publishing.save(article, content(dek="Two."), by=enters("cy", "Cy Ames", "Editor"))
    publishing.save(article, content(dek="Three.", slug="three"), by=bo)
    page = desk.get(publish)
    who = "Bo Reyes and Cy Ames saved Blue, Pink and Gold after you opened this story."
    assert page.context["newer"].who == who
    assert [(each.label, each.after) for each in page.context["newer"].changes] == [
        ("Dek", "Three."),
        ("Address", "three"),
    ]


@pytest.mark.parametrize("seen", ["", "0", "2", "999", "²", "-1", "9" * 40])
def test_a_form_that_doesnt_say_what_its_editor_saw_sends_nothing_out(desk, ada, seen):
    article = draft(by=ada)
    address = reverse("admin:articles_article_verb", args=[article.pk, "publish"])
    page = desk.post(address, {"seen": seen} if seen else {})
    assert (page.status_code, stored(article).published_at) == (200, None)
    assert "<ins>An envelope is opened</ins>" in page.content.decode()
    assert desk.post(address, {"seen": 1}).status_code == 302


@pytest.mark.parametrize("seen", [0, -1, 3, 999])
def test_a_verb_that_names_a_revision_the_story_doesnt_have_sends_nothing_out(ada, bo, seen):
    article = draft(by=ada)
    publishing.save(article, content(headline="Bo’s"), by=bo)
    with pytest.raises(Unseen, match="Ada Quill and Bo Reyes saved White and Blue"):
        publishing.publish(article, by=ada, seen=seen)
    assert stored(article).published_at is None
    publishing.publish(article, by=ada, seen=2)
    assert article.headline == "Bo’s"


@pytest.mark.parametrize("number", ["0", "-1", "3", "999", "9" * 40])
def test_a_form_that_began_from_a_revision_the_story_doesnt_have_overwrites_nothing(
    desk, ada, bo, number
):
    article = draft(by=ada)
    publishing.save(article, content(headline="Bo’s"), by=bo)
    for named in ("based_on", "_on_top"):
        page = desk.post(change(article), form(article, headline="Ada’s", **{named: number}))
        assert "started from" in page.context["clash"]["saved"]
        assert "Bo Reyes saved Blue last." in page.context["clash"]["saved"]
        assert stored(article).newest.headline == "Bo’s"
    desk.post(change(article), form(article, headline="Ada’s"))
    assert stored(article).newest.headline == "Ada’s"


def test_after_a_save_that_was_refused_the_buttons_still_know_what_is_on_the_screen(desk, ada, bo):
    article = draft(by=ada)
    publishing.save(article, content(headline="Bo’s"), by=bo)
    page = desk.post(change(article), form(article, headline="Ada’s", based_on=1))
    assert "Somebody else saved first" in page.content.decode()
    assert links(page)["publish"].endswith("/do/publish/?seen=1")
    page = desk.post(change(article), form(article, headline="Ada’s", _on_top=2), follow=True)
    assert links(page)["publish"].endswith("/do/publish/?seen=3")


def test_a_button_that_hides_a_story_carries_nothing(desk, ada):
    found = links(desk.get(change(published(by=ada))))
    assert found["withdraw"].endswith("/do/withdraw/")
    assert found["correct"].endswith("/do/correct/?seen=1")


def test_what_nobody_looks_at_goes_out_as_it_is(ada, bo):
    article = draft(by=ada)
    publishing.save(article, content(headline="Newer"), by=bo)
    with pytest.raises(Unseen, match="Bo Reyes saved Blue after you opened this story."):
        publishing.publish(article, by=ada, seen=1)
    publishing.publish(article, by=None)
    assert article.headline == "Newer"


def test_publishing_what_readers_have_already_says_that_nothing_is_new(desk, sign_in, ada, bo):
    article = published(by=bo)
    address = reverse("admin:articles_article_verb", args=[article.pk, "publish"])
    for answer in (desk.get(address, follow=True), desk.post(address, {"seen": 1}, follow=True)):
        assert [str(message) for message in answer.context["messages"]] == [publishing.NOTHING_NEW]
        assert answer.redirect_chain == [(change(article), 302)]
    assert sign_in(bo).post(address, {"seen": 1}).status_code == 403
    publishing.save(article, content(headline="New"), by=ada)
    assert desk.post(address, {"seen": 2}).status_code == 302
    assert stored(article).headline == "New"


def test_an_update_has_its_line_in_the_log_with_its_note(desk, ada):
    article = published(by=ada)
    update = reverse("admin:articles_article_verb", args=[article.pk, "update"])
    desk.post(update, {"note": "Adds the speech.", "seen": 1})
    log = desk.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert [(line.verb, line.by) for line in log.context["changes"][:2]] == [
        ("updated", ada),
        ("published", ada),
    ]
    assert "<b>Updated</b>" in log.content.decode()
    assert "<q>Adds the speech.</q>" in log.content.decode()


def test_the_screen_sends_every_field_that_a_story_holds(desk):
    """A field without a place in the templates would be sent empty, and each save would erase it."""
    page = desk.get(reverse("admin:articles_article_add")).content.decode()
    sent = set(re.findall(r'\bname="(\w+)"', page))
    assert sorted(StoryForm.base_fields) == sorted((*fields_of_content(), "based_on"))
    names = {"bylines": "bylines_0"}  # rows of an author and a role
    assert [name for name in StoryForm.base_fields if names.get(name, name) not in sent] == []


class ShorterForm(StoryForm):
    """The story's form without some of its fields."""

    social_title = bylines = related = lead_picture = None


def test_a_field_that_a_form_lacks_keeps_what_was_saved(ada):
    other = published(by=ada)
    whole = content(social_title="Opened!", related=(other.public_id,), dek="To go.")
    article = publishing.start(by=ada, content=whole)
    sent = ShorterForm(data=form(article, dek=""), instance=stored(article))
    assert sent.is_valid(), sent.errors
    assert sent.content() == whole.with_changes(dek="", headline=sent.data["headline"])
    assert Content.from_json(article.newest.content).social_title == "Opened!"
