"""Stories in the admin: what an editor types is kept, what can't be is said, nobody is overwritten."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from tests.articles.stories import content, draft, published, verb_page
from tests.only import only

ADD = "/admin/articles/article/add/"


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def do(article, verb):
    return verb_page(article, verb)


def typed(**changes):
    """What the form sends for a story that can be published."""
    content()
    section, author = Section.objects.get(), Author.objects.get()
    form = {
        "headline": "An envelope is opened",
        "body": "<p>A little after six.</p>",
        "kind": "news",
        "section": section.pk,
        "bylines_0": author.pk,
        "bylines_1": "",
        "bylines_2": "",
        "bylines_3": "",
    }
    return form | changes


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def errors(response):
    return response.context["adminform"].form.errors


def test_an_editor_writes_a_story_and_finds_it_as_it_was_typed(desk, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    desk.post(ADD, typed(tags=[tag.pk], dek="It took a while.", bylines_1="photography"))
    article = Article.objects.get()
    assert Content.from_json(article.newest.content) == content(
        body="<p>A little after six.</p>",
        tags=(tag.public_id,),
        dek="It took a while.",
        bylines=(("ines", "photography"),),
    )
    assert (article.newest.saved_by, article.published_at) == (ada, None)
    page = desk.get(change(article)).content.decode()
    assert "&lt;p&gt;A little after six.&lt;/p&gt;" in page
    assert '<option value="photography" selected>' in page


def test_the_form_begins_from_the_newest_revision_not_from_what_readers_see(desk, ada):
    article = published(by=ada)
    publishing.save(article, content(headline="Only at the desk"), by=ada)
    assert "Only at the desk</textarea>" in desk.get(change(article)).content.decode()


def test_a_story_that_somebody_else_saved_meanwhile_is_not_overwritten(desk, ada, bo):
    article = draft(by=ada)
    publishing.save(article, content(headline="Bo’s"), by=bo)
    response = desk.post(change(article), typed(headline="Ada’s", based_on=1))
    assert "Bo Reyes saved Blue after you opened this story." in str(errors(response))
    assert "Ada’s</textarea>" in response.content.decode()
    article.refresh_from_db()
    assert article.newest.headline == "Bo’s"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("headline", "x" * 300, "at most 250 characters"),
        ("body", "<p>Hello</p><script>alert(1)</script>", "script"),
        ("slug", "no spaces, please", "letters, digits, hyphens and underscores only"),
        ("section", "999", "not one of the available choices"),
        ("bylines_0", "999", "Somebody deleted one of these authors"),
        ("kind", "rumour", "not one of the available choices"),
        ("dek", "a\x00b", "Null characters are not allowed"),
    ],
)
def test_what_cant_be_kept_gets_its_sentence_and_changes_nothing(desk, field, value, sentence):
    response = desk.post(ADD, typed(**{field: value}))
    assert response.status_code == 200
    assert sentence in str(errors(response))
    assert Article.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"dek": "Only this."}, {"body": "<p>Only this.</p>"}])
def test_a_draft_is_saved_with_anything_or_nothing_in_it(desk, ada, sent):
    desk.post(ADD, {"headline": "", "kind": "news", **sent})
    article = Article.objects.get()
    assert article.newest.content["headline"] == ""
    for address in (
        change(article),
        "/admin/",
        reverse("admin:articles_article_revisions", args=[article.pk]),
    ):
        assert "Untitled" in desk.get(address).content.decode(), address
    assert str(article) == "Untitled"
    assert "The story has no headline." in desk.get(do(article, "publish")).content.decode()
    desk.post(change(article), {"headline": "Now it has one", "kind": "news", "based_on": 1})
    article.refresh_from_db()
    assert article.newest.headline == "Now it has one"


def test_publish_says_what_keeps_the_story_back_before_the_click(desk, ada):
    article = draft(by=ada, section="", headline="An *envelope TK")
    page = desk.get(do(article, "publish")).content.decode()
    assert "The story has no section." in page
    assert "There is a TK left." in page
    assert "A star in the headline doesn’t mark a title" in page
    response = desk.post(do(article, "publish"))
    assert "The story has no section." in response.content.decode()
    article.refresh_from_db()
    assert article.published_at is None


def test_an_editor_publishes_schedules_corrects_and_withdraws(desk, ada):
    article = draft(by=ada)
    desk.post(do(article, "schedule"), {"at_0": "2999-01-01", "at_1": "09:00:00"})
    article.refresh_from_db()
    assert article.published_at.isoformat() == "2999-01-01T17:00:00+00:00"
    desk.post(do(article, "publish"))
    desk.post(do(article, "correct"), {"kind": "correction", "text": "It was Hulu."})
    assert article.corrections.get().made_by == ada
    desk.post(do(article, "withdraw"), {"because": "It was not true."})
    article.refresh_from_db()
    assert article.withdrawn_because == "It was not true."
    desk.post(do(article, "reinstate"))
    article.refresh_from_db()
    assert article.is_public()


def test_a_verb_that_the_story_is_not_ready_for_is_neither_offered_nor_done(desk, ada):
    article = draft(by=ada)
    assert "Withdraw" not in desk.get(change(article)).content.decode()
    page = desk.post(do(article, "withdraw"), {"because": "x"}, follow=True)
    assert "“Withdraw” isn’t possible now." in page.content.decode()
    article.refresh_from_db()
    assert (article.withdrawn_at, article.published_at) == (None, None)


@pytest.mark.parametrize("verb", ["publish", "schedule", "embargo"])
def test_a_writer_doesnt_publish_even_their_own_story(desk, sign_in, bo, verb):
    article = draft(by=bo)
    typed = {"schedule": soon("at"), "embargo": soon("until")}.get(verb, {})
    only(
        desk,
        sign_in(bo),
        lambda client: client.post(verb_page(article, verb), typed),
        changes=lambda: Article.objects.values_list("published_at", "embargoed_until").get(),
    )


def soon(name):
    return {f"{name}_0": "2999-01-01", f"{name}_1": "09:00:00"}


@pytest.mark.parametrize("verb", ["edit", "ready", "give-back"])
def test_a_writer_moves_no_story_on_but_to_hand_it_in(desk, sign_in, bo, verb):
    article = draft(by=bo)
    publishing.submit(article, by=bo)
    only(
        desk,
        sign_in(bo),
        lambda client: client.post(verb_page(article, verb), {"reason": "Too short."}),
        changes=lambda: Article.objects.values_list("stage", flat=True).get(),
    )


def test_a_writer_corrects_and_withdraws_nothing_that_they_wrote(desk, sign_in, bo, ada):
    article = published(by=bo)
    for verb, typed in (
        ("update", {"note": "Adds the speech."}),
        ("correct", {"kind": "correction", "text": "It was Hulu."}),
        ("withdraw", {"because": "It was not true."}),
    ):
        only(
            desk,
            sign_in(bo),
            lambda client, verb=verb, typed=typed: client.post(verb_page(article, verb), typed),
            changes=lambda: Article.objects.values_list("version", "withdrawn_at").get(),
        )


def test_a_story_cant_be_deleted(desk, ada):
    article = draft(by=ada)
    address = reverse("admin:articles_article_delete", args=[article.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 403


def test_the_list_finds_drafts_by_their_newest_headline(desk, ada):
    draft(by=ada, headline="Hidden gem")
    published(by=ada, headline="In the open")
    page = desk.get("/admin/articles/article/?q=gem").content.decode()
    assert "Hidden gem" in page
    assert "In the open" not in page


def test_an_address_that_another_tag_once_had_is_refused_in_the_form(desk):
    desk.post("/admin/articles/tag/add/", {"name": "HBO", "slug": "hbo"})
    tag = Tag.objects.get()
    desk.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "HBO", "slug": "home"})
    response = desk.post("/admin/articles/tag/add/", {"name": "Hbo two", "slug": "hbo"})
    assert "belongs to another tag, or once did" in str(errors(response))
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(
    "model",
    ["article", "author", "section", "tag", "curatedlist", "revision", "correction"],
)
def test_every_list_of_the_desk_opens(desk, ada, model):
    published(by=ada)
    assert desk.get(f"/admin/articles/{model}/").status_code == 200


def log_of(article):
    return reverse("admin:articles_article_history", args=[article.pk])


SOMEBODY_ELSES = "This is someone else’s story."


@pytest.fixture
def writer(sign_in, bo):
    return sign_in(bo)


def test_a_writer_is_led_from_somebody_elses_published_story_to_its_page(writer, ada):
    article = published(by=ada, headline="Ada’s")
    for address in (change(article), log_of(article), do(article, "submit")):
        page = writer.get(address)
        assert page.status_code == 403
        assert SOMEBODY_ELSES in page.content.decode()
        assert f'href="{article.get_absolute_url()}"' in page.content.decode()


def test_of_somebody_elses_unpublished_story_nothing_is_told(writer, ada):
    withdrawn = published(by=ada, headline="Unseen")
    publishing.withdraw(withdrawn, by=ada, because="Unseen")
    for article in (draft(by=ada, headline="Unseen"), withdrawn):
        page = writer.get(change(article))
        said = page.content.decode()
        assert page.status_code == 403
        assert SOMEBODY_ELSES in said
        assert 'href="/admin/articles/article/"' in said
        assert "Unseen" not in said
        assert article.public_id not in said


def test_of_a_story_that_isnt_there_it_is_said_that_it_isnt(writer):
    page = writer.get("/admin/articles/article/4711/change/", follow=True)
    assert page.status_code == 200
    assert "doesn’t exist" in page.content.decode()


def test_who_has_no_role_is_not_told_whether_a_story_is_there(sign_in, enters, ada):
    article = published(by=ada)
    desk = sign_in(enters("cy", "Cy Ames"))
    assert SOMEBODY_ELSES not in desk.get(change(article)).content.decode()


def test_what_the_desk_says_of_a_story_has_no_stars(desk, ada):
    article = draft(by=ada, headline="*Watchmen* wins eleven Emmys")
    page = desk.post(verb_page(article, "publish"), follow=True).content.decode()
    assert "Readers see “Watchmen wins eleven Emmys” now." in page
    assert str(article) == "Watchmen wins eleven Emmys"
