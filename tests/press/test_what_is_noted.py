"""What the database itself notes when a row changes, and which moments are noticed."""

import pytest
from django.utils import timezone

from articles import drafting, publishing
from articles.models import Article, Section, Tag
from press import changes
from press.triggers import make_triggers
from tests.articles.stories import content, draft, published
from tests.people.pages import rows

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("keeping")]


@pytest.fixture
def tag(db):
    return Tag.objects.create(name="HBO", slug="hbo")


@pytest.fixture
def noted():
    """`noted(change)` is what was noted of it."""

    def noted(change):
        before = changes.here()
        change()
        return set(changes.since(before).identities)

    return noted


def test_a_published_story_that_changes_is_noted_and_the_same_value_is_not(ada, noted):
    story = published(by=ada, at=None)
    rows_of = Article.objects.filter(pk=story.pk)
    assert noted(lambda: rows_of.update(headline="Another")) == {f"story:{story.pk}"}
    assert noted(lambda: rows_of.update(headline="Another")) == set()
    assert noted(lambda: rows_of.update(saved_at=timezone.now())) == set()


def test_a_draft_that_is_begun_or_saved_is_noted_nowhere(ada, noted):
    story = draft(by=ada)
    assert noted(lambda: draft(by=ada)) == set()
    assert noted(lambda: drafting.save(story, content(headline="New"), by=ada)) == set()


def test_publishing_concerns_the_lists_that_the_story_comes_into(ada, tag, noted):
    section = Section.objects.create(name="Film", slug="film")
    story = draft(by=ada, section=section.public_id, tags=(tag.public_id,))
    found = noted(lambda: publishing.publish(story, by=ada))
    month = f"{story.published_at:%Y-%m}"
    assert {
        f"story:{story.pk}",
        "stories:all",
        f"in-section:{section.pk}",
        f"in-section:{section.pk}:{month}",
        f"tagged:{tag.pk}",
        f"tagged:{tag.pk}:{month}",
    } <= found


def test_a_nomination_concerns_everybody_who_has_to_do_with_it(noted):
    person, title = rows.person("Mark Ruffalo"), rows.production("I Know This Much Is True")
    award = rows.award()
    night, category = rows.ceremony(award, 2020), rows.category(award)
    nomination = rows.nomination(rows.contest(night, category), person, production=title)
    changed = type(nomination).objects.filter(pk=nomination.pk)
    found = noted(lambda: changed.update(detail="For both brothers"))
    assert found == {f"entity:{row.pk}" for row in (person, title, night, category, award)}


def test_the_hour_of_a_scheduled_story_is_noticed_when_it_passes(ada, clock, noted):
    clock.set("2020-09-20 20:00:00")
    story = draft(by=ada)
    publishing.schedule(story, by=ada, at=timezone.now() + timezone.timedelta(hours=1))
    assert noted(lambda: clock.set("2020-09-20 20:59:59")) == set()
    assert f"story:{story.pk}" in noted(lambda: clock.set("2020-09-20 21:00:00"))


def test_a_day_that_ends_is_noticed(clock, noted):
    clock.set("2020-09-20 23:59:59")
    assert noted(lambda: clock.set("2020-09-21 00:00:00")) == {"day:2020-09-20"}


def test_everything_counts_as_changed_when_the_clock_is_set_back(clock):
    clock.set("2020-09-20 20:00:00")
    before = changes.here()
    clock.set("2020-09-20 19:00:00")
    assert changes.since(before).identities is None


def test_without_the_setting_nothing_is_noted(tag, settings, noted):
    renamed = lambda name: lambda: Tag.objects.update(name=name)
    assert noted(renamed("HBO Max")) == {f"tag:{tag.pk}"}
    settings.KEPT_PAGES = False
    make_triggers(using="default")
    assert noted(renamed("Max")) == set()
