"""A small publication with as many rows of everything as a test asks for."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from articles import addresses, publishing
from articles.content import Content
from articles.models import (
    Article,
    Author,
    CuratedList,
    CuratedStory,
    Section,
    Tag,
)
from newsroom.models import FrontSlot
from people.models import Entity
from photos.models import Picture
from tests.people.pages import rows

HOUR = timedelta(hours=1)


def picture(name, **fields):
    """A cleared picture without a file: for pages, which only name it."""
    said = {"credit": "Ann Lee", "rights": "owned", "width": 1800, "height": 1200, "alt": name}
    return Picture.objects.create(title=name, original=f"{name}.jpg", **(said | fields))


def link(entity):
    return f'<a data-record="{entity.public_id}">{entity.name}</a>'


@dataclass
class World:
    """`size` of everything: stories, and of all that a story, a list or a record can have."""

    size: int
    section: Section = None
    author: Author = None
    tag: Tag = None
    curated: CuratedList = None
    great: Article = None  # the story that has `size` of everything itself
    stories: list = field(default_factory=list)
    award: Entity = None
    ceremony: Entity = None
    category: Entity = None
    person: Entity = None
    production: Entity = None
    company: Entity = None

    def __post_init__(self):
        self.now = timezone.now()
        self.section = _saved(
            Section(public_id="awards", name="Awards", slug="awards", paper="gold")
        )
        for number in range(self.size):
            _saved(Section(name=f"Section {number}", slug=f"section-{number}"))
        self.author = _saved(
            Author(
                public_id="ines",
                name="Ines Calloway",
                slug="ines",
                picture=picture("Ines at her desk"),
            )
        )
        self.tag = _saved(Tag(name="Emmys 2020", slug="emmys-2020"))
        self._enter_the_record()
        self._publish()
        self._arrange()

    def _enter_the_record(self):
        self.company = rows.company("HBO", picture=picture("HBO"))
        academy = rows.company("Television Academy")
        self.award = rows.award(body=academy)
        year = self.now.year
        self.ceremony = rows.ceremony(
            self.award, year, held_on=f"{self.now - 10 * HOUR:%Y-%m-%d}", broadcaster=self.company
        )
        self.person = rows.person("Mark Ruffalo", picture=picture("Mark Ruffalo"))
        self.category = rows.category(self.award, "Lead Actor")
        self.production = rows.production("The Twins", year=year, house=self.company)
        self.ceremony.hosts.add(self.person)
        rows.credit(self.production, self.person, characters=["Dominick", "Thomas"], billing=1)
        self.contests = [self._contest(number) for number in range(self.size)]
        for number in range(self.size):
            night = rows.ceremony(self.award, 1980 + number, broadcaster=self.company)
            rows.nomination(rows.contest(night, self.category), self.person, won=True)

    def _contest(self, number):
        """A contest with its own category, production and winner, and one nomination of Ruffalo's."""
        line = rows.category(self.award, f"Category {number}", basis="production")
        contest = rows.contest(self.ceremony, line)
        made = rows.production(f"Series {number}", year=2019, house=self.company)
        made.picture = picture(made.name)
        made.save()
        star = rows.person(f"Actor {number}", picture=picture(f"Actor {number}"))
        rows.credit(made, star, characters=[f"Role {number}"], billing=1)
        rows.nomination(contest, star, production=made, won=True)
        rows.nomination(contest, self.person, production=self.production)
        return contest

    def _publish(self):
        for number in range(self.size):
            section = Section.objects.get(slug=f"section-{number}")
            self._story(f"Story {number}", section=section.public_id, at=self.now - number * HOUR)
            self._story(f"Award story {number}", at=self.now - number * HOUR)
        self.great = self._great()

    def _story(self, headline, *, at, **changes):
        content = {
            "headline": headline,
            "dek": "In a sentence.",
            "body": f"<p>{link(self.person)} of {link(self.production)}, {link(self.company)}.</p>",
            "section": self.section.public_id,
            "bylines": ((self.author.public_id, ""),),
            "tags": (self.tag.public_id,),
            "lead_picture": picture(headline).public_id,
        }
        story = publishing.start(by=None, content=Content(**(content | changes)))
        publishing.publish(story, by=None, now=at)
        self.stories.append(story)
        return story

    def _great(self):
        """`size` links to each kind, boxes of each kind, pictures, tags, bylines and notes."""
        numbers = range(self.size)
        named = [*Entity.objects.public().order_by("pk")]
        body = "".join(f"<p>Of {link(entity)}.</p>" for entity in named)
        for number, contest in enumerate(self.contests):
            star = Entity.objects.get(name=f"Actor {number}")
            shown = picture(f"In the text {number}")
            body += f'<div data-nominees="{contest.public_id}"></div>'
            body += (
                f'<div data-tally="{star.public_id}" data-award="{self.award.public_id}"></div>'
                f'<figure data-picture="{shown.public_id}" data-caption="A caption."></figure>'
                f'<blockquote data-speaker="{star.name}" data-record="{star.public_id}">'
                "<p>Thank you.</p></blockquote>"
            )
        authors = [_saved(Author(name=f"Author {n}", slug=f"author-{n}")) for n in numbers]
        tags = [_saved(Tag(name=f"Tag {n}", slug=f"tag-{n}")) for n in numbers]
        story = self._story(
            "The great story of *The Twins*",
            at=self.now,
            body=body,
            bylines=tuple((a.public_id, "reporting") for a in [self.author, *authors]),
            tags=tuple(t.public_id for t in [self.tag, *tags]),
            related=tuple(s.public_id for s in self.stories[: self.size]),
        )
        for number in numbers:
            publishing.update(story, by=None, note=f"Adds paragraph {number}.")
            publishing.correct(story, by=None, text=f"Paragraph {number} was wrong.")
        return story

    def _arrange(self):
        self.curated = _saved(
            CuratedList(name="Best of", slug="best", published_at=self.now, is_at_foot=True)
        )
        for place, story in enumerate(self.stories):
            CuratedStory.objects.create(curated_list=self.curated, article=story, position=place)
        for place in FrontSlot.Place.values[: self.size]:
            FrontSlot.objects.create(
                place=place, article=self.stories[-place], from_at=self.now - HOUR
            )


def _saved(row):
    addresses.save(row, by=None)
    return row
