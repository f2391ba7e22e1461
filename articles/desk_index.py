"""What the desk finds of a story: its newest revision, and what its list is narrowed to.

Every verb that changes a story calls `write`, in its own transaction. Nothing of this is read by the
readers' search: see `search/desk_search.py`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connections, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles import merged_tags
from articles.body.plain_text import indexed_text
from articles.body.references import FIGURE
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from articles.stages import Stage
from articles.titles import plain
from photos.models import Picture
from search import desk_search, schema
from search.desk_search import Filing, Search
from search.models import DeskDocument
from search.progress import Progress
from words.folding import fold

AT_ONCE = 200
DAY = timedelta(days=1)
FILING = "Stories that the desk finds"
OUT, CHANGED, UNCHANGED, WITHDRAWN = "out1", "changed1", "unchanged1", "withdrawn1"
LONGEST_BEGINNING = 20  # letters of a word by which a headline is found


def of_section(pk: int | None) -> str:
    """The mark of a section; of none, that of stories without one."""
    return f"section{pk or 0}"


def of_author(pk: int) -> str:
    return f"author{pk}"


def of_tag(pk: int) -> str:
    return f"tag{pk}"


def of_writer(pk: int) -> str:
    """The mark of who began a story."""
    return f"writer{pk}"


def of_picture(public_id: str) -> str:
    """The mark of stories with a picture: their newest revision names it, or readers' text has it."""
    return _of_text("picture", public_id)


def of_lead(pk: int) -> str:
    """The mark of stories whose published copy leads with a picture."""
    return f"lead{pk}"


def of_pictures(pictures: Iterable[Picture]) -> list[str]:
    """Marks of which every story that shows one of the pictures has at least one."""
    return [mark for row in pictures for mark in (of_picture(row.public_id), of_lead(row.pk))]


def of_headline(folded: str) -> str:
    """The mark of stories that were saved last under this very headline."""
    return _of_text("headline", folded)


def of_first_word(beginning: str) -> str:
    """The mark of stories of which the headline, as it was saved last, begins with such a word."""
    return _of_text("first", beginning[:LONGEST_BEGINNING])


def of_word(beginning: str) -> str:
    """The mark of stories of which any word of that headline begins so."""
    return _of_text("word", beginning[:LONGEST_BEGINNING])


def of_readers_word(beginning: str) -> str:
    """The same of the headline that readers have, for stories that were changed since."""
    return _of_text("read", beginning[:LONGEST_BEGINNING])


def _of_text(kind: str, text: str) -> str:
    """A mark made of any text: as good as no two texts share one."""
    return f"{kind}{blake2b(text.encode(), digest_size=5).hexdigest()}0"


def _beginnings(words: Iterable[str]) -> set[str]:
    return {word[:end] for word in words for end in range(1, min(len(word), LONGEST_BEGINNING) + 1)}


MARK_OF = {Author: of_author, Section: of_section, Tag: of_tag}


def of_stage(stage: str) -> str:
    """The mark of a stage, which only unpublished stories have."""
    return f"stage{Stage.values.index(stage)}"


def of_day(day: date) -> tuple[str, str, str]:
    """The marks of the day on which readers got a story, or will: its own, its month, its year."""
    return f"day{day:%Y%m%d}", f"month{day:%Y%m}", f"year{day:%Y}"


def of_period(first: date, last: date) -> list[str]:
    """The fewest marks that stand for every day of a period: whole years, whole months, days."""
    marks, day = [], first
    while day <= last:
        year, month = date(day.year, 12, 31), _last_of_month(day)
        own, of_month, of_year = of_day(day)
        if day.month == day.day == 1 and year <= last:
            mark, end = of_year, year
        elif day.day == 1 and month <= last:
            mark, end = of_month, month
        else:
            mark, end = own, day
        marks.append(mark)
        if end == date.max:
            break
        day = end + DAY
    return marks


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def local_day(moment: datetime) -> date:
    """The newsroom's day at a moment."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def among(
    stories: Any,
    searches: Sequence[Search],
    *,
    most: int | None = None,
    also: tuple[str, Sequence[Any]] | None = None,
) -> Any:
    """Narrow a queryset of stories to those that a search finds, or of each search the latest `most`.

    `also` is SQL that selects the ids of others, and its parameters.
    """
    rows, parameters = desk_search.statement(searches, most=most)
    if also:
        rows, parameters = f"{rows} UNION ALL {also[0]}", [*parameters, *also[1]]
    return stories.extra(where=[f"articles_article.id IN ({rows})"], params=parameters)


def write(article: Article, *, tags: Mapping[str, Tag] | None = None) -> None:
    """The desk finds the story as it is now. In the caller's transaction; some six queries.

    `tags` are those of its newest revision by public id, if the caller has them.
    """
    write_all([article], tags=tags)


def write_all(articles: Iterable[Article], *, tags: Mapping[str, Tag] | None = None) -> int:
    """The desk finds these stories as they are now; return how many it found otherwise before.

    What is in the bin it doesn't find.
    """
    stories = list(articles)
    desk_search.drop_all(story.pk for story in stories if story.binned_at)
    return desk_search.put_all(_filings([story for story in stories if not story.binned_at], tags))


def write_all_of(*rows: Author | Section | Tag) -> None:
    """The desk finds the rows' stories by the names that they have now."""
    write_marked(*(MARK_OF[type(row)](row.pk) for row in rows))


def write_marked(*marks: str) -> None:
    """The stories that are filed under one of these marks are filed as they are now.

    In the caller's transaction, which keeps others from these stories until it ends.
    """
    stories = among(Article.objects.select_for_update(of=("self",)), [Search(marks=[marks])])
    for some in _loaded(stories).in_parts(AT_ONCE):
        write_all(some)


def write_every() -> Iterator[tuple[int, int]]:
    """The desk finds every story as it is now: (found, changed) of some at a time."""
    last, rows = 0, [Article()]
    while rows:
        with transaction.atomic():  # nobody changes a story between reading and writing it
            every = _loaded(Article.objects.select_for_update(of=("self",)))
            rows = list(every.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            changed = write_all(rows)
        yield len(rows), changed
        last = rows[-1].pk if rows else last


def write_missing(*, using: str, verbosity: int = 0, stdout: Any = None, **_: Any) -> None:
    """The desk finds the stories that it didn't find yet, as after an upgrade. For `post_migrate`.

    Says how far it is, if there are many. One query where there are none.
    """
    tables = connections[using].introspection.table_names()
    if not {"articles_article", "search_deskdocument"} <= {*tables}:
        return
    schema.make(using=using)
    missing = Article.objects.out_of_bin().filter(
        ~Exists(DeskDocument.objects.filter(row=OuterRef("pk")))
    )
    progress, done = None, 0
    for some in _loaded(missing).in_parts(AT_ONCE):
        write_all(some)
        done += len(some)
        if verbosity and stdout and progress is None and done == AT_ONCE:
            progress = Progress(stdout, FILING, total=done + missing.count())
        if progress:
            progress.at(done)
    if progress:
        progress.end(f"{FILING}: {done:,}", done)


def _filings(articles: list[Article], tags: Mapping[str, Tag] | None = None) -> Iterator[Filing]:
    contents = [
        Content.from_json(article.newest.content) if article.newest else Content()
        for article in articles
    ]
    authors = Author.objects.in_bulk(
        {author for content in contents for author, _ in content.bylines}, field_name="public_id"
    )
    if tags is None:
        tags = merged_tags.find_by_id({tag for content in contents for tag in content.tags})
    bodies = _bodies_of_changed(articles)
    for article, content in zip(articles, contents, strict=True):
        by = [authors[author] for author, _ in content.bylines if author in authors]
        tagged = [tags[tag] for tag in content.tags if tag in tags]
        section = article.newest.section if article.newest else None
        names = [row.name for row in by] + [row.name for row in tagged]
        names += [section.name] if section else []
        text = (content.dek, content.lead_caption, content.search_title, content.social_title)
        yield Filing(
            row=article.pk,
            moment=article.saved_at,
            title=plain(content.headline),
            text="\n".join(
                (
                    *map(plain, filter(None, text)),
                    indexed_text(content.body),
                    *names,
                    article.public_id,
                )
            ),
            marks=(
                *_marks(article),
                of_section(section.pk if section else None),
                *(of_author(row.pk) for row in by),
                *(of_tag(row.pk) for row in tagged),
                *_marks_of_headlines(article, content),
                *_marks_of_pictures(article, content, bodies.get(article.pk, "")),
            ),
        )


def _bodies_of_changed(articles: list[Article]) -> dict[int, str]:
    """The published bodies of stories whose newest revision is another. One query at most."""
    changed = [row for row in articles if row.live_id and row.newest_id != row.live_id]
    deferred = [row.pk for row in changed if "body" in row.get_deferred_fields()]
    if deferred:
        return dict(Article.objects.filter(pk__in=deferred).values_list("pk", "body"))
    return {row.pk: row.body for row in changed}


def _marks_of_headlines(article: Article, content: Content) -> Iterator[str]:
    """By what boxes that suggest stories find it while a word is typed. Its public id is one too."""
    folded, own = fold(plain(content.headline)), fold(article.public_id).split()
    words = folded.split()
    yield of_headline(folded)
    yield from map(of_first_word, sorted(_beginnings(words[:1])))
    yield from map(of_word, sorted(_beginnings([*words, *own])))
    if article.live_id and article.newest_id != article.live_id:
        as_read = fold(plain(article.headline)).split()
        yield from map(of_readers_word, sorted(_beginnings([*as_read, *own])))


def _marks_of_pictures(article: Article, content: Content, published: str) -> Iterator[str]:
    named = [content.lead_picture, *FIGURE.findall(content.body), *FIGURE.findall(published)]
    yield from map(of_picture, filter(None, dict.fromkeys(named)))
    if article.lead_picture_id:
        yield of_lead(article.lead_picture_id)


def _marks(article: Article) -> Iterator[str]:
    """What no clock changes. What it does is asked of the stories' moments."""
    if article.created_by_id:
        yield of_writer(article.created_by_id)
    if article.published_at is None:
        yield of_stage(article.stage)
    elif article.withdrawn_at:
        yield WITHDRAWN
    else:
        yield OUT
        yield UNCHANGED if article.newest_id == article.live_id else CHANGED
    if article.seen_from:
        yield from of_day(local_day(article.seen_from))


def _loaded(stories: Any) -> Any:
    return stories.select_related("newest__section").defer("body")
