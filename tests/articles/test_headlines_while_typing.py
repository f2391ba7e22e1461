"""Stories while somebody types a headline: in jump, in boxes that suggest them, and on the front page."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import bin as bins
from articles import headlines, publishing
from newsroom.models import User
from tests.articles.stories import content, draft, published
from tests.newsroom.test_jump import found as jumped

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def writer(sign_in, bo):
    bo.groups.add(Group.objects.get(name="Writer"))
    return sign_in(User.objects.get(pk=bo.pk))


def offered(client, term, model="curatedstory", field="article"):
    """What a box offers, as its labels."""
    asked = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    answer = client.get(f"/admin/autocomplete/?{urlencode(asked)}")
    return [row["text"] for row in answer.json()["results"]]


def related(client, term):
    return offered(client, term, "relatedstory", "related")


def test_the_beginning_of_each_word_finds_a_story_in_any_spelling(desk, ada, monkeypatch):
    story = draft(by=ada, headline="Happiness, at *Schitt’s Creek* №7")
    draft(by=ada, headline="Something else")
    shown = ["Happiness, at Schitt’s Creek №7"]
    for typed in ("hap", "happine", "HAPPINESS", "schitts", "creek happ", story.public_id[:4]):
        assert offered(desk, typed) == shown, typed
        assert [label for label, _ in jumped(desk, typed)["Stories"]] == [
            "Happiness, at <cite>Schitt’s Creek</cite> №7"
        ], typed
    assert offered(desk, "appines") == shown
    monkeypatch.setattr(headlines, "RECENT", 1)
    # No public id has a vowel, and "8" may begin one.
    for typed in ("appiness", "happinessx", "creek eight", "!", "%", "_"):
        assert offered(desk, typed) == [], typed
    assert [*offered(desk, "")] == ["Something else", *shown]


def test_the_very_headline_comes_first_then_what_begins_so_whenever_it_was_saved(
    desk, ada, monkeypatch
):
    monkeypatch.setattr(headlines, "NEAREST", 3)
    monkeypatch.setattr(headlines, "RECENT", 3)
    for headline in ("Night falls", "Night", "A night out"):
        draft(by=ada, headline=headline)
    for number in range(5):
        draft(by=ada, headline=f"The night of nights {number}")
    labels = [label for label, _ in jumped(desk, "night")["Stories"]]
    assert labels == ["Night", "Night falls", *(f"The night of nights {n}" for n in (4, 3, 2))]


def test_what_was_saved_last_finds_it_and_what_is_in_the_bin_isn_t_found(desk, ada):
    story = draft(by=ada, headline="An envelope")
    publishing.save(story, content(headline="A globe"), by=ada)
    assert (offered(desk, "envel"), offered(desk, "glob")) == ([], ["A globe"])
    bins.move_to_bin(story, by=ada)
    assert offered(desk, "glob") == []


def test_related_stories_are_public_and_found_by_a_headline_that_the_writer_may_read(
    desk, writer, ada, bo
):
    story = published(by=ada, headline="As readers have it")
    publishing.save(story, content(headline="Zorblatt resigns"), by=ada)
    mine = published(by=bo, headline="Zorblatt arrives")
    publishing.save(mine, content(headline="Zorblatt stays"), by=bo)
    published(by=ada, headline="Zorblatt dances")
    draft(by=ada, headline="Zorblatt sings")
    later = timezone.now() + timedelta(days=1)
    publishing.schedule(draft(by=ada, headline="Zorblatt waits"), by=ada, at=later)
    assert related(desk, "zorb") == ["Zorblatt dances", "Zorblatt arrives", "As readers have it"]
    assert related(writer, "zorb") == ["Zorblatt dances", "Zorblatt arrives"]
    assert related(writer, "readers") == ["As readers have it"]
    assert related(writer, "stays") == ["Zorblatt arrives"]
    assert offered(writer, "zorb") == ["Zorblatt arrives"]


def test_the_front_page_offers_the_stories_that_were_published_last(desk, ada):
    for headline in ("An envelope", "Another envelope", "A globe"):
        published(by=ada, headline=headline)
    draft(by=ada, headline="A draft of an envelope")
    shown = lambda typed: [
        candidate.story.headline
        for candidate in desk.get("/admin/newsroom/frontslot/", {"q": typed})
        .context["screen"]
        .candidates
    ]
    assert shown("envel") == ["Another envelope", "An envelope"]
    assert shown("") == ["A globe", "Another envelope", "An envelope"]
