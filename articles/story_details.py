"""What is printed around a story's text: bylines, tags, corrections and updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from articles.models import Article, Author, Byline, Correction, Tag, Update
from press.recording import made_from_each

# Each revision of a shooting script is printed on paper of another color. After the last color the
# order begins again: "Second white".
PAPERS = ("white", "blue", "pink", "gold", "green", "salmon", "lilac")
ROUNDS = ("", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ")
COLUMNS = ("what", "place", "words", "slug", "detail", "at", "identity", "key")


@dataclass(frozen=True)
class Edition:
    """A version that readers got, with the color of its paper. `text` is the note for readers."""

    paper: str
    name: str  # "Blue", "Second white"
    what: str  # "first edition", "update", "correction", "clarification"
    made_at: datetime
    text: str = ""


@dataclass(frozen=True)
class StoryDetails:
    """Bylines, tags and editions of a story."""

    bylines: tuple[Byline, ...]
    tags: tuple[Tag, ...]
    editions: tuple[Edition, ...]  # oldest first
    as_of: datetime  # last update, else publication: the story's boxes have the figures as of then

    @property
    def writers(self) -> tuple[Byline, ...]:
        return tuple(byline for byline in self.bylines if byline.role == Byline.Role.WRITER)

    @property
    def others(self) -> tuple[Byline, ...]:
        """Return the bylines of those who reported, photographed or drew."""
        return tuple(byline for byline in self.bylines if byline.role != Byline.Role.WRITER)

    @property
    def notes(self) -> tuple[Edition, ...]:
        """Return the corrections and updates, newest first."""
        return self.editions[:0:-1]


def load(article: Article, *, at: datetime) -> StoryDetails:
    """Load the details of a public story. One query: a union of four tables."""
    assert article.published_at is not None
    rows = list(_rows(article, at))
    changes = [(row[5], row[4], row[2]) for row in rows if row[0] == "change"]
    editions = [(article.published_at, "first edition", ""), *sorted(changes)]
    made_from_each("author", (row[7] for row in rows if row[0] == "byline"))
    made_from_each("tag", (row[7] for row in rows if row[0] == "tag"))
    updates = [made_at for made_at, what, _ in changes if what == "update"]
    return StoryDetails(
        bylines=tuple(
            Byline(role=role, author=Author(name=name, slug=slug, public_id=identity))
            for what, _, name, slug, role, _, identity, _ in rows
            if what == "byline"
        ),
        tags=tuple(
            Tag(pk=key, name=name, slug=slug)
            for what, _, name, slug, _, _, _, key in rows
            if what == "tag"
        ),
        editions=tuple(_edition(number, *edition) for number, edition in enumerate(editions)),
        as_of=max(updates, default=article.published_at),
    )


def _rows(article: Article, at: datetime) -> QuerySet:
    nothing, never = Value(""), Cast(Value(None), DateTimeField())
    corrections = Correction.objects.filter(article=article, made_at__lte=at).annotate(
        what=Value("change"),
        place=F("pk"),
        words=F("text"),
        slug=nothing,
        detail=F("kind"),
        at=F("made_at"),
        identity=nothing,
        key=Value(0),
    )
    updates = Update.objects.filter(article=article, made_at__lte=at).annotate(
        what=Value("change"),
        place=F("pk"),
        words=F("note"),
        slug=nothing,
        detail=Value("update"),
        at=F("made_at"),
        identity=nothing,
        key=Value(0),
    )
    bylines = Byline.objects.filter(article=article).annotate(
        what=Value("byline"),
        place=F("position"),
        words=F("author__name"),
        slug=F("author__slug"),
        detail=F("role"),
        at=never,
        identity=F("author__public_id"),
        key=F("author_id"),
    )
    tags = article.tagged.annotate(
        what=Value("tag"),
        place=F("pk"),
        words=F("tag__name"),
        slug=F("tag__slug"),
        detail=nothing,
        at=never,
        identity=nothing,
        key=F("tag_id"),
    )
    # SQLite refuses an order within a part of a union, so the models' own is removed.
    first, *more = (
        part.order_by().values_list(*COLUMNS) for part in (corrections, updates, bylines, tags)
    )
    return first.union(*more, all=True).order_by("what", "place")


def paper(number: int) -> tuple[str, str]:
    """Return the paper of the revision of a number, from 0, and its name: ("white", "White")."""
    color = PAPERS[number % len(PAPERS)]
    turn = ROUNDS[min(number // len(PAPERS), len(ROUNDS) - 1)]
    return color, f"{turn}{color}".capitalize()


def first(article: Article, *, bylines: tuple[Byline, ...], tags: tuple[Tag, ...]) -> StoryDetails:
    """Return the details that an unpublished story would go out with. No query."""
    assert article.published_at is not None
    edition = _edition(0, article.published_at, "first edition", "")
    return StoryDetails(bylines, tags, (edition,), article.published_at)


def _edition(number: int, made_at: datetime, what: str, text: str) -> Edition:
    return Edition(*paper(number), what, made_at, text)
