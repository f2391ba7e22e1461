"""Tags at the desk: synonyms, and two that become one with both sides beside each other first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import addresses, publishing, tagging
from articles.content import Content
from articles.models import Tag, TagSynonym
from history.models import Change
from tests.articles import stories
from tests.articles.test_desk import change as change_story
from tests.articles.test_desk import typed as typed_story
from tests.only import only
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases

ADD = "/admin/articles/tag/add/"
LIST = "/admin/articles/tag/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def hbo(db):
    return saved("HBO", "hbo", ["Home Box Office"])


@pytest.fixture
def hbo_max(db):
    return saved("HBO Max", "hbo-max", ["HBO Go"], description="What streamed there.")


def saved(name, slug, synonyms=(), **fields):
    tag = Tag(name=name, slug=slug, **fields)
    tagging.save(tag, by=None, synonyms=synonyms)
    return tag


def change(tag):
    return f"/admin/articles/tag/{tag.pk}/change/"


def merge_page(tag, into=None):
    return f"/admin/articles/tag/{tag.pk}/do/merge/" + (f"?into={into.pk}" if into else "")


def words(tag):
    return list(tag.synonyms.values_list("name", flat=True))


def form_of(name, slug, *synonyms, **more):
    return {"name": name, "slug": slug, "synonyms": "\n".join(synonyms)} | more


def said(page):
    form = page.context["adminform"].form
    return {name: " ".join(lines) for name, lines in form.errors.items()}


def text(page):
    return " ".join(page.content.decode().split())


def suggested(desk, term):
    answer = desk.get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": "taggedstory", "field_name": "tag", "term": term},
    )
    return [(row["text"], row["note"]) for row in answer.json()["results"]]


# Synonyms ----------------------------------------------------------------------------------------


def test_an_editor_says_what_else_a_tag_is_called(desk):
    desk.post(ADD, form_of("HBO", "hbo", "Home Box Office", "  The  Box ", "home box OFFICE", ""))
    tag = Tag.objects.get()
    assert words(tag) == ["The Box", "home box OFFICE"]
    page = desk.get(change(tag))
    assert page.context["adminform"].form["synonyms"].value() == "The Box\nhome box OFFICE"
    desk.post(change(tag), form_of("HBO", "hbo", "The Box"))
    assert words(tag) == ["The Box"]
    assert "The Box" in text(desk.get(LIST))


@pytest.mark.parametrize(
    ("typed", "box", "sentence"),
    [
        (form_of("hbo", "h-b-o"), "name", "There is already a tag “HBO”"),
        (form_of("Home box office", "office"), "name", "is a synonym of the tag “HBO”"),
        (form_of("Max", "max", "HBO"), "synonyms", "“HBO” is a tag of its own. Merge that one"),
        (
            form_of("Max", "max", "Home Box Óffice"),
            "synonyms",
            "is already a synonym of the tag “HBO”",
        ),
        (form_of("Max", "max", "MAX"), "synonyms", "“MAX” is the tag’s own name"),
        (form_of("Max", "max", "x" * 101), "synonyms", "is longer than 100 characters"),
        (form_of("Max", "hbo"), "slug", "belongs to another tag, or once did"),
    ],
)
def test_a_word_that_is_another_tags_is_refused_by_name(desk, hbo, typed, box, sentence):
    answer = desk.post(ADD, typed)
    assert list(said(answer)) == [box]
    assert sentence in said(answer)[box]
    assert (Tag.objects.count(), TagSynonym.objects.count()) == (1, 1)


def test_a_tag_is_found_by_its_synonyms_and_however_it_is_accented(desk, hbo):
    saved("Beyoncé", "beyonce")
    for asked, names in (("home box", ["HBO"]), ("beyonce", ["Beyoncé"]), ("BEYONCÉ", ["Beyoncé"])):
        page = desk.get(LIST, {"q": asked})
        assert [tag.name for tag in page.context["cl"].result_list] == names


def test_a_story_s_box_offers_the_tag_that_a_synonym_leads_to(desk, hbo, hbo_max):
    assert suggested(desk, "home box") == [("HBO", "also “Home Box Office”")]
    assert suggested(desk, "hbo") == [("HBO", ""), ("HBO Max", "")]


def test_a_story_s_box_offers_first_what_is_called_so_and_then_what_most_stories_bear(desk, hbo):
    often = saved("HBO originals", "hbo-originals")
    saved("Home boxes", "home-boxes")
    stories.published(tags=(often.public_id,))
    saved("HBO news", "hbo-news")
    assert [name for name, _ in suggested(desk, "hbo")] == ["HBO", "HBO originals", "HBO news"]
    assert [name for name, _ in suggested(desk, "home box office")] == ["HBO"]
    assert [name for name, _ in suggested(desk, "home box")] == ["Home boxes", "HBO"]


def test_only_who_may_add_a_tag_is_offered_to_make_one_in_a_story(desk, sign_in, bo):
    story = "/admin/articles/article/add/"
    assert f'data-new="{ADD}" data-new-called="tag"' in text(desk.get(story))
    assert "data-new=" not in text(sign_in(bo).get(story))
    popup = desk.get(ADD, {"name": "Emmys 2021", "_popup": 1})
    assert popup.context["adminform"].form["slug"].value() == "emmys-2021"


@pytest.mark.parametrize("asked", ["\x00", "%", "x" * 5000, "…", "'"])
def test_nonsense_finds_nothing_and_breaks_nothing(desk, hbo, asked):
    assert suggested(desk, asked) in ([], [("HBO", "")])
    assert desk.get(LIST, {"q": asked}).status_code == 200
    assert desk.get(merge_page(hbo), {"q": asked, "into": asked}).status_code == 200


# Two become one ----------------------------------------------------------------------------------


def test_both_tags_are_beside_each_other_and_what_follows_is_counted(desk, hbo, hbo_max):
    for _ in range(3):
        stories.published(tags=(hbo_max.public_id,))
    stories.published(tags=(hbo_max.public_id, hbo.public_id))
    stories.draft(tags=(hbo_max.public_id,))
    page = desk.get(merge_page(hbo_max, hbo))
    assert {
        row.label: (row.survivor.text, row.loser.text, row.is_missing)
        for row in page.context["compared"]
    } == {
        "Name": ("HBO", "HBO Max", False),
        "Address": ("/tags/hbo/", "/tags/hbo-max/", False),
        "Description": ("", "What streamed there.", True),
    }
    assert [heading["note"] for heading in page.context["headings"]] == ["1 story", "4 stories"]
    assert page.context["preview"].moved == ["3 stories", "1 draft, when published"]
    assert page.context["preview"].dropped == ["1 story"]
    assert page.context["preview"].names == ("HBO Go", "HBO Max", "Home Box Office")
    assert page.context["swap_address"] == merge_page(hbo, hbo_max)
    assert hbo_max.tagged.count() == 4
    desk.post(merge_page(hbo_max), {"into": hbo.pk})
    assert hbo.tagged.count() == 3 + 1


def test_an_editor_merges_two_tags_and_old_addresses_lead_on_for_ever(
    desk, hbo, hbo_max, reader, ada
):
    stories.published(tags=(hbo_max.public_id,))
    answer = desk.post(merge_page(hbo_max), {"into": hbo.pk, "why": "One network."})
    assert (answer.status_code, answer["Location"]) == (302, change(hbo))
    moved = reader.get("/tags/hbo-max/")
    assert (moved.status_code, moved["Location"]) == (301, "/tags/hbo/")
    assert "What streamed there." in reader.get("/tags/hbo/").content.decode()
    assert words(hbo) == ["HBO Go", "HBO Max", "Home Box Office"]
    last = saved("Home Box", "home-box")
    desk.post(merge_page(hbo), {"into": last.pk})
    for old in ("hbo", "hbo-max"):
        assert reader.get(f"/tags/{old}/")["Location"] == "/tags/home-box/"
    merged = Change.objects.touching("tag", hbo_max.public_id).first()
    assert (merged.verb, merged.by, merged.note) == ("merged", ada, "One network.")
    assert merged.before == {"description": "", "synonyms": ["Home Box Office"]}
    assert merged.after == {
        "description": "What streamed there.", "merged_tag": "HBO Max", "stories_moved": 1,
        "synonyms": ["HBO Go", "HBO Max", "Home Box Office"],
    }  # fmt: skip
    told = text(desk.get(f"/admin/articles/tag/{last.pk}/history/"))
    assert "<b>Merged</b>" in told
    assert "<dt>Merged tag</dt><dd>HBO</dd>" in told


def test_the_name_and_the_address_of_the_tag_that_goes_may_stay(desk, hbo, hbo_max, reader):
    stories.published(tags=(hbo.public_id,))
    sent = {
        "into": hbo.pk,
        "from-name": "loser",
        "from-slug": "loser",
        "from-description": "survivor",
    }
    desk.post(merge_page(hbo_max), sent)
    hbo.refresh_from_db()
    assert (hbo.name, hbo.slug, hbo.description) == ("HBO Max", "hbo-max", "")
    assert words(hbo) == ["HBO", "HBO Go", "Home Box Office"]
    assert reader.get("/tags/hbo/")["Location"] == "/tags/hbo-max/"
    assert reader.get("/tags/hbo-max/").status_code == 200


def test_a_tag_that_is_gone_or_is_itself_is_not_merged_into(desk, hbo):
    for into in (hbo.pk, 999, "x", ""):
        answer = desk.post(merge_page(hbo), {"into": into})
        assert list(said(answer)) == ["into"]
    page = desk.get(merge_page(hbo) + "?into=999")
    assert page.context["blocked"] == ["This no longer exists. Choose another one."]
    assert Tag.objects.count() == 1


def test_what_the_verb_refuses_is_said_in_the_page(desk, hbo, hbo_max, monkeypatch):
    """Somebody was faster, between the form and the verb."""

    def refuse(*args, **kwargs):
        raise Refused("One of the two was deleted. Go back to the list and choose again.")

    monkeypatch.setattr("articles.tagging._merge", refuse)
    answer = desk.post(merge_page(hbo_max), {"into": hbo.pk})
    assert "One of the two was deleted" in said(answer)["__all__"]
    assert Tag.objects.count() == 2


def test_without_script_the_tag_that_stays_is_found_by_a_word(desk, hbo, hbo_max):
    page = desk.get(merge_page(hbo_max), {"q": "home box"})
    assert f'<a href="?into={hbo.pk}">HBO</a>' in text(page)
    assert [each.row for each in desk.get(merge_page(hbo_max)).context["suggestions"]] == [hbo]


def test_who_may_not_merge_tags_is_not_offered_it(sign_in, bo, enters, hbo, hbo_max):
    others = [sign_in(bo), sign_in(enters("cy", "Cy Ames", "Record editor"))]
    editor = sign_in(enters("di", "Di Ames", "Editor"))
    offered = ["/do/merge/" in text(desk.get(change(hbo))) for desk in (editor, *others)]
    assert offered == [True, False, False]
    only(
        editor,
        others,
        lambda desk: desk.post(merge_page(hbo_max), {"into": hbo.pk}),
        changes=Tag.objects.count,
    )


# Revisions that name a merged tag ----------------------------------------------------------------


@pytest.fixture
def changed(hbo, hbo_max, ada):
    """A story whose first revision bears the tag that goes, and whose newest has no tag."""
    story = stories.draft(tags=(hbo_max.public_id,))
    publishing.save(story, stories.content(), by=ada)
    return story


def of_revision(story, page, number):
    return reverse(f"admin:articles_article_{page}", args=[story.pk, number])


def tags_said(page):
    return [(c.before, c.after) for c in page.context["changes"] if c.field == "tags"]


def test_a_revision_that_names_a_merged_tag_says_the_one_that_stayed(desk, changed, hbo, hbo_max):
    tagging.merge(hbo_max, into=hbo, by=None)
    compare = reverse("admin:articles_article_compare", args=[changed.pk]) + "?from=1&to=2"
    assert tags_said(desk.get(compare)) == [("HBO", "")]
    assert tags_said(desk.get(of_revision(changed, "restore", 1))) == [("", "HBO")]


def test_a_restored_revision_bears_the_tag_that_stayed(desk, changed, hbo, hbo_max):
    tagging.merge(hbo_max, into=hbo, by=None)
    desk.post(of_revision(changed, "restore", 1))
    changed.refresh_from_db()
    assert Content.from_json(changed.newest.content).tags == (hbo.public_id,)
    page = desk.get(change_story(changed))
    assert page.context["adminform"].form.initial["tags"] == [hbo.pk]


def test_a_merge_of_tags_is_no_change_of_a_story(desk, hbo, hbo_max):
    story = stories.draft(tags=(hbo_max.public_id,))
    tagging.merge(hbo_max, into=hbo, by=None)
    desk.post(change_story(story), typed_story(body=stories.TEXT, tags=[hbo.pk], based_on=1))
    compare = reverse("admin:articles_article_compare", args=[story.pk]) + "?from=1&to=2"
    assert tags_said(desk.get(compare)) == []


def test_a_story_open_during_a_merge_says_that_its_tag_is_gone_and_keeps_the_rest(
    desk, hbo, hbo_max
):
    story = stories.draft(tags=(hbo_max.public_id, hbo.public_id))
    sent = typed_story(headline="Typed meanwhile", tags=[hbo_max.pk, hbo.pk])
    tagging.merge(hbo_max, into=hbo, by=None)
    page = desk.post(change_story(story), sent)
    assert "Somebody merged or deleted a tag that you chose" in said(page)["tags"]
    assert "Typed meanwhile" in text(page)
    widget = page.context["adminform"].form["tags"].as_widget()
    assert [f'value="{pk}" selected' in widget for pk in (hbo.pk, hbo_max.pk)] == [True, False]


def test_lists_and_pages_of_tags_cost_the_same_for_one_and_for_thirty(desk, hbo, hbo_max):
    def costs():
        found = []
        for page in (LIST, f"{LIST}?q=o", change(hbo), merge_page(hbo_max, hbo), merge_page(hbo)):
            desk.get(page)
            with CaptureQueriesContext(connection) as asked:
                desk.get(page)
            found.append(len(asked))
        return found

    one = costs()
    for number in range(30):
        tag = saved(f"HBO number {number}", f"hbo-{number}", [f"Office {number}"])
        stories.published(tags=(tag.public_id, hbo.public_id))
    assert costs() == one
    assert max(one[:2]) <= 8


def test_an_address_that_a_tag_once_had_is_given_to_no_other(desk, hbo, hbo_max):
    tagging.merge(hbo_max, into=hbo, by=None)
    assert isinstance(addresses.find("tag", "hbo-max"), addresses.Moved)
    answer = desk.post(ADD, form_of("Another", "hbo-max"))
    assert "belongs to another tag, or once did" in said(answer)["slug"]
