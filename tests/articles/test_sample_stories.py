"""The sample: complete, checked against its own record, and never loaded over an editor's work."""

import re

import pytest
from django.core.management import CommandError, call_command

from articles import checks
from articles.body.cleaning import cleaned
from articles.body.references import references
from articles.content import Content
from articles.models import Article, Mention
from articles.unlinked import unlinked_names
from awards.models import Contest
from people.models import Entity
from tests.articles.stories import draft

# Places, days, characters and words of titles: none is a person, a production, a company or an
# award. Whoever adds a name here has looked at it.
PLACES = """Berlin|California|Canada|Congress|Dallas|Italian|Long Island|Los Angeles|Manhattan|Pasadena
Queens|Staples Center|Texas|Tulsa|United States|West Indian Londoners|West London"""
DAYS = """April|August|Christmas Day|December|Eastern Standard Time|February|Friday|June|March|May
November|October|September|Standard Time|Sunday|Thursday|Tuesday|Wednesday"""
CHARACTERS = """Angela Abar|Birdsey|Dominick|Dominick Birdsey|Lisa Sheffer|Logan Roy|Ned Weeks|Roys
Suzanne Warren|Thomas Birdsey"""
WORDS = "Ending|Extraordinary Being|Is Not|Marvel Cinematic Universe|T-shirt|Tears"
JUDGED = {name for some in (PLACES, DAYS, CHARACTERS, WORDS) for name in re.split(r"[|\n]", some)}


def test_the_sample_holds_together(sample):
    stories = list(Article.objects.public())
    assert len(stories) >= 15
    for story in stories:
        content = Content.from_json(story.live.content)
        assert (checks.blocks(content), checks.warnings(content)) == ([], [])
        assert cleaned(story.body).html == story.body
        named = references(story.body)
        links = [public_id for public_id, _ in named.records]
        public = Entity.objects.public().filter(public_id__in=links)
        assert sorted(links) == sorted(public.values_list("public_id", flat=True)), story
        contests = Contest.objects.filter(public_id__in=named.contests)
        assert contests.count() == len(named.contests), story
        assert Mention.objects.filter(article=story).count() == len(links)


def test_the_sample_names_nobody_whom_its_record_does_not_know(sample):
    assert set(unlinked_names(Article.objects.public())) - JUDGED == set()


def test_the_sample_is_not_loaded_over_an_editors_story(ada):
    draft(by=ada)
    with pytest.raises(CommandError, match="The database already has stories"):
        call_command("load_sample")
    assert (Article.objects.count(), Entity.objects.count()) == (1, 0)
