"""Two tags of one thing become one: stories, addresses and drafts follow."""

import pytest

from articles import addresses, merged_tags, publishing, tagging
from articles.models import Tag
from tests.articles import stories
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


@pytest.fixture
def tags(db):
    made = [Tag(name="HBO Max", slug="hbo-max"), Tag(name="HBO", slug="hbo")]
    for tag in made:
        addresses.save(tag, by=None)
    return made


def test_a_merged_tag_s_page_leads_to_the_one_that_stays(tags, reader, ada):
    gone, stays = tags
    stories.published(tags=(gone.public_id,))
    both = stories.published(tags=(gone.public_id, stays.public_id))
    assert tagging.merge(gone, into=stays, by=ada) == 1
    answer = reader.get("/tags/hbo-max/")
    assert (answer.status_code, answer["Location"]) == (301, "/tags/hbo/")
    assert reader.get("/tags/hbo/").status_code == 200
    assert stays.tagged.count() == 2
    assert list(both.tagged.values_list("tag__slug", flat=True)) == ["hbo"]


@pytest.mark.parametrize("name", ["🎬", "№ ∞", "¿?"])
def test_a_tag_of_signs_alone_has_an_address_that_answers(name, reader):
    tag = Tag(name=name)
    tagging.save(tag, synonyms=[], by=None)
    stories.published(tags=(tag.public_id,))
    assert tag.slug
    assert reader.get(tag.get_absolute_url()).status_code == 200
    tagging.save(Tag(name="Best Of!"), synonyms=[], by=None)
    assert Tag.objects.get(name="Best Of!").slug == "best-of"


def test_a_draft_that_names_the_merged_tag_is_published_with_the_other(tags, ada):
    gone, stays = tags
    draft = stories.draft(tags=(gone.public_id, stays.public_id))
    tagging.merge(gone, into=stays, by=ada)
    publishing.publish(draft, by=ada)
    assert list(draft.tagged.values_list("tag__slug", flat=True)) == ["hbo"]


def test_a_draft_that_names_both_tags_has_one_once_it_is_saved_again(tags, ada):
    gone, stays = tags
    both = (gone.public_id, stays.public_id)
    draft = stories.draft(tags=both)
    tagging.merge(gone, into=stays, by=ada)
    publishing.save(draft, stories.content(dek="New.", tags=both), by=ada)
    assert [*draft.newest.content["tags"]] == [stays.public_id]


def test_a_draft_opened_after_the_merge_shows_the_other_tag(tags, sign_in, ada):
    gone, stays = tags
    draft = stories.draft(tags=(gone.public_id,))
    tagging.merge(gone, into=stays, by=ada)
    page = sign_in(ada).get(f"/admin/articles/article/{draft.pk}/change/")
    assert page.context["adminform"].form.initial["tags"] == [stays.pk]


def test_a_tag_of_a_tag_merged_again_leads_to_the_last(tags, ada):
    gone, stays = tags
    last = Tag(name="Home Box Office", slug="home-box-office")
    addresses.save(last, by=None)
    tagging.merge(gone, into=stays, by=ada)
    tagging.merge(stays, into=last, by=ada)
    assert addresses.find("tag", "hbo-max") == addresses.Moved(last)
    assert merged_tags.find_by_id([gone.public_id]) == {gone.public_id: last}


def test_a_tag_is_not_merged_into_itself(tags, ada):
    with pytest.raises(Refused, match="You can’t merge “HBO Max” into itself"):
        tagging.merge(tags[0], into=tags[0], by=ada)
    assert Tag.objects.count() == 2


def test_a_tag_that_somebody_has_just_deleted_is_not_merged(tags, ada):
    gone, stays = tags
    Tag.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Refused, match="One of the two was deleted"):
        tagging.merge(gone, into=stays, by=ada)
    assert not stays.synonyms.exists()
