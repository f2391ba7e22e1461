"""What readers can find: a row for each story and entity that is public or will be.

Separately, what the desk can find: a row for each story as last saved.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models

TITLE_LENGTH = 300
WORD_LENGTH = 60


class Kind(models.IntegerChoices):
    """The kind of a document. The number is the upper part of its key, and so at most 15."""

    STORY = 1, "story"
    PERSON = 2, "person"
    PRODUCTION = 3, "production"
    COMPANY = 4, "company"
    AWARD = 5, "award"
    CEREMONY = 6, "ceremony"
    CATEGORY = 7, "category"


BY_NAME = {str(kind.label): kind for kind in Kind}

# A key packs kind, moment and row into 4, 34 and 25 bits. Both full-text indexes return keys in order,
# so that the newest of a kind come first without sorting, and stories that aren't public yet lie beyond
# a known key. A story's moment is its publication, an entity's its own date (0 if it has none).
SECONDS_BITS, ROW_BITS = 34, 25
FIRST_SECOND = datetime(1900, 1, 1, tzinfo=UTC)
LAST_SECOND = (1 << SECONDS_BITS) - 1


def seconds(moment: datetime | None) -> int:
    """Return whole seconds since 1900, up to the year 2444, which is what a key can hold; 0 for None.

    A moment before 1900 counts as its year in seconds, which keeps such moments in order.
    """
    if moment is None:
        return 0
    since = (moment - FIRST_SECOND) // (datetime.resolution * 1_000_000)
    return min(max(since, moment.year), LAST_SECOND)


def key(kind: int, moment: datetime | None, row: int) -> int:
    """Return the primary key of a row's document, which is its place among all documents.

    Two rows of the same second whose ids are 2**25 apart would get the same key.
    """
    place = (kind << SECONDS_BITS | seconds(moment)) << ROW_BITS
    return place | row & (1 << ROW_BITS) - 1


def keys_until(kind: int, moment: datetime) -> tuple[int, int]:
    """Return the first and the last key of a kind that may be public in the second of `moment`."""
    until = seconds(moment) if kind == Kind.STORY else LAST_SECOND
    last = (kind << SECONDS_BITS | until) << ROW_BITS | (1 << ROW_BITS) - 1
    return kind << SECONDS_BITS + ROW_BITS, last


class Document(models.Model):
    """What readers can find, and from when on. Only `search.documents` writes it.

    Results show `title`, `note` and `text`. `names`, `about` and `also` are only searched: other names,
    subjects, and words of the text as readers type them.
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
    """A word of a name with none, one or two of its letters left out.

    Two words with a spelling in common are similar. Words stay when their names are deleted, so
    suggestions are always checked against the names.
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
    """A story in the desk's own index. Only `search.desk_search` writes it.

    The index stores no texts, and the readers' search never uses it. Keys are in the order of the
    stories' moments; `digest` tells whether anything has changed.
    """

    id = models.BigIntegerField(primary_key=True)
    row = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.row}"
