"""Whatever an editor does to a tag, an author, a section or a list is in the log, once."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import reverse

from articles import addresses, curating, tagging
from articles.models import Author, CuratedList, CuratedStory, Section, Tag
from history.models import Change, Touched
from tests.articles.stories import published
from tests.world import picture
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def ines(db):
    return Author.objects.create(public_id="ines", name="Ines Calloway", slug="ines")


@pytest.fixture
def best(db):
    return CuratedList.objects.create(public_id="best", name="Best of", slug="best")


def lines():
    """What is in the log about all but stories, newest first: verb, actor, before and after."""
    changes = Change.objects.exclude(subject_kind="article")
    return [(each.verb, each.by, each.before, each.after) for each in changes]


def places(*stories, kept=0):
    """The part of a list's form that has its stories."""
    form = {"places-TOTAL_FORMS": len(stories), "places-INITIAL_FORMS": kept}
    for number, story in enumerate(stories):
        form |= {f"places-{number}-article": story.pk, f"places-{number}-position": number}
    return form


# Verbs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "verb"),
    [
        ({"name": "Ines C. Calloway", "slug": "calloway"}, "renamed"),
        ({"slug": "calloway"}, "address changed"),
        ({"title": "Awards editor", "biography": "Writes."}, "changed"),
    ],
)
def test_what_became_of_an_author_is_told_in_one_line(ines, ada, changes, verb):
    before = {name: getattr(ines, name) for name in changes}
    for name, value in changes.items():
        setattr(ines, name, value)
    addresses.save(ines, by=ada)
    assert lines() == [(verb, ada, before, changes)]
    assert Touched.objects.get().public_id == "ines"
    addresses.save(ines, by=ada)
    assert len(lines()) == 1


def test_an_old_address_and_who_changed_it_are_kept(ines, ada, reader):
    published(bylines=(("ines", ""),))
    ines.slug = "calloway"
    addresses.save(ines, by=ada)
    assert reader.get("/authors/ines/")["Location"] == "/authors/calloway/"
    assert lines() == [("address changed", ada, {"slug": "ines"}, {"slug": "calloway"})]


def test_an_author_s_picture_is_told_by_its_id(ines, ada):
    ines.picture = picture("Ines", public_id="ines-at-her-desk")
    addresses.save(ines, by=ada)
    ines.picture = None
    addresses.save(ines, by=ada)
    there, none = {"picture": "ines-at-her-desk"}, {"picture": None}
    assert lines() == [("changed", ada, there, none), ("changed", ada, none, there)]


def test_a_new_section_is_told_by_what_it_holds_and_a_deleted_one_by_what_it_held(ada):
    fall = Section(name="Fall", slug="fall", position=3)
    addresses.save(fall, by=ada)
    held = {"name": "Fall", "slug": "fall", "paper": "white", "position": 3}
    assert lines() == [("created", ada, {}, held)]
    addresses.remove(fall, by=ada)
    assert lines()[0] == ("deleted", ada, held, {})
    assert Change.objects.first().subject_id == fall.public_id
    assert not Section.objects.exists()


def test_a_tag_and_its_synonyms_are_one_line(ada):
    hbo = Tag(name="HBO", slug="hbo")
    tagging.save(hbo, by=ada, synonyms=["Home Box Office"])
    made = {"name": "HBO", "slug": "hbo", "synonyms": ["Home Box Office"]}
    assert lines() == [("created", ada, {}, made)]
    tagging.save(hbo, by=ada, synonyms=["Home Box Office"])
    assert len(lines()) == 1
    hbo.description = "A network."
    tagging.save(hbo, by=ada, synonyms=[])
    before = {"description": "", "synonyms": ["Home Box Office"]}
    assert lines()[0] == ("changed", ada, before, {"description": "A network.", "synonyms": []})
    addresses.remove(hbo, by=ada)
    held = {"name": "HBO", "slug": "hbo", "description": "A network."}
    assert lines()[0] == ("deleted", ada, held, {})


def test_tags_that_are_merged_are_both_touched_and_a_look_ahead_is_not_told(ada):
    hbo, hbo_max = (Tag(name=name, slug=slug) for name, slug in (("HBO", "hbo"), ("Max", "max")))
    for tag in (hbo, hbo_max):
        tagging.save(tag, by=None, synonyms=[])
    count = Change.objects.count()
    tagging.preview(hbo_max, into=hbo)
    assert Change.objects.count() == count
    tagging.merge(hbo_max, into=hbo, by=ada)
    after = {"synonyms": ["Max"], "merged_tag": "Max", "stories_moved": 0}
    assert lines()[0] == ("merged", ada, {"synonyms": []}, after)
    for tag in (hbo, hbo_max):
        assert Change.objects.touching("tag", tag.public_id).first().verb == "merged"


def test_what_is_refused_or_taken_back_is_not_told(ines, best, ada):
    Author.objects.create(name="Ada", slug="taken")
    ines.slug = "taken"
    with pytest.raises(addresses.Taken):
        addresses.save(ines, by=ada)
    with pytest.raises(Refused):
        tagging.save(Tag(name="HBO", slug="hbo"), by=ada, synonyms=["HBO"])
    with transaction.atomic():
        best.name = "The best"
        addresses.save(best, by=ada)
        transaction.set_rollback(True)
    assert lines() == []


def test_a_list_that_readers_get_and_lose_is_published_and_unpublished(best, ada, clock):
    now = clock.set("2020-09-20 18:00:00")
    for moment in (now + timedelta(hours=1), now, None):
        best.published_at = moment
        addresses.save(best, by=ada)
    assert [verb for verb, *_ in lines()] == ["unpublished", "published", "scheduled"]
    assert lines()[0][2] == {"published_at": "2020-09-21T01:00:00+00:00"}


def test_a_form_that_gives_a_list_the_moment_that_it_has_changes_nothing(desk, best, ada, clock):
    best.published_at = clock.set("2020-09-20 18:00:00")
    best.save()
    change = reverse("admin:articles_curatedlist_change", args=[best.pk])
    form = {"name": "Best of", "slug": "best", "published_at_0": "2020-09-20"} | places()
    assert desk.post(change, form | {"published_at_1": "18:00"}).status_code == 302
    assert lines() == []
    assert desk.post(change, form | {"published_at_1": "17:00"}).status_code == 302
    assert [verb for verb, *_ in lines()] == ["published"]


def test_stories_that_come_to_a_list_leave_it_or_change_places_are_told_in_order(best, ada):
    one, two, three = (published(headline=name) for name in ("One", "Two", "Three"))

    def place(story, position):
        found = CuratedStory.objects.filter(curated_list=best, article=story).first()
        found = found or CuratedStory(curated_list=best, article=story)
        found.position = position
        return found

    curating.arrange(best, by=ada, saved=[place(one, 1), place(two, 2)])
    curating.arrange(best, by=ada, saved=[place(one, 3)])
    curating.arrange(best, by=ada, saved=[place(one, 5)])
    curating.arrange(best, by=ada, saved=[place(three, 1)], removed=[place(two, 2)])
    i, ii, iii = (story.public_id for story in (one, two, three))
    assert [(verb, after["stories"]) for verb, _, _, after in lines()] == [
        ("stories changed", [iii, i]),
        ("reordered", [ii, i]),
        ("stories changed", [i, ii]),
    ]
    for story, verbs in (
        (one, ["stories changed"]),
        (two, ["stories changed", "stories changed"]),
        (three, ["stories changed"]),
    ):
        told = Change.objects.touching("article", story.public_id)
        assert [change.verb for change in told.exclude(subject_kind="article")] == verbs


# At the desk -------------------------------------------------------------------------------------


def test_what_is_done_at_the_desk_is_in_our_log_and_in_no_other(desk, ada, ines, best):
    story = published(headline="One")
    for model, form in {
        Section: {"name": "Fall", "slug": "fall", "paper": "gold", "position": 1},
        Tag: {"name": "HBO", "slug": "hbo", "synonyms": "Home Box Office"},
        Author: {"name": "Bo Reyes", "slug": "bo"},
    }.items():
        route = f"admin:articles_{model._meta.model_name}"
        assert desk.post(reverse(f"{route}_add"), form).status_code == 302
        row = model.objects.get(slug=form["slug"])
        change = reverse(f"{route}_change", args=[row.pk])
        assert desk.post(change, form).status_code == 302  # as it was
        assert desk.post(change, form | {"name": "Renamed"}).status_code == 302
        delete = reverse(f"{route}_delete", args=[row.pk])
        assert desk.post(delete, {"post": "yes"}).status_code == 302
        told = Change.objects.touching(model._meta.model_name, row.public_id)
        assert [(each.verb, each.by) for each in told] == [
            ("deleted", ada), ("renamed", ada), ("created", ada),
        ]  # fmt: skip
    change = reverse("admin:articles_curatedlist_change", args=[best.pk])
    form = {"name": "Best of", "slug": "best"}
    assert desk.post(change, form | places(story)).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [best.pk], "post": "yes"}
    assert desk.post(reverse("admin:articles_curatedlist_changelist"), chosen).status_code == 302
    told = Change.objects.touching("curatedlist", "best")
    assert [each.verb for each in told] == ["deleted", "stories changed"]
    assert told[0].before["stories"] == [story.public_id]
    assert not LogEntry.objects.exists()
