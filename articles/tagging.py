"""Save tags with their synonyms, and merge two tags.

Whatever still names a tag that was merged away is led to the survivor: its old address, and the
revisions that were saved with its public id.
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
from verbs.merging import copy_fields, dry_run, lock_both, missing_fields
from verbs.refusals import Refused
from words import storable
from words.characters import one_line
from words.folding import fold

TAG = Address.Kind.TAG


@dataclass(frozen=True)
class MergeResult:
    """What a merge of tags did, or would do. The survivor is as it is afterward."""

    loser: Tag
    survivor: Tag
    moved: int  # stories that have the survivor now instead of the loser
    had_both: int  # stories
    drafts: int  # unpublished changes that name the loser: they get the survivor when published
    synonyms: tuple[str, ...]
    before: dict[str, Any]  # what the log keeps of the survivor


@transaction.atomic
def save(tag: Tag, *, by: AbstractUser | None, synonyms: Iterable[str]) -> None:
    """Save the tag and make these its synonyms; one line in the log for both.

    No other tag can ever get its address (see `addresses.save`). Raises Refused if its name or a synonym
    belongs to another tag.
    """
    storable.strip_unseen(tag)
    words = list(filter(None, map(one_line, synonyms)))
    if wrong := storable.faults(tag) | faults(tag, words):
        raise Refused(fields=wrong)
    try:
        with transaction.atomic():
            before = addresses.store(tag)
            _set_synonyms(tag, words)
    except IntegrityError as clash:  # it was free when we looked
        raise Refused(
            "Somebody just gave this name or one of these synonyms to another tag. Look at the list "
            "of tags, then try again."
        ) from clash
    addresses.record_save(tag, before, by=by)


def faults(tag: Tag, synonyms: Iterable[str]) -> dict[str, str]:
    """Return why the tag can't have its name or these synonyms, by field of a form. Two queries."""
    names = {fold(other.name): other for other in Tag.objects.exclude(pk=tag.pk)}
    others = TagSynonym.objects.exclude(tag=tag.pk).select_related("tag")
    tags_by_synonym = {other.folded_name: other.tag for other in others}
    found = {}
    if holder := names.get(fold(tag.name)):
        found["name"] = f"There is already a tag “{holder}”. Use that one, or choose another name."
    elif holder := tags_by_synonym.get(fold(tag.name)):
        found["name"] = f"“{tag.name}” is a synonym of the tag “{holder}”. Use that one."
    for word in synonyms:
        if sentence := storable.fault(word):
            found["synonyms"] = sentence
        elif fold(word) == fold(tag.name):
            found["synonyms"] = f"“{word}” is the tag’s own name."
        elif fold(word) in names:
            found["synonyms"] = f"“{word}” is a tag of its own. Merge that one into this one first."
        elif holder := tags_by_synonym.get(fold(word)):
            found["synonyms"] = f"“{word}” is already a synonym of the tag “{holder}”."
    return found


@transaction.atomic
def merge(
    loser: Tag,
    *,
    into: Tag,
    by: AbstractUser | None,
    take_fields: Collection[str] | None = None,
    why: str = "",
) -> int:
    """Merge the loser into the other tag, and return how many stories moved. The loser is deleted.

    The survivor gets the loser's values in `take_fields`; without it, in the fields where it has no
    value of its own. The name that isn't kept becomes a synonym, and the loser's addresses redirect.
    A story with both tags keeps one. Revisions keep the public id that they were saved with:
    `merged_tags` reads it as the survivor. One line in the log, about both. Raises Refused if they
    are the same tag, or if somebody deleted one.
    """
    indexed_under_loser = desk_index.of_tag(loser.pk)
    result = _merge(loser, into, take_fields)
    search_rows.write_all_of(result.survivor)
    desk_index.write_marked(indexed_under_loser, desk_index.of_tag(result.survivor.pk))
    merged = {"merged_tag": result.loser.name, "stories_moved": result.moved}
    record(
        "merged",
        by=by,
        touched=[result.survivor, result.loser],
        before=result.before,
        after=addresses.values_for_log(result.survivor) | merged,
        note=why,
    )
    return result.moved


def preview(loser: Tag, *, into: Tag) -> MergeResult:
    """Return what `merge` would do, without doing it. Raises Refused as `merge` would."""
    return dry_run(_merge, loser, into, ())


def _merge(loser: Tag, survivor: Tag, take_fields: Collection[str] | None) -> MergeResult:
    loser, survivor = lock_both(Tag.objects.all(), loser, survivor)
    before = addresses.values_for_log(survivor)
    drafts = count_drafts_naming(loser)
    survivors_stories = TaggedStory.objects.filter(tag=survivor).values("content_object")
    had_both, _ = loser.tagged.filter(content_object__in=survivors_stories).delete()
    moved = loser.tagged.update(tag=survivor)
    loser.synonyms.update(tag=survivor)
    _move_addresses(loser, survivor)
    if take_fields is None:
        take_fields = missing_fields(loser, survivor)
    names = {loser.name, survivor.name}
    loser.delete()  # before the survivor may get its name and slug, which are unique
    if take_fields:
        copy_fields(take_fields, source=loser, target=survivor)
        addresses.store(survivor)
    _add_synonyms(survivor, names - {survivor.name})
    synonyms = tuple(survivor.synonyms.values_list("name", flat=True))
    return MergeResult(loser, survivor, moved, had_both, drafts, synonyms, before)


def _move_addresses(loser: Tag, survivor: Tag) -> None:
    """Redirect the loser's addresses to the survivor, and keep its public id, which revisions name."""
    owner = {"public_id": survivor.public_id}
    Address.objects.filter(kind=TAG, public_id=loser.public_id).update(**owner)
    for slug in (loser.slug, loser.public_id):
        Address.objects.update_or_create(kind=TAG, slug=slug, defaults=owner)


def find_called(text: str) -> Tag | None:
    """Return the tag with this name, synonym or slug; case and accents don't matter. One query."""
    named = Q(name__iexact=text) | Q(slug=text)
    if folded := fold(text):
        named |= Q(pk__in=TagSynonym.objects.filter(folded_name=folded).values("tag"))
        named |= Q(slug="-".join(folded.split()))
    return Tag.objects.filter(named).first()


def count_drafts_naming(tag: Tag) -> int:
    """Return how many stories have the tag in their unpublished changes. One query."""
    changed = Article.objects.out_of_bin().exclude(newest=F("live"))
    return changed.filter(newest__content__tags__icontains=f'"{tag.public_id}"').count()


def _set_synonyms(tag: Tag, words: Iterable[str]) -> None:
    wanted = {fold(word): word for word in words}
    tag.synonyms.exclude(folded_name__in=wanted).delete()
    for folded, word in wanted.items():
        TagSynonym.objects.update_or_create(tag=tag, folded_name=folded, defaults={"name": word})


def _add_synonyms(tag: Tag, names: Iterable[str]) -> None:
    """Make the names synonyms of the tag, and drop the one that is its own name now, if any."""
    own = fold(tag.name)
    tag.synonyms.filter(folded_name=own).delete()
    for name in names:
        if fold(name) != own:
            TagSynonym.objects.get_or_create(
                folded_name=fold(name)[:100], defaults={"tag": tag, "name": name}
            )
