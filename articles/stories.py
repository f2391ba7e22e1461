"""Load everything that a story's page shows, in a fixed number of queries.

Sixteen at most: the story; its details; the entities it names; their cards (three), wins and
nominations (two); their credits on the productions named; nominees boxes (three); pictures; what to
read next; and two for the frame: the sections and the list at the foot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles import story_details
from articles.billing import BilledName, billed_names
from articles.body.blocks import Block, RecordLink, Resolved
from articles.body.plain_text import as_tree
from articles.body.references import References, references
from articles.body.rendering import blocks
from articles.boxes import TallyBox, nominees_box, tally_box
from articles.models import Article, RelatedStory
from articles.querysets import public_story
from articles.story_details import StoryDetails
from articles.titles import plain
from awards import contests
from awards.cards import Card, cards
from awards.ledger import AwardRecord, records_of
from awards.models.nomination import NOMINATED_KINDS
from people.models import Entity
from photos.models import Picture
from press.recording import made_from

MORE = 4
SHOWN = 9  # names under "In this story"; the rest are folded away


@dataclass(frozen=True)
class StoryPage:
    article: Article
    details: StoryDetails
    blocks: tuple[Block, ...]
    named: tuple[BilledName, ...]
    cards: tuple[Card, ...]
    more: tuple[Article, ...]

    @property
    def title(self) -> str:
        """The title for search engines and the browser's tab."""
        return self.article.search_title or plain(self.article.headline)

    @property
    def description(self) -> str:
        return self.article.search_description or plain(self.article.dek)

    @property
    def named_first(self) -> tuple[BilledName, ...]:
        return self.named[:SHOWN]

    @property
    def named_beyond(self) -> tuple[BilledName, ...]:
        return self.named[SHOWN:]

    @property
    def updated_at(self) -> datetime | None:
        """When readers last got a correction or an update, or None."""
        last = self.details.editions[-1]
        return last.made_at if last is not self.details.editions[0] else None

    @cached_property
    def topic(self) -> object:
        """The subject of "more on": the first tag, else the section."""
        return self.details.tags[0] if self.details.tags else self.article.section


def find(path: str, *, at: datetime) -> Article | None:
    """Return the story whose public id ends the path, if it is public or withdrawn; else None.

    One query, or none for a path without an id.
    """
    _, hyphen, public_id = path.rpartition("-")
    if not hyphen or not public_id:
        return None
    # Only a story that readers have seen can be withdrawn.
    seen = Article.objects.filter(public_story(at=at) | Q(withdrawn_at__lte=at))
    return seen.select_related("section", "lead_picture").filter(public_id=public_id).first()


def load_page(
    article: Article,
    *,
    at: datetime,
    details: StoryDetails | None = None,
    related: Sequence[str] | None = None,
) -> StoryPage:
    """Load the page of a public story.

    Outcomes and counts are as of the story's last update, but only what is public now is shown. A preview
    passes what isn't in a table yet: the details and the public ids of related stories.
    """
    details = details or story_details.load(article, at=at)
    body = as_tree(article.body)
    refs = references(body)
    rows = _entities(refs)
    keys = {public_id: row.pk for public_id, row in rows.items()}
    counted = [row for row in rows.values() if row.kind in NOMINATED_KINDS]
    award_records = records_of(counted, at=details.as_of, now=at)
    cards_by_key = cards(rows.values(), at=details.as_of, records=award_records, now=at)
    readings = (
        contests.load_contests(refs.contests, at=details.as_of, now=at) if refs.contests else {}
    )
    named = [keys[public_id] for public_id, _ in refs.records if public_id in keys]
    found = Resolved(
        records=_links(keys, cards_by_key),
        pictures=_pictures(refs),
        contests={key: box for key, reading in readings.items() if (box := nominees_box(reading))},
        tallies=_tallies(refs, keys, cards_by_key, award_records),
    )
    return StoryPage(
        article=article,
        details=details,
        blocks=tuple(blocks(body, found)),
        named=billed_names(dict.fromkeys(named), cards_by_key, readings.values(), at=at),
        cards=tuple(cards_by_key[key] for key in dict.fromkeys(named) if key in cards_by_key),
        more=_more(article, details, related, at=at),
    )


def _entities(refs: References) -> dict[str, Entity]:
    """Return the entities that the body names, by public id. A merged one is replaced by its survivor.

    Only key and kind are loaded. One query.
    """
    wanted = {public_id for public_id, _ in refs.records}
    wanted.update(public_id for pair in refs.tallies for public_id in pair)
    rows = Entity.objects.filter(public_id__in=wanted).annotate(
        survivor=Coalesce("merged_into", "pk")
    )
    found = {}
    for public_id, own, key, kind in rows.values_list("public_id", "pk", "survivor", "kind"):
        found[public_id] = Entity(pk=key, kind=kind)
        made_from("entity", own, key)
    return found


def _links(keys: Mapping[str, int], cards_by_key: Mapping[int, Card]) -> dict[str, RecordLink]:
    return {
        public_id: RecordLink(
            url=cards_by_key[key].entity.get_absolute_url(),
            name=cards_by_key[key].entity.label,
            card_id=f"card-{cards_by_key[key].entity.public_id}",
        )
        for public_id, key in keys.items()
        if key in cards_by_key
    }


def _pictures(refs: References) -> dict[str, Picture]:
    """Return the body's pictures that may be shown: rights can end after publication."""
    if not refs.pictures:
        return {}
    rows = Picture.objects.cleared().filter(public_id__in=refs.pictures)
    return {picture.public_id: picture for picture in rows}


def _tallies(
    refs: References,
    keys: Mapping[str, int],
    cards_by_key: Mapping[int, Card],
    award_records: Mapping[int, AwardRecord],
) -> dict[tuple[str, str], TallyBox]:
    found = {}
    for pair in refs.tallies:
        person, award = (keys.get(public_id, 0) for public_id in pair)
        if person not in cards_by_key or award not in cards_by_key:
            continue
        record = award_records.get(person, AwardRecord())
        if box := tally_box(cards_by_key[person].entity, cards_by_key[award].entity, record):
            found[pair] = box
    return found


def _more(
    article: Article, details: StoryDetails, related: Sequence[str] | None, *, at: datetime
) -> tuple[Article, ...]:
    """Return what to read next: the related stories, then the newest on its subject. One query."""
    public = Article.objects.public(at).exclude(pk=article.pk)
    if details.tags:
        alike = public.filter(tagged__tag__slug=details.tags[0].slug)
        made_from("tagged", details.tags[0].pk)
    else:
        alike = public.filter(section=article.section)
        made_from("in-section", article.section_id)
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
