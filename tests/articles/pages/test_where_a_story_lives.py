"""The address of a story: who finds what there, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests.articles.stories import content, draft, published

pytestmark = pytest.mark.django_db

NOWHERE = "/2020/09/no-such-story-zzzzzzzz/"


def test_a_story_lives_under_the_month_of_its_publication_in_the_newsrooms_zone(reader, clock):
    clock.set("2020-08-31 23:30:00")  # September by universal time
    story = published(slug="late-at-night")
    assert story.get_absolute_url() == f"/2020/08/late-at-night-{story.public_id}/"
    assert reader.get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("wrong", ["/2019/{m}/{s}-{i}/", "/{y}/13/{s}-{i}/", "/{y}/{m}/old-{i}/"])
def test_any_other_address_with_its_id_leads_there_in_one_hop(reader, wrong):
    story = published(slug="the-slug")
    _, year, month, _, _ = story.get_absolute_url().split("/")
    answer = reader.get(wrong.format(y=year, m=month, s="the-slug", i=story.public_id))
    assert (answer.status_code, answer["Location"]) == (301, story.get_absolute_url())


def test_a_story_whose_slug_is_changed_keeps_its_old_address_alive(reader):
    story = published(slug="first-slug")
    before = story.get_absolute_url()
    publishing.save(story, content(slug="second-slug"), by=None)
    publishing.publish(story, by=None)
    assert reader.get(before)["Location"] == story.get_absolute_url()
    assert "second-slug" in story.get_absolute_url()


def hidden(state):
    """A story in a state in which no reader has seen it, and the address it would have."""
    later = timezone.now() + timedelta(days=1)
    article = draft(headline="Hidden Canary", slug="hidden-canary")
    if state == "scheduled":
        publishing.schedule(article, by=None, at=later)
    if state == "embargoed":
        publishing.embargo(article, by=None, until=later)
        publishing.publish(article, by=None)
    return f"/{timezone.localtime():%Y/%m}/hidden-canary-{article.public_id}/", article


@pytest.mark.parametrize("state", ["draft", "scheduled", "embargoed"])
def test_what_no_reader_may_see_answers_as_what_never_was(reader, state):
    address, article = hidden(state)
    missing = reader.get(NOWHERE)
    for path in (address, f"/2001/01/x-{article.public_id}/"):
        answer = reader.get(path)
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert answer.headers == missing.headers


@pytest.mark.parametrize(
    "path", ["/2020/09/nohyphen/", "/2020/09/-/", "/2020/9/a-b/", "/20/09/a-b/"]
)
def test_an_address_that_no_story_can_have_is_missing(reader, path):
    assert reader.get(path).status_code == 404


def test_a_story_scheduled_for_nine_is_there_at_nine_and_not_a_second_before(reader, clock):
    nine = clock.set("2020-09-20 21:00:00")
    clock.set("2020-09-20 12:00:00")
    story = draft(headline="At nine sharp")
    publishing.schedule(story, by=None, at=nine)
    places = (story.get_absolute_url(), "/", "/news/awards/", "/authors/ines/")
    clock.set("2020-09-20 20:59:59")
    assert [b"At nine sharp" in reader.get(place).content for place in places] == [False] * 4
    clock.set("2020-09-20 21:00:00")
    assert [b"At nine sharp" in reader.get(place).content for place in places] == [True] * 4


def test_saving_a_published_story_changes_no_byte_until_it_is_published_again(reader):
    story = published(headline="As it was")
    places = (story.get_absolute_url(), "/", "/news/awards/", "/authors/ines/")
    before = [reader.get(place).content for place in places]
    publishing.save(story, content(headline="As it will be", dek="New."), by=None)
    assert [reader.get(place).content for place in places] == before
    publishing.publish(story, by=None)
    assert [b"As it will be" in reader.get(place).content for place in places] == [True] * 4


def test_a_withdrawn_story_says_that_it_is_gone_and_why(reader):
    story = published(headline="It was wrong", slug="it-was-wrong")
    address = story.get_absolute_url()
    publishing.withdraw(story, by=None, because="We could not confirm it.")
    for path in (address, address.replace("it-was", "that-was")):
        answer = reader.get(path)
        assert answer.status_code == 410
        assert b"We could not confirm it." in answer.content
        assert b"It was wrong" not in answer.content
    assert b"It was wrong" not in reader.get("/").content + reader.get("/news/awards/").content


def test_a_reinstated_story_is_back_at_its_address(reader):
    story = published()
    publishing.withdraw(story, by=None, because="Too early.")
    publishing.reinstate(story, by=None)
    assert reader.get(story.get_absolute_url()).status_code == 200


def test_a_page_is_read_not_written_to(reader):
    story = published()
    assert reader.post(story.get_absolute_url()).status_code == 405
    assert reader.head(story.get_absolute_url()).status_code == 200
    assert Article.objects.count() == 1
