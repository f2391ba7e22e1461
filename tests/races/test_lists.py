"""Two editors change one tag, author or list at the same moment."""

import pytest
from django.urls import reverse

from articles import addresses, curating, tagging
from articles.models import Author, CuratedList, CuratedStory, Tag
from history.models import Change
from tests.articles.stories import published
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


def renamed(row, name):
    fresh = type(row).objects.get(pk=row.pk)
    fresh.name = name
    return fresh


def told(name):
    return [(each.by, each.before[name], each.after[name]) for each in Change.objects.all()]


def test_the_second_to_rename_an_author_renames_what_the_first_called_them(meanwhile, ada, bo):
    ines = Author.objects.create(name="Ines", slug="ines")
    theirs = renamed(ines, "Ines C. Calloway")
    with meanwhile(lambda: addresses.save(theirs, by=bo)) as colleague:
        addresses.save(renamed(ines, "Ines Calloway"), by=ada)
    assert colleague.error is None
    assert told("name") == [
        (bo, "Ines Calloway", "Ines C. Calloway"),
        (ada, "Ines", "Ines Calloway"),
    ]


def test_the_second_to_give_a_tag_synonyms_knows_those_of_the_first(meanwhile, ada, bo):
    hbo = Tag.objects.create(name="HBO", slug="hbo")
    theirs = Tag.objects.get()
    with meanwhile(lambda: tagging.save(theirs, by=bo, synonyms=["Max"])) as colleague:
        tagging.save(hbo, by=ada, synonyms=["Home Box Office"])
    assert colleague.error is None
    assert told("synonyms") == [(bo, ["Home Box Office"], ["Max"]), (ada, [], ["Home Box Office"])]


def test_what_another_has_just_deleted_is_not_made_again_by_a_save(meanwhile, ada, bo):
    ines = Author.objects.create(name="Ines", slug="ines")
    theirs = renamed(ines, "Ines Calloway")
    with meanwhile(lambda: addresses.save(theirs, by=bo)) as colleague:
        addresses.remove(ines, by=ada)
    assert isinstance(colleague.error, Refused)
    assert "Somebody deleted “Ines Calloway”" in str(colleague.error)
    assert not Author.objects.exists()


def test_two_who_put_one_story_on_a_list_put_it_there_once(meanwhile, ada, sign_in):
    best = CuratedList.objects.create(name="Best of", slug="best")
    story, other = published(headline="One"), published(headline="Two")
    client, change = sign_in(ada), reverse("admin:articles_curatedlist_change", args=[best.pk])
    form = {"name": "Best of", "slug": "best", "places-TOTAL_FORMS": 1, "places-INITIAL_FORMS": 0}
    form |= {"places-0-article": story.pk, "places-0-position": 0}
    with meanwhile(lambda: client.post(change, form)) as colleague:
        curating.arrange(
            best, by=ada, saved=[CuratedStory(curated_list=best, article=story, position=4)]
        )
    assert "Somebody has just added one of these stories" in colleague.answer.content.decode()
    changes = Change.objects.touching("curatedlist", best.public_id)
    assert [change.verb for change in changes] == ["stories changed"]
    assert list(best.places.values_list("position", flat=True)) == [4]
    assert client.post(change, form | {"places-0-article": other.pk}).status_code == 302
    assert best.places.count() == 2
