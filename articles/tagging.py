"""Tags and the other words for them; and two tags of one thing that become one.

What still names a tag that was merged away is led to the one that stayed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from articles import addresses, desk_index, search_rows
from articles.models import Address, Article, Tag, TaggedStory, TagSynonym
from history.recording import record
from people import sides
from verbs.refusals import Refused
from words import storable
from words.characters import one_line
from words.folding import fold

TAG = Address.Kind.TAG


@dataclass(frozen=True)
class Outcome:
    """What a merge of tags did, or would do."""

    gone: Tag
    stays: Tag
    moved: int  # stories that bear the other one now
    both: int  # stories that bore both
    drafts: int  # unpublished changes that name it: they are read as naming the other one
    synonyms: tuple[str, ...]
    taken: tuple[str, ...]  # names of fields
    before: dict[str, Any]  # what the one that stays held


@transaction.atomic
def save(tag: Tag, *, by: AbstractUser | None, synonyms: Iterable[str]) -> None:
    """The tag is stored, its address is its own for ever, and these are the other words for it.

    One line of the log for all.

    Raises Refused where a word is another tag's, or leads to one.
    """
    storable.take_out(tag)
    words = list(filter(None, map(one_line, synonyms)))
    if wrong := storable.faults(tag) | faults(tag, words):
        raise Refused(fields=wrong)
    try:
        with transaction.atomic():
            before = addresses.store(tag)
            _set_synonyms(tag, words)
    except IntegrityError as clash:  # it was free when we looked
        raise Refused("Somebody took one of these words a moment ago: look again.") from clash
    addresses.record_save(tag, before, by=by)


def faults(tag: Tag, synonyms: Iterable[str]) -> dict[str, str]:
    """What keeps the tag from its name or its synonyms, by field of a form. Two queries."""
    names = {fold(other.name): other for other in Tag.objects.exclude(pk=tag.pk)}
    others = TagSynonym.objects.exclude(tag=tag.pk).select_related("tag")
    leading = {other.folded_name: other.tag for other in others}
    found = {}
    if holder := names.get(fold(tag.name)):
        found["name"] = f"There is a tag “{holder}” already: use that one, or choose another name."
    elif holder := leading.get(fold(tag.name)):
        found["name"] = f"“{tag.name}” is a synonym of the tag “{holder}”: use that one."
    for word in synonyms:
        if sentence := storable.fault(word):
            found["synonyms"] = sentence
        elif fold(word) == fold(tag.name):
            found["synonyms"] = f"“{word}” is the tag’s own name."
        elif fold(word) in names:
            found["synonyms"] = f"“{word}” is a tag of its own: merge that one into this first."
        elif fold(word) in leading:
            found["synonyms"] = f"“{word}” leads to the tag “{leading[fold(word)]}” already."
    return found


@transaction.atomic
def merge(
    tag: Tag,
    *,
    into: Tag,
    by: AbstractUser | None,
    take: Collection[str] | None = None,
    why: str = "",
) -> int:
    """The tag is gone; its stories bear the other one, and its addresses lead there. How many moved.

    Of the fields named in `take` the value of the tag that goes stays; without it, of those that
    the other one lacks. The name that goes becomes a synonym. A story that bears both keeps one.
    Revisions keep the public id that they were saved with: `merged_tags` reads it as the tag that
    stayed. The log says of both who did it.
    """
    was_filed_under = desk_index.of_tag(tag.pk)
    done = _carry_out(tag, into, take)
    search_rows.write_all_of(done.stays)
    desk_index.write_marked(was_filed_under, desk_index.of_tag(done.stays.pk))
    merged = {"merged_tag": done.gone.name, "stories_moved": done.moved}
    record(
        "merged",
        by=by,
        touched=[done.stays, done.gone],
        before=done.before,
        after=addresses.told(done.stays) | merged,
        note=why,
    )
    return done.moved


def foresee(tag: Tag, *, into: Tag) -> Outcome:
    """What `merge` would do: all of it is done, and taken back. Raises Refused as that would."""
    with transaction.atomic():
        outcome = _carry_out(tag, into, ())
        transaction.set_rollback(True)
    return outcome


def _carry_out(tag: Tag, into: Tag, take: Collection[str] | None) -> Outcome:
    rows = Tag.objects.select_for_update().order_by("pk").in_bulk([tag.pk, into.pk])
    if tag.pk == into.pk:
        raise Refused("That is one and the same tag: choose another one.")
    if len(rows) < 2:
        raise Refused("One of the two is gone already: look at the list of tags again.")
    gone, stays = rows[tag.pk], rows[into.pk]
    before = addresses.told(stays)
    drafts = drafts_naming(gone)
    has_both = TaggedStory.objects.filter(tag=stays).values("content_object")
    both, _ = gone.tagged.filter(content_object__in=has_both).delete()
    moved = gone.tagged.update(tag=stays)
    gone.synonyms.update(tag=stays)
    Address.objects.filter(kind=TAG, public_id=gone.public_id).update(public_id=stays.public_id)
    for address in (gone.slug, gone.public_id):  # a revision knows it by its public id
        Address.objects.update_or_create(
            kind=TAG, slug=address, defaults={"public_id": stays.public_id}
        )
    taken = sides.lacking(gone, stays) if take is None else set(take)
    names = {gone.name, stays.name}
    gone.delete()
    if taken:
        sides.take(taken, of=gone, to=stays)
        addresses.store(stays)
    _keep_as_synonyms(stays, names - {stays.name})
    return Outcome(
        gone,
        stays,
        moved,
        both,
        drafts,
        tuple(stays.synonyms.values_list("name", flat=True)),
        tuple(sorted(taken)),
        before,
    )


def find_called(text: str) -> Tag | None:
    """Return the tag of this name, synonym or address, whatever its capitals and accents. One query."""
    named = Q(name__iexact=text) | Q(slug=text)
    if asked := fold(text):
        named |= Q(pk__in=TagSynonym.objects.filter(folded_name=asked).values("tag"))
        named |= Q(slug="-".join(asked.split()))
    return Tag.objects.filter(named).first()


def drafts_naming(tag: Tag) -> int:
    """How many stories have unpublished changes that bear it. One query."""
    changed = Article.objects.out_of_bin().exclude(newest=F("live"))
    return changed.filter(newest__content__tags__icontains=f'"{tag.public_id}"').count()


def _set_synonyms(tag: Tag, words: Iterable[str]) -> None:
    wanted = {fold(word): word for word in words}
    tag.synonyms.exclude(folded_name__in=wanted).delete()
    for folded, word in wanted.items():
        TagSynonym.objects.update_or_create(tag=tag, folded_name=folded, defaults={"name": word})


def _keep_as_synonyms(tag: Tag, names: Iterable[str]) -> None:
    own = fold(tag.name)
    tag.synonyms.filter(folded_name=own).delete()
    for name in names:
        if fold(name) != own:
            TagSynonym.objects.get_or_create(
                folded_name=fold(name)[:100], defaults={"tag": tag, "name": name}
            )
