"""What can be found: a row for each story and each entity that is public, or will be.

And, apart from these, what the desk finds: a row for each story as it was last saved.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models

TITLE_LENGTH = 300
WORD_LENGTH = 60


class Kind(models.IntegerChoices):
    """The number is the upper part of a document's key, and so at most 15."""

    STORY = 1, "story"
    PERSON = 2, "person"
    PRODUCTION = 3, "production"
    COMPANY = 4, "company"
    AWARD = 5, "award"
    CEREMONY = 6, "ceremony"
    CATEGORY = 7, "category"


BY_NAME = {str(kind.label): kind for kind in Kind}

# A key is kind, moment and row: 4, 34 and 25 bits. Both indexes keep their lists in the order of
# the key, so that the newest of a kind come first. The moment of a story is that of its publication,
# and what isn't public yet lies beyond a bound; that of an entity is its own, none comes first.
SECONDS_BITS, ROW_BITS = 34, 25
FIRST_SECOND = datetime(1900, 1, 1, tzinfo=UTC)
LAST_SECOND = (1 << SECONDS_BITS) - 1


def seconds(moment: datetime | None) -> int:
    """Whole seconds since 1900, kept to what a key can hold: the year 2444. No moment is 0.

    Of a moment before 1900 the year alone tells: it is as many seconds.
    """
    if moment is None:
        return 0
    since = (moment - FIRST_SECOND) // (datetime.resolution * 1_000_000)
    return min(max(since, moment.year), LAST_SECOND)


def key(kind: int, moment: datetime | None, row: int) -> int:
    """Where the document of a row stands among all others.

    Rows whose ids are 2^25 apart, of the same second, would want one place.
    """
    place = (kind << SECONDS_BITS | seconds(moment)) << ROW_BITS
    return place | row & (1 << ROW_BITS) - 1


def keys_until(kind: int, moment: datetime) -> tuple[int, int]:
    """The first and the last key of a kind that may be public in the second of that moment."""
    until = seconds(moment) if kind == Kind.STORY else LAST_SECOND
    last = (kind << SECONDS_BITS | until) << ROW_BITS | (1 << ROW_BITS) - 1
    return kind << SECONDS_BITS + ROW_BITS, last


class Document(models.Model):
    """What readers can find, and since when. Only `search.documents` writes it.

    `title`, `note` and `text` are shown. `names`, `about` and `also` are found by: other names, what
    it is about, and words of the text as readers type them.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    row = models.BigIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    names = models.TextField(blank=True)
    about = models.TextField(blank=True)
    text = models.TextField(blank=True)
    also = models.TextField(blank=True)
    note = models.CharField(max_length=TITLE_LENGTH, blank=True)
    public_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="search_document_one_of_a_row", fields=("kind", "row")),
        )

    def __str__(self) -> str:
        return self.title


class Name(models.Model):
    """A name that an entity's document is known by, folded; `name` is empty for a search hint."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="known_as")
    folded = models.CharField(max_length=TITLE_LENGTH, db_index=True)
    name = models.CharField(max_length=TITLE_LENGTH, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="search_name_once", fields=("document", "folded")),
        )

    def __str__(self) -> str:
        return self.folded


class Spelling(models.Model):
    """A word of a name, with one or two of its letters left out, or none.

    Two words that have a spelling in common are near each other. Words stay when their names go:
    what is offered to readers is asked of the names.
    """

    form = models.CharField(max_length=WORD_LENGTH)
    word = models.CharField(max_length=WORD_LENGTH)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="search_spelling_once", fields=("form", "word")),
        )

    def __str__(self) -> str:
        return self.form


class DeskDocument(models.Model):
    """Where a story stands in the desk's own index. Only `search.desk_search` writes it.

    The index keeps no texts, and readers' search reads none of it. Keys are in the order of the
    stories' moments; `digest` says whether what is to be found has changed.
    """

    id = models.BigIntegerField(primary_key=True)
    row = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.row}"
