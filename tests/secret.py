"""A secret world: whatever a newsroom holds that no reader may know of, each text with its canary.

It is laid over the sample's public world, and touches it wherever the two can touch: a hidden
person in a public film, a hidden story on a public list.
"""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import count

from PIL import Image

from articles import addresses as article_addresses
from articles import publishing
from articles.content import Content
from articles.models import Address as ListAddress
from articles.models import Article, Author, CuratedList, CuratedStory, RelatedStory, Section, Tag
from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from newsroom.models import FrontSlot
from people import editing, search_rows
from people.models import (
    Address,
    Company,
    Credit,
    Entity,
    EntityName,
    Person,
    Production,
    Relation,
    Release,
)
from photos import editing as pictures
from photos.models import Picture

CANARY = "qxzcanary"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TO_COME = {
    "at-an-hour": "lead-actor-limited",
    "on-a-day": "television-movie",
    "alone": "directing-limited",
}
_numbers = count(1)


def canary(words="secret"):
    """A text that occurs once in the world, with a token that no public page may hold."""
    return f"{words} {CANARY}{next(_numbers)}"


def slug():
    return f"{CANARY}{next(_numbers)}"


def stage(*, by, opens_at):
    """What readers may know of it: nights to come, who may be nominated there, a story with boxes.

    One night's nominees are announced at `opens_at`, one's on the day after, one's were.
    """
    emmys = Award.objects.get(public_id="primetime-emmys")
    days = {"at-an-hour": "", "on-a-day": "2026-01-02", "alone": "2025-12-01"}
    for place, (name, line) in enumerate(TO_COME.items()):
        night = Ceremony.objects.create(
            public_id=f"emmys-{name}", name=f"Emmys {name}", slug=name, award=emmys,
            year_label="2026", held_on=f"2026-09-1{place}", published_at=LONG_AGO,
            nominations_announced_on=days[name],
            nominations_announced_at=None if days[name] else opens_at,
        )  # fmt: skip
        Contest.objects.create(
            public_id=f"contest-{name}", ceremony=night, name=f"Contest {name}",
            category=Category.objects.get(public_id=f"emmy-{line}"),
        )  # fmt: skip
    for model, kind in ((Person, {}), (Production, {"type": "film"})):
        for name in TO_COME:
            words = f"{model.__name__.lower()}-{name}"
            row = model.objects.create(
                public_id=words, name=f"Zelda {words}", slug=words, published_at=LONG_AGO, **kind
            )
            search_rows.write(row)
    boxes = "".join(f'<div data-nominees="contest-{name}"></div>' for name in TO_COME)
    people = "".join(f'<a data-record="person-{name}">Zelda</a> ' for name in TO_COME)
    words = Content(
        headline="Nominees are to be told", body=f"<p>{people}</p>{boxes}", section="awards",
        bylines=(("ines-calloway", ""),),
    )  # fmt: skip
    publishing.publish(publishing.start(by=by, content=words), by=by)


def make(*, by, opens_at):
    """Everything hidden. Stories scheduled for `opens_at` are public from then on."""
    picture = _picture(by)
    people = _record(picture)
    _stories(by, picture, people, opens_at)
    _near_public_names(by, opens_at)
    _nominations(opens_at)
    _ended(by)


def _picture(by):
    file = io.BytesIO()
    Image.new("RGB", (641, 481), "#0f0").save(file, "PNG")
    file.seek(0)
    words = {name: canary() for name in ("title", "alt", "caption", "credit", "source")}
    return pictures.add(by=by, file=file, rights="owned", **words)


def _ended(by):
    """A picture whose license is over, wherever something public has none or a text of its own."""
    picture = _picture(by)
    pictures.describe(picture, by=by, license_ends_on=date(2020, 1, 1))
    # A category that has a picture has no star in lists of nominations, whatever its rights are.
    entities = Entity.objects.exclude(kind="category")
    assert entities.filter(picture=None).update(picture=picture)
    assert Author.objects.filter(picture=None).update(picture=picture)
    assert Article.objects.filter(lead_picture=None).update(lead_picture=picture)
    story = Article.objects.get(slug="mark-ruffalo-second-emmy")
    figure = f'<figure data-picture="{picture.public_id}" data-caption="{canary()}"></figure>'
    Article.objects.filter(pk=story.pk).update(body=f"{story.body}{figure}")


def _record(picture):
    """Hidden entities of every kind, tied to public ones in every way."""
    film = Production.objects.get(public_id="watchmen")
    ruffalo = Person.objects.get(public_id="mark-ruffalo")
    emmys = Award.objects.get(public_id="primetime-emmys")
    contest = Contest.objects.get(public_id="emmys-2020-lead-actor-limited")
    hidden = {"summary": canary(), "picture": picture, "disambiguation": canary()}
    person = Person.objects.create(
        name=canary("Actor"), slug=slug(), occupations=canary(), born="1990", **hidden
    )
    company = Company.objects.create(name=canary("House"), slug=slug(), type="network", **hidden)
    production = Production.objects.create(name=canary("Film"), slug=slug(), type="film", **hidden)
    award = Award.objects.create(name=canary("Award"), slug=slug(), body=company, **hidden)
    category = Category.objects.create(name=canary("Line"), slug=slug(), award=emmys, **hidden)
    ceremony = Ceremony.objects.create(
        name=canary("Night"), slug=slug(), award=emmys, number=999, year_label="2021", **hidden
    )
    played = {"characters": [canary("Silkspectre")], "role": "actor", "billing": 1}
    Credit.objects.create(production=film, party=person, note=canary(), **played)
    Credit.objects.create(production=film, party=company, role="network", billing=1)
    Credit.objects.create(production=production, party=ruffalo, **played)
    Relation.objects.create(from_production=film, to_production=production, type="sequel to")
    Relation.objects.create(from_production=production, to_production=film, type="based on")
    Release.objects.create(production=film, company=company, date="1999", label=canary())
    EntityName.objects.create(entity=ruffalo, name=canary("Never"), kind="alias", shown="never")
    for at, made_in in ((contest.ceremony, contest), (ceremony, None), (contest.ceremony, None)):
        own = made_in or Contest.objects.create(
            ceremony=at, category=category if at == contest.ceremony else contest.category,
            name=canary("Contest"), position=1,
        )  # fmt: skip
        nomination = Nomination.objects.create(contest=own, production=production, note=canary())
        Nominee.objects.create(nomination=nomination, party=ruffalo, role=canary())
    shared = Nomination.objects.create(contest=contest, production=film, detail=canary())
    Nominee.objects.create(nomination=shared, party=person)
    Nominee.objects.create(nomination=shared, party=ruffalo, position=2)
    contest.ceremony.hosts.add(person)
    for touched in (film, ruffalo, contest.ceremony):
        search_rows.write(touched)
    return [person, company, production, award, category, ceremony]


def _near_public_names(by, opens_at):
    """Names that search has read, and that nobody may see: one is two words of public names written
    together, and more than search looks at are nearer to what is mistyped than the name meant."""
    nearer = [f"wotchm{letter}n" for letter in "bcdfghjklmnpqrstvwxyz"]
    nearer += [f"wotchma{letter}" for letter in "bcdfghjklmpqrstvwxyz"]
    for words, aliases in (("Markruffalo", ()), ("Reginaking", ()), ("Nearer", nearer)):
        person = Person.objects.create(name=canary(words), slug=slug(), occupations=canary())
        EntityName.objects.bulk_create(
            EntityName(entity=person, name=canary(alias), kind="alias", shown="always")
            for alias in aliases
        )
        editing.publish(person, by=by, at=opens_at + timedelta(days=3))
        if words == "Reginaking":
            editing.unpublish(person, by=by)


def _nominations(opens_at):
    """Entered on the stage before they are announced: one that has won already, one withdrawn."""
    for name in TO_COME:
        contest = Contest.objects.get(public_id=f"contest-{name}")
        contest.outcome = Contest.Outcome.AWARDED
        contest.save()
        for place, result in enumerate(("won", "withdrawn")):
            nomination = Nomination.objects.create(
                contest=contest, position=place, result=result, note=canary(), detail=canary(),
                production=Production.objects.get(public_id=f"production-{name}"),
                announced_at=opens_at + timedelta(days=1) if name == "alone" else None,
            )  # fmt: skip
            person = Person.objects.get(public_id=f"person-{name}")
            Nominee.objects.create(nomination=nomination, party=person, role=canary())


def _stories(by, picture, people, opens_at):
    section = Section.objects.get(public_id="awards")
    author = Author.objects.create(name=canary("Author"), slug=slug(), biography=canary())
    tag = Tag.objects.create(name=canary("Tag"), slug=slug(), description=canary())
    shared_tag = Tag.objects.get(public_id="tag-hbo")
    ruffalo = Article.objects.get(slug="mark-ruffalo-second-emmy")
    links = "".join(f'<a data-record="{entity.public_id}">{canary()}</a> ' for entity in people)
    content = Content(
        headline="",
        dek=canary(),
        body=f'<p>{canary()} {links}<a data-record="mark-ruffalo">him</a></p>'
        f'<figure data-picture="{picture.public_id}" data-caption="{canary()}"></figure>'
        '<div data-nominees="emmys-2020-lead-actor-limited"></div>',
        section=section.public_id,
        dateline=canary("Town"),
        lead_picture=picture.public_id,
        lead_caption=canary(),
        bylines=((author.public_id, ""), ("ines-calloway", "reporting")),
        tags=(tag.public_id, shared_tag.public_id),
        related=(ruffalo.public_id,),
        search_title=canary(),
        search_description=canary(),
        social_title=canary(),
        social_description=canary(),
    )

    def draft():
        words = content.with_changes(headline=canary("Headline"), slug=slug())
        return publishing.start(by=by, content=words)

    draft()
    publishing.submit(draft(), by=by)
    scheduled = draft()
    publishing.schedule(scheduled, by=by, at=opens_at)
    embargoed = draft()
    publishing.embargo(embargoed, by=by, until=opens_at + timedelta(days=1))
    publishing.publish(embargoed, by=by)
    taken_off = draft()
    publishing.schedule(taken_off, by=by, at=opens_at)
    publishing.unschedule(taken_off, by=by)
    edited = content.with_changes(headline=canary("Edited"), slug=slug(), related=())
    publishing.save(ruffalo, edited, by=by)
    foot = CuratedList.objects.get(public_id="best-of")
    hidden_list = CuratedList.objects.create(name=canary("List"), slug=slug(), description=canary())
    for place, story in enumerate((scheduled, embargoed)):
        CuratedStory.objects.create(curated_list=foot, article=story, position=place)
        CuratedStory.objects.create(curated_list=hidden_list, article=story, position=place)
        RelatedStory.objects.create(article=ruffalo, related=story, position=place)
        FrontSlot.objects.create(
            place=FrontSlot.Place.values[place], article=story, chosen_by=by, from_at=LONG_AGO
        )


def addresses():
    """Where a reader who guesses right would look for what is hidden."""
    pages = [*_pages()]
    yield from pages
    for page in pages:
        if not page.startswith("/20"):
            yield f"{page}feed/"
            yield f"{page}feed.json"
    for story in _hidden_stories():
        yield f"/cards/{story.public_id}.png"
    for picture in Picture.objects.filter(title__contains=CANARY):
        for rendition in ("160.webp", "320-square.jpg", "640.avif", "160-face.webp", "7.webp"):
            yield f"/pictures/{picture.public_id}/1/{rendition}"


def _hidden_stories():
    return [
        story
        for story in Article.objects.exclude(published_at=None)
        if not story.is_public() and not story.withdrawn_at
    ]


def _pages():
    """Each where it is, and where it was before it was renamed."""
    hidden = Entity.objects.filter(slug__contains=CANARY)
    for entity in hidden.with_addresses():
        yield entity.get_absolute_url()
        old = Address.objects.get_or_create(
            entity=entity,
            kind=entity.kind,
            scope=entity.scope,
            slug=f"{entity.slug}-old",
            defaults={"leads_from": LONG_AGO},
        )[0]
        yield entity.get_absolute_url().replace(entity.slug, old.slug)
    for story in _hidden_stories():
        yield story.get_absolute_url()
    for kind, model in article_addresses.MODELS.items():
        for row in model.objects.filter(slug__contains=CANARY):
            yield row.get_absolute_url()
            ListAddress.objects.get_or_create(
                kind=kind, slug=f"{row.slug}-old", public_id=row.public_id
            )
            yield row.get_absolute_url().replace(row.slug, f"{row.slug}-old")
