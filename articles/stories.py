"""Everything a story's page shows, assembled in a fixed number of queries.

Sixteen in all, the shell's two included: the story; its details; whom its text names; their cards
(three) and standings (two); what they did on the productions it names; its nominees boxes (three);
its pictures; what to read next; and the shell's sections and list at the foot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles import story_details
from articles.body.blocks import Block, RecordLink, Resolved
from articles.body.plain_text import as_tree
from articles.body.references import References, references
from articles.body.rendering import blocks
from articles.boxes import TallyBox, nominees_box, tally_box
from articles.models import Article, RelatedStory
from articles.named import Named, in_order
from articles.querysets import public_story
from articles.story_details import StoryDetails
from articles.titles import plain
from awards import contests
from awards.cards import COUNTED, Card, cards
from awards.ledger import Standing, records_of
from people.models import Entity
from photos.models import Picture

MORE = 4
SHOWN = 9  # names "in this story" before the fold


@dataclass(frozen=True)
class StoryPage:
    article: Article
    details: StoryDetails
    blocks: tuple[Block, ...]
    named: tuple[Named, ...]
    cards: tuple[Card, ...]
    more: tuple[Article, ...]

    @property
    def title(self) -> str:
        """What search engines and the browser's tab call it."""
        return self.article.search_title or plain(self.article.headline)

    @property
    def description(self) -> str:
        return self.article.search_description or plain(self.article.dek)

    @property
    def named_first(self) -> tuple[Named, ...]:
        return self.named[:SHOWN]

    @property
    def named_beyond(self) -> tuple[Named, ...]:
        return self.named[SHOWN:]

    @property
    def updated_at(self) -> datetime | None:
        """When it was last changed for readers; None if it never was."""
        last = self.details.editions[-1]
        return last.made_at if last is not self.details.editions[0] else None

    @cached_property
    def topic(self) -> object:
        """What the page offers more of: the first tag, else the section."""
        return self.details.tags[0] if self.details.tags else self.article.section


def find(path: str, *, at: datetime) -> Article | None:
    """The story whose public id ends an address, if it is public or was until it was withdrawn.

    One query, none for an address that holds no id.
    """
    _, hyphen, public_id = path.rpartition("-")
    if not hyphen or not public_id:
        return None
    # Only what readers have seen can be withdrawn.
    seen = Article.objects.filter(public_story(at=at) | Q(withdrawn_at__lte=at))
    return seen.select_related("section", "lead_picture").filter(public_id=public_id).first()


def load_page(
    article: Article,
    *,
    at: datetime,
    details: StoryDetails | None = None,
    related: Sequence[str] | None = None,
) -> StoryPage:
    """The page of a public story. Outcomes and figures are as of the story, who is public of now.

    A preview hands in what no table holds yet: the details, and the public ids of related stories.
    """
    details = details or story_details.load(article, at=at)
    body = as_tree(article.body)
    refs = references(body)
    rows = _rows(refs)
    keys = {public_id: row.pk for public_id, row in rows.items()}
    counted = [row for row in rows.values() if row.kind in COUNTED]
    standings = records_of(counted, at=details.as_of, now=at)
    told = cards(rows.values(), at=details.as_of, standings=standings, now=at)
    readings = contests.read(refs.contests, at=details.as_of, now=at) if refs.contests else {}
    named = [keys[public_id] for public_id, _ in refs.records if public_id in keys]
    found = Resolved(
        records=_links(keys, told),
        pictures=_pictures(refs),
        contests={key: box for key, reading in readings.items() if (box := nominees_box(reading))},
        tallies=_tallies(refs, keys, told, standings),
    )
    return StoryPage(
        article=article,
        details=details,
        blocks=tuple(blocks(body, found)),
        named=in_order(dict.fromkeys(named), told, readings.values(), at=at),
        cards=tuple(told[key] for key in dict.fromkeys(named) if key in told),
        more=_more(article, details, related, at=at),
    )


def _rows(refs: References) -> dict[str, Entity]:
    """By each public id of the body the row it stands for: its own, or what that was merged into.

    Key and kind are all that is known of them yet.
    """
    wanted = {public_id for public_id, _ in refs.records}
    wanted.update(public_id for pair in refs.tallies for public_id in pair)
    rows = Entity.objects.filter(public_id__in=wanted).annotate(
        stands_for=Coalesce("merged_into", "pk")
    )
    return {
        public_id: Entity(pk=key, kind=kind)
        for public_id, key, kind in rows.values_list("public_id", "stands_for", "kind")
    }


def _links(keys: Mapping[str, int], told: Mapping[int, Card]) -> dict[str, RecordLink]:
    return {
        public_id: RecordLink(
            url=told[key].entity.get_absolute_url(),
            name=told[key].entity.label,
            card_id=f"card-{told[key].entity.public_id}",
        )
        for public_id, key in keys.items()
        if key in told
    }


def _pictures(refs: References) -> dict[str, Picture]:
    """The body's pictures that may still be shown: rights can be taken back after publication."""
    if not refs.pictures:
        return {}
    rows = Picture.objects.cleared().filter(public_id__in=refs.pictures)
    return {picture.public_id: picture for picture in rows}


def _tallies(
    refs: References,
    keys: Mapping[str, int],
    told: Mapping[int, Card],
    standings: Mapping[int, Standing],
) -> dict[tuple[str, str], TallyBox]:
    found = {}
    for pair in refs.tallies:
        person, award = (keys.get(public_id, 0) for public_id in pair)
        if person not in told or award not in told:
            continue
        standing = standings.get(person, Standing())
        if box := tally_box(told[person].entity, told[award].entity, standing):
            found[pair] = box
    return found


def _more(
    article: Article, details: StoryDetails, related: Sequence[str] | None, *, at: datetime
) -> tuple[Article, ...]:
    """What to read next: the stories that its editor chose, then the newest on its topic."""
    public = Article.objects.public(at).exclude(pk=article.pk)
    if details.tags:
        alike = public.filter(tagged__tag__slug=details.tags[0].slug)
    else:
        alike = public.filter(section=article.section)
    newest = alike.newest_first().values("pk")[:MORE]
    if related is None:
        rows = RelatedStory.objects.filter(article=article, related=OuterRef("pk"))
        is_chosen = Q(Exists(rows))
        place: Subquery | Case = Subquery(rows.values("position")[:1])
    else:
        places = [When(public_id=each, then=Value(place)) for place, each in enumerate(related)]
        is_chosen, place = Q(public_id__in=related), Case(*places, output_field=IntegerField())
    return tuple(
        public.filter(is_chosen | Q(pk__in=newest))
        .annotate(related_place=place)
        .for_cards()
        .prefetch_related(None)
        .order_by(Coalesce("related_place", 1_000_000), "-published_at", "-public_id")[:MORE]
    )
