"""Two editors change one story at the same moment."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import bin as bins
from articles import bulk, publishing
from articles.models import Article, Tag
from articles.stages import Stage
from tests.articles.stories import content, draft, log_of, published
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases

SIX = datetime(2020, 9, 20, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def stored(article):
    return Article.objects.select_related("newest", "live").get(pk=article.pk)


def verbs(article):
    return list(log_of(article).order_by("pk").values_list("verb", flat=True))


def test_what_is_saved_while_another_publishes_stays_the_newest(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    with meanwhile(lambda: publishing.publish(theirs, by=ada)) as colleague:
        publishing.save(article, content(headline="Bo’s last word"), by=bo)
    assert colleague.error is None
    now = stored(article)
    assert (now.newest.number, now.newest.headline) == (2, "Bo’s last word")
    assert (now.live, now.headline) == (now.newest, "Bo’s last word")
    assert (now.version, verbs(article)) == (3, ["saved", "saved", "published"])


def test_a_save_that_waits_for_a_publication_knows_of_it(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    save = lambda: publishing.save(theirs, content(headline="Later"), by=bo)
    with meanwhile(save) as colleague:
        publishing.publish(article, by=ada)
    assert colleague.error is None
    now = stored(article)
    assert (now.live.number, now.newest.number, now.version) == (1, 2, 3)
    assert (now.newest.stage, now.headline) == (Stage.READY, "An envelope is opened")


def test_of_two_who_publish_the_first_says_when_the_story_was_out(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    later = SIX + 5 * MINUTE
    with meanwhile(lambda: publishing.publish(theirs, by=bo, now=later)) as colleague:
        publishing.publish(article, by=ada, now=SIX)
    assert isinstance(colleague.error, Refused)
    assert "There is nothing new to publish" in str(colleague.error)
    assert (stored(article).published_at, verbs(article)) == (SIX, ["saved", "published"])


def test_nobody_schedules_a_story_that_another_has_just_published(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    schedule = lambda: publishing.schedule(theirs, by=bo, at=SIX + 60 * MINUTE, now=SIX + MINUTE)
    with meanwhile(schedule) as colleague:
        publishing.publish(article, by=ada, now=SIX)
    assert isinstance(colleague.error, Refused)
    assert stored(article).published_at == SIX
    assert verbs(article) == ["saved", "published"]


def test_a_story_that_another_has_just_withdrawn_is_not_corrected(meanwhile, ada, bo):
    article = published(by=ada)
    theirs = stored(article)
    correct = lambda: publishing.correct(theirs, by=bo, text="It was Hulu.")
    with meanwhile(correct) as colleague:
        publishing.withdraw(article, by=ada, because="It was not true.")
    assert isinstance(colleague.error, Refused)
    now = stored(article)
    assert (now.withdrawn_by, now.corrections.count()) == (ada, 0)


def test_a_story_that_another_has_just_published_doesn_t_go_to_the_bin(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    with meanwhile(lambda: bins.move_to_bin(theirs, by=bo)) as colleague:
        publishing.publish(article, by=ada)
    assert isinstance(colleague.error, Refused)
    now = stored(article)
    assert (now.is_public(), now.binned_at) == (True, None)


@pytest.mark.parametrize("verb", ["publish", "save", "restore"])
def test_nothing_is_done_with_a_story_that_another_has_just_binned(meanwhile, ada, bo, verb):
    article = draft(by=bo)
    if verb == "restore":
        bins.move_to_bin(article, by=ada)
    theirs = stored(article)
    does = {
        "publish": lambda: publishing.publish(theirs, by=ada),
        "save": lambda: publishing.save(theirs, content(headline="Late"), by=ada),
        "restore": lambda: bins.restore_from_bin(theirs, by=ada),
    }
    mine = bins.restore_from_bin if verb == "restore" else bins.move_to_bin
    with meanwhile(does[verb]) as colleague:
        mine(article, by=bo)
    assert isinstance(colleague.error, Refused)
    now = stored(article)
    assert (now.published_at, now.newest.number) == (None, 1)
    assert (now.binned_at is None) == (verb == "restore")


def test_a_tag_for_many_stories_stands_on_what_another_has_just_saved(meanwhile, ada, bo):
    article = draft(by=bo)
    theirs = stored(article)
    tag = Tag.objects.create(name="HBO", slug="hbo")
    with meanwhile(lambda: bulk.add_tag([theirs], tag, by=ada)) as colleague:
        publishing.save(article, content(headline="Bo’s last word"), by=bo)
    assert colleague.error is None
    newest = stored(article).newest
    assert (newest.number, newest.headline) == (3, "Bo’s last word")
    assert newest.content["tags"] == [tag.public_id]
