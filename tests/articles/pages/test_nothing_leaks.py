"""What is not public reaches no reader, on no page and in no header."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Author, Correction, CuratedList, CuratedStory, Section, Tag, Update
from newsroom.models import FrontSlot
from people.models import Entity
from tests.articles.stories import content
from tests.people.pages import rows
from tests.test_doors import addresses_of
from tests.world import World, link, picture

pytestmark = pytest.mark.django_db

CANARY = "Xyzzy"  # begins every word of a hidden story and of what only it has
HIDDEN = ("draft", "scheduled", "embargoed", "withdrawn")


def hide_one(world, state):
    """A story that nobody may see, in every place where a story can stand."""
    later = timezone.now() + timedelta(days=1)
    tag = Tag.objects.create(name=f"{CANARY} {state} tag", slug=f"xyzzy-{state}-tag")
    author = Author.objects.create(
        name=f"{CANARY} {state} author",
        slug=f"xyzzy-{state}-author",
        picture=picture(f"{CANARY} {state} author"),
    )
    held = content(
        headline=f"{CANARY} {state} headline of *{CANARY} Title*",
        dek=f"{CANARY} {state} dek",
        body=f"<p>{CANARY} text on {link(world.person)} and {link(world.production)}.</p>",
        slug=f"xyzzy-{state}",
        section=world.section.public_id,
        dateline=f"{CANARY} town",
        lead_picture=picture(f"{CANARY} {state} picture").public_id,
        lead_caption=f"{CANARY} caption",
        bylines=((author.public_id, ""), (world.author.public_id, "reporting")),
        tags=(tag.public_id, world.tag.public_id),
        search_title=f"{CANARY} for search",
        social_title=f"{CANARY} for others",
    )
    story = publishing.start(by=None, content=held)
    if state == "embargoed":
        publishing.embargo(story, by=None, until=later)
    if state in ("embargoed", "withdrawn"):
        publishing.publish(story, by=None)
    if state == "scheduled":
        publishing.schedule(story, by=None, at=later)
    if state == "withdrawn":
        publishing.withdraw(story, by=None, because="It was wrong.")
    _place(world, story, HIDDEN.index(state) + 1)
    return story


def _place(world, story, place):
    """Pinned, first on a list, related to another story, updated and corrected."""
    FrontSlot.objects.create(place=place, article=story, from_at=world.now)
    CuratedStory.objects.create(curated_list=world.curated, article=story, position=0)
    world.great.related_places.create(related=story, position=0)
    Correction.objects.create(article=story, text=f"{CANARY} correction")
    Update.objects.create(article=story, note=f"{CANARY} update")


def told(answer):
    """Everything that an answer says: its body, and its headers."""
    return answer.content.decode(errors="replace") + str(answer.headers)


def test_a_story_that_is_not_public_appears_nowhere(reader):
    world = World(2)
    FrontSlot.objects.all().delete()
    doors = addresses_of(world)
    before = {name: told(reader.get(at)) for name, at in doors.items()}
    stories = {state: hide_one(world, state) for state in HIDDEN}
    places = {name: told(reader.get(at)) for name, at in doors.items()}
    for state, story in stories.items():
        own = f"/{timezone.localtime():%Y/%m}/xyzzy-{state}-{story.public_id}/"
        for path in (own, f"/tags/xyzzy-{state}-tag/", f"/authors/xyzzy-{state}-author/"):
            places[path] = told(reader.get(path))
    places["/nowhere/"] = told(reader.get("/nowhere/"))
    for name, said in places.items():
        assert (name, re.findall(rf"{CANARY}[^<]*|xyzzy", said, re.IGNORECASE)) == (name, [])
        assert [state for state, it in stories.items() if it.public_id in said] == [], name
    # Nor do they move or count anything: the pages are what they were without them.
    assert {name: places[name] for name in before} == before


def test_an_entity_that_is_not_public_appears_nowhere(reader):
    world = World(2)
    secret = rows.production(f"{CANARY} the film", house=world.company, picture=picture(CANARY))
    person = rows.person(f"{CANARY} Smith")
    company = rows.company(f"{CANARY} Pictures")
    rows.credit(secret, world.person, characters=[f"{CANARY} the king"])
    rows.credit(world.production, person, characters=[f"{CANARY} the queen"])
    rows.credit(world.production, company, "network")
    rows.nomination(world.contests[0], person, production=secret)
    world.ceremony.broadcaster = company
    world.ceremony.save()
    body = f"<p>The names {link(person)} and {link(secret)}.</p>".replace(CANARY, "Plain")
    publishing.save(world.great, content(headline="Words", body=body), by=None)
    publishing.publish(world.great, by=None)
    Entity.objects.filter(pk__in=[secret.pk, person.pk, company.pk]).update(published_at=None)
    for name, address in addresses_of(world).items():
        said = told(reader.get(address))
        assert (name, re.findall(rf"{CANARY}|xyzzy", said, re.IGNORECASE)) == (name, [])


def test_a_list_and_a_section_of_hidden_stories_look_empty(reader):
    section = Section.objects.create(name="Film", slug="film")
    best = CuratedList.objects.create(name="Best", slug="best", published_at=timezone.now())
    places = ("/news/film/", "/best-of/best/", "/")
    before = [told(reader.get(place)) for place in places]
    held = content(headline=f"{CANARY} headline", section=section.public_id)
    story = publishing.start(by=None, content=held)
    CuratedStory.objects.create(curated_list=best, article=story)
    Section.objects.filter(slug="awards").delete()
    assert [told(reader.get(place)) for place in places] == before
