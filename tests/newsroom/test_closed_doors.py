"""What a writer may not read of other people's stories, and what a hostile address is answered."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.content import Content
from articles.models import Article, CuratedList, Tag
from articles.rights import nameable_by
from history.models import Change
from newsroom.models import User
from tests.articles.stories import content, draft, published

ADD = "/admin/articles/article/add/"
UNNAMED = "A story that isn’t public"


@pytest.fixture
def scheduled(ada):
    story = draft(by=ada, headline="Opens at nine")
    publishing.schedule(story, by=ada, at=timezone.now() + timedelta(days=1))
    return story


@pytest.fixture
def writer(sign_in, bo):
    return sign_in(bo)


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def related(story):
    story.refresh_from_db()
    return Content.from_json(story.newest.content).related


def test_a_refused_form_names_no_story_that_its_writer_may_not_read(writer, desk, ada, scheduled):
    draft(by=ada, headline="Ada’s draft")
    out = published(by=ada, headline="Out already")
    keys = [*range(1, out.pk + 60)]
    pages = {
        "writer": writer.post(ADD, {"headline": "", "related": keys}).content.decode(),
        "begun": writer.get(ADD, {"related": ",".join(map(str, keys))}).content.decode(),
        "editor": desk.post(ADD, {"headline": "", "related": keys}).content.decode(),
    }
    for headline, readers in {
        "Opens at nine": {"editor"},
        "Ada’s draft": set(),
        "Out already": {"writer", "begun", "editor"},
    }.items():
        assert {who for who, page in pages.items() if headline in page} == readers


def test_a_story_is_related_to_nothing_that_its_writer_may_not_read(
    writer, desk, bo, ada, scheduled
):
    mine = draft(by=bo)
    form = {"headline": "Mine", "kind": "news", "based_on": 1, "related": [scheduled.pk]}
    address = reverse("admin:articles_article_change", args=[mine.pk])
    page = writer.post(address, form)
    assert "related" in page.context["adminform"].form.errors
    assert related(mine) == ()
    assert desk.post(address, form).status_code == 302
    assert related(mine) == (scheduled.public_id,)


def test_what_an_editor_related_stays_when_the_writer_saves_and_is_named_to_neither_reader(
    writer, desk, bo, ada, scheduled
):
    mine = draft(by=bo)
    publishing.save(mine, content(related=(scheduled.public_id,)), by=ada)
    address = reverse("admin:articles_article_change", args=[mine.pk])
    compared = reverse("admin:articles_article_compare", args=[mine.pk]) + "?from=1&to=2"
    for page in (address, compared):
        assert UNNAMED in writer.get(page).content.decode()
        assert "Opens at nine" not in writer.get(page).content.decode()
        assert "Opens at nine" in desk.get(page).content.decode()
    form = {"headline": "Mine", "kind": "news", "based_on": 2, "related": [scheduled.pk]}
    assert writer.post(address, form).status_code == 302
    assert related(mine) == (scheduled.public_id,)


def test_a_writer_can_t_find_out_by_searching_how_a_public_story_was_changed(writer, desk, ada):
    story = published(by=ada, headline="As readers have it")
    publishing.save(story, content(headline="Zorblatt resigns"), by=ada)
    asked = {"app_label": "articles", "model_name": "relatedstory", "field_name": "related"}

    def found(client, term):
        answer = client.get(reverse("admin:autocomplete"), asked | {"term": term})
        return [row["text"] for row in answer.json()["results"]]

    assert found(writer, "zorblatt") == []
    assert found(writer, "readers have") == ["As readers have it"]
    assert found(desk, "zorblatt") == ["As readers have it"]


def test_a_list_and_its_history_name_no_hidden_story_to_a_writer(writer, desk, ada, scheduled):
    out = published(by=ada, headline="Out already")
    kept = CuratedList.objects.create(name="Best of", slug="best")
    form = {"name": "Best of", "slug": "best", "places-TOTAL_FORMS": 2, "places-INITIAL_FORMS": 0}
    for place, story in enumerate((scheduled, out)):
        form |= {f"places-{place}-article": story.pk, f"places-{place}-position": place}
    change, history = (
        reverse(f"admin:articles_curatedlist_{page}", args=[kept.pk])
        for page in ("change", "history")
    )
    assert desk.post(change, form).status_code == 302
    assert Change.objects.first().after == {"stories": [scheduled.public_id, out.public_id]}
    told = {
        (page, who): [name for name in ("Opens at nine", "Out already") if name in said]
        for page in (change, history)
        for who, client in (("writer", writer), ("editor", desk))
        for said in [client.get(page).content.decode()]
    }
    assert told == {
        (change, "writer"): ["Out already"],
        (change, "editor"): ["Opens at nine", "Out already"],
        (history, "writer"): ["Out already"],
        (history, "editor"): ["Opens at nine", "Out already"],
    }
    assert UNNAMED in writer.get(history).content.decode()


def on_site(row):
    kind = ContentType.objects.get_for_model(row)
    return reverse("admin:view_on_site", args=[kind.pk, row.pk])


def test_only_the_page_of_a_row_that_one_may_see_and_that_is_out_is_led_to(
    writer, desk, sign_in, enters, ada, scheduled
):
    nobody = sign_in(enters("cy", "Cy Ames"))
    tag = Tag.objects.create(name="HBO", slug="hbo")
    hidden = CuratedList.objects.create(name="Not yet", slug="not-yet")
    out = published(by=ada, headline="Out already")
    led = {
        (str(row), who): client.get(on_site(row)).headers.get("Location")
        for row in (tag, hidden, out, scheduled, draft(by=ada), User.objects.get(username="ada"))
        for who, client in (("writer", writer), ("editor", desk), ("nobody", nobody))
    }
    assert {door: to for door, to in led.items() if to} == {
        ("HBO", "writer"): "/tags/hbo/",
        ("HBO", "editor"): "/tags/hbo/",
        ("Out already", "editor"): out.get_absolute_url(),
    }
    assert nobody.get("/admin/r/999/1/").status_code == 404


def test_who_may_read_of_which_stories_is_one_rule(bo, ada, enters, scheduled):
    mine, out = draft(by=bo), published(by=ada)
    assert {*nameable_by(bo)} == {mine, out}
    assert {*nameable_by(ada)} == {mine, out, scheduled}
    assert {*nameable_by(enters("cy", "Cy Ames"))} == {out}


# What is sent -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [{}, {"based_on": ""}, {"_on_top": "x"}])
def test_a_save_that_doesn_t_say_from_what_it_began_overwrites_nobody(desk, bo, ada, sent):
    story = draft(by=ada)
    publishing.save(story, content(headline="Bo’s"), by=bo)
    address = reverse("admin:articles_article_change", args=[story.pk])
    form = {"headline": "Ada’s", "kind": "news"}
    page = desk.post(address, form | sent)
    said = page.content.decode()
    assert "This form didn’t say which version it started from. Bo Reyes saved Blue last." in said
    assert "Ada’s</textarea>" in said
    assert 'name="_on_top" value="2"' in said
    assert Article.objects.get(pk=story.pk).newest.headline == "Bo’s"
    desk.post(address, form | {"_on_top": "2"})
    assert Article.objects.get(pk=story.pk).newest.headline == "Ada’s"


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "http:///evil.example",
        "javascript:alert(1)", "https://testserver@evil.example/", "\x08//evil.example", "",
    ],
)  # fmt: skip
def test_who_is_to_be_led_elsewhere_at_sign_in_lands_on_the_desk_s_home(reader, bo, hostile):
    bo.set_password("an open sesame")
    bo.save()
    form = {"username": "bo", "password": "an open sesame"}
    answer = reader.post("/admin/login/", form | {"next": hostile}, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert answer.status_code == 200
    reader.logout()
    meant = reader.post("/admin/login/?next=/admin/keys/", form | {"next": "/admin/keys/"})
    assert meant["Location"] == "/admin/keys/"


LONG = {
    "words": " ".join(f"word{number}" for number in range(1000)),
    "letters": "x" * 100_000,
    "NULs": "a\x00b",
}


@pytest.mark.parametrize("kind", LONG)
def test_a_search_of_any_length_is_answered_in_every_list_and_box(desk, kind):
    for model, model_admin in admin.site._registry.items():
        if not model_admin.search_fields:
            continue
        label = (model._meta.app_label, model._meta.model_name)
        page = desk.get(reverse("admin:{}_{}_changelist".format(*label)), {"q": LONG[kind]})
        assert page.status_code in (200, 302), label
        assert len(page.content) < 80_000, label  # its links don't repeat all that was typed
    for app_label, model_name, field_name in (
        ("articles", "relatedstory", "related"), ("articles", "taggedstory", "tag"),
        ("articles", "byline", "author"), ("articles", "article", "section"),
        ("photos", "picture", "added_by"), ("people", "person", "picture"),
        ("people", "credit", "party"), ("awards", "nomination", "contest"),
        ("awards", "nominee", "nomination"),
    ):  # fmt: skip
        asked = {"app_label": app_label, "model_name": model_name, "field_name": field_name}
        answer = desk.get(reverse("admin:autocomplete"), asked | {"term": LONG[kind]})
        assert answer.status_code == 200, asked


def test_a_search_that_was_cut_says_by_what_it_was_made(desk, ada):
    draft(by=ada, headline="One two three")
    words = "one two three " * 4
    page = desk.get("/admin/articles/article/", {"q": words})
    assert [story.newest.headline for story in page.context["cl"].result_list] == ["One two three"]
    assert "That search is too long" not in page.content.decode()
    page = desk.get("/admin/articles/article/", {"q": words + "four"})
    assert [story.newest.headline for story in page.context["cl"].result_list] == ["One two three"]
    assert f"These are the results for “{words.strip()}”." in page.content.decode()
