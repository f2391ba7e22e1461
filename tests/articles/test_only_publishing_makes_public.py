"""No series of edits makes a story public: only the verbs that publish do."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import bin as bins
from articles import bulk, publishing, working_copies
from articles.duplicating import duplicate
from articles.models import Article, Section, Tag
from articles.stages import Stage
from articles.working_copies import State
from tests.articles.stories import content, draft, published
from verbs.refusals import Refused

STEPS = 150
DONE_TO_ALL = {"save", "autosave", "restore", "tag", "section", "duplicate"}
DONE_TO_DRAFTS = {"stage", "hand in", "give back"}


def acts(story, ada, dice, hbo, fall):
    """Everything an editor can do with a story except publish, schedule or reinstate it."""
    later = timezone.now() + timedelta(days=1)
    state = State("k" * 32, dice.randrange(10**6))
    return {
        "save": lambda: publishing.save(story, content(dek=str(dice.random())), by=ada),
        "autosave": lambda: working_copies.keep(
            by=ada, state=state, story=story, based_on=1, typed={"dek": ["Typed"]}
        ),
        "stage": lambda: publishing.move(story, to=dice.choice(Stage.values), by=ada),
        "hand in": lambda: publishing.submit(story, by=ada),
        "give back": lambda: publishing.send_back(story, by=ada, reason="Too short."),
        "restore": lambda: publishing.restore(story, story.revisions.first(), by=ada),
        "tag": lambda: bulk.add_tag([story], hbo, by=ada),
        "section": lambda: bulk.set_section([story], fall, by=ada),
        "duplicate": lambda: duplicate(story, by=ada),
        "bin": lambda: bins.move_to_bin(story, by=ada),
        "out of the bin": lambda: bins.restore_from_bin(story, by=ada),
        "embargo": lambda: publishing.embargo(story, by=ada, until=later),
        "lift": lambda: publishing.embargo(story, by=ada, until=None),
        "unschedule": lambda: publishing.unschedule(story, by=ada),
        "update": lambda: publishing.update(story, by=ada, note="Adds a name."),
        "correct": lambda: publishing.correct(story, by=ada, text="It was Hulu."),
        "withdraw": lambda: publishing.withdraw(story, by=ada, because="It was not true."),
    }


@pytest.mark.parametrize("was_out", [False, True], ids=["never seen", "withdrawn"])
def test_only_publishing_makes_a_story_public(ada, was_out):
    dice, done = random.Random(1), set()
    story = published(by=ada) if was_out else draft(by=ada)
    if was_out:
        publishing.withdraw(story, by=ada, because="It was not true.")
    hbo = Tag.objects.create(name="HBO", slug="hbo")
    fall = Section.objects.create(name="Fall", slug="fall")
    for _ in range(STEPS):
        may = acts(story, ada, dice, hbo, fall)
        name = dice.choice([*may])
        try:
            may[name]()
            done.add(name)
        except Refused:
            pass
        story = Article.objects.get(pk=story.pk)
        assert not Article.objects.public(timezone.now() + timedelta(days=9)).exists(), name
    expected = DONE_TO_ALL if was_out else DONE_TO_ALL | DONE_TO_DRAFTS
    assert done >= expected, expected - done
    if story.binned_at:
        bins.restore_from_bin(story, by=ada)
    if was_out:
        publishing.reinstate(story, by=ada)
    else:
        publishing.publish(story, by=ada)
    assert [*Article.objects.public()] == [story]
