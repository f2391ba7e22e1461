"""Whatever is edited, each page that is still kept is what would be made now. Seeded edits of the sample."""

import random

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Correction,
    CuratedList,
    Mention,
    RelatedStory,
    Section,
    Tag,
    TaggedStory,
    Update,
)
from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from newsroom import shell
from newsroom.models import FrontSlot
from people.models import Company, Credit, Entity, Person, Production, Release
from photos.models import Picture
from press import changes
from press.views import KEEPS, MADE

pytestmark = pytest.mark.usefixtures("keeping")

ENTITIES = (Person, Company, Production, Award, Ceremony, Category)
KINDS = {
    Tag: "tag",
    Section: "section",
    Author: "author",
    CuratedList: "curated-list",
    Picture: "picture",
}


class Pages:
    """A part of the sample's pages, as they were last made."""

    def __init__(self, chance):
        self.client = Client(**{KEEPS: True})
        addresses = ["/", "/corrections/", "/feed/", "/awards/"]
        for rows, most in (
            (Article.objects.public(), 4),
            *((model.objects.public(), 2) for model in ENTITIES),
            (Tag.objects.all(), 2),
            (Section.objects.all(), 1),
            (Author.objects.all(), 1),
            (CuratedList.objects.all(), 1),
        ):
            found = chance.sample([*rows.order_by("pk")], most)
            addresses += [row.get_absolute_url() for row in found]
        self.made = {address: self.make(address) for address in addresses}

    def make(self, address):
        """The status, the page without what all pages share, and what it was made from."""
        answer = self.client.get(address)
        made = answer.wsgi_request.META.get(MADE)
        body = shell.MARKED.sub(rb"<!--\1-->", answer.content)
        return answer.status_code, body, frozenset(made.identities if made else ())

    def keys(self, kind):
        identities = set().union(*(made[2] for made in self.made.values()))
        return sorted(int(i.partition(":")[2]) for i in identities if i.startswith(f"{kind}:"))


def edits(pages, chance):
    """What may be done, by name. Most rows that are changed are on one of the pages."""

    def row(model, **filters):
        kind = "story" if model is Article else KINDS.get(model, "entity")
        rows = model.objects.filter(**filters).order_by("pk")
        if model in KINDS or model is Article or issubclass(model, Entity):
            shown = [*rows.filter(pk__in=pages.keys(kind))]
        else:
            path = {Credit: "production", Release: "production"}.get(model)
            shown = [*rows.filter(**{f"{path}__in": pages.keys("entity")})] if path else []
        return chance.choice(shown or [*rows])

    def change(model, name, value):
        def do():
            chosen = row(model)
            new = value(chosen) if callable(value) else value
            model.objects.filter(pk=chosen.pk).update(**{name: new})

        return do

    def delete(model):
        return lambda: model.objects.filter(pk=row(model).pk).delete()

    word = lambda _=None: f"Zq{chance.randrange(10**6)}"
    picture = lambda _: row(Picture)
    earlier = lambda _: timezone.now() - timezone.timedelta(days=chance.randrange(1, 3000))
    found = {}
    for model in ENTITIES:
        for name, value in {
            "name": word,
            "short_name": word,
            "summary": word,
            "picture": picture,
            "published_at": lambda _: chance.choice([None, timezone.now()]),
        }.items():
            found[f"{model.__name__} {name}"] = change(model, name, value)
    for model, values in {
        Person: {"occupations": word, "slug": lambda _: word().lower()},
        Production: {"slug": lambda _: word().lower()},
        Award: {"slug": lambda _: word().lower(), "body": lambda _: row(Company)},
        Ceremony: {"held_on": "2019-03-04", "nominees_complete": lambda r: not r.nominees_complete},
        Category: {"group": word, "position": lambda _: chance.randrange(99)},
        Credit: {"characters": lambda _: [word()], "billing": lambda _: chance.randrange(30)},
        Contest: {"name": word, "position": lambda _: chance.randrange(90)},
        Nomination: {
            "result": lambda _: chance.choice(Nomination.Result.values),
            "detail": word,
            "announced_at": earlier,
        },
        Nominee: {"role": word, "counts": lambda r: not r.counts},
        Article: {
            **dict.fromkeys(("headline", "dek", "lead_caption", "search_title", "dateline"), word),
            "slug": lambda _: word().lower(),
            "published_at": earlier,
            "withdrawn_at": lambda _: chance.choice([None, timezone.now()]),
            "section": lambda _: row(Section),
            "lead_picture": picture,
        },
        Tag: {"name": word, "slug": lambda _: word().lower()},
        Section: {"name": word, "position": lambda _: chance.randrange(20)},
        Author: {"name": word, "biography": word},
        CuratedList: {
            "name": word,
            "published_at": lambda _: chance.choice([None, timezone.now()]),
        },
        Picture: {
            "credit": word,
            "alt": word,
            "focal_x": lambda _: chance.randrange(100),
            "rights": "none",
            "license_ends_on": lambda _: timezone.now().date() - timezone.timedelta(days=2),
        },
    }.items():
        for name, value in values.items():
            found[f"{model.__name__} {name}"] = change(model, name, value)
    for model in (Credit, Release, Nominee, TaggedStory, Byline, Mention, RelatedStory):
        found[f"delete {model.__name__}"] = delete(model)
    story = lambda: row(Article, published_at__isnull=False)
    now = timezone.now
    found |= {
        "tag": lambda: TaggedStory.objects.create(content_object=story(), tag=row(Tag)),
        "byline": lambda: Byline.objects.create(article=story(), author=row(Author), role="writer"),
        "related": lambda: RelatedStory.objects.create(article=story(), related=story()),
        "correction": lambda: Correction.objects.create(
            article=story(), text=word(), made_at=now()
        ),
        "update": lambda: Update.objects.create(article=story(), note=word(), made_at=now()),
        "place": lambda: FrontSlot.objects.create(place=1, article=story(), from_at=now()),
        "credit": lambda: Credit.objects.create(
            production=row(Production), party=row(Person), role="actor", characters=[word()]
        ),
        "merge": lambda: Entity.objects.filter(pk=row(Person).pk).update(
            published_at=None, merged_into=row(Person).pk
        ),
    }
    return found


@pytest.mark.parametrize(
    ("seed", "most"),
    [(1, 14), *(pytest.param(seed, 90, marks=pytest.mark.everything) for seed in (2, 3))],
)
def test_what_is_kept_is_what_would_be_made_now(sample, seed, most):
    chance = random.Random(seed)
    pages = Pages(chance)
    all_edits = edits(pages, chance)
    dropped = 0
    for name in chance.sample(sorted(all_edits), min(most, len(all_edits))):
        begun = changes.here()
        try:
            with transaction.atomic():
                all_edits[name]()
        except IntegrityError:
            continue
        changed = changes.since(begun).identities
        for address, (status, body, identities) in pages.made.items():
            fresh = pages.make(address)
            if status != 200:
                pass  # such a page isn't kept
            elif changed.isdisjoint(identities):
                assert fresh[:2] == (status, body), f"{address} after {name}: {sorted(changed)}"
            else:
                dropped += 1
            pages.made[address] = fresh if fresh[2] else (*fresh[:2], identities)
    assert dropped
