"""What the desk finds of a story: its newest revision, and what its list is narrowed to.

Every verb that changes a story calls `write`, in its own transaction. Nothing of this is read by the
readers' search: see `search/desk.py`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles import merged_tags
from articles.body.cleaning import read
from articles.body.plain_text import plain_text
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from articles.stages import Stage
from articles.titles import plain
from search import desk, schema
from search.desk import Filing, Search
from search.models import DeskDocument

AT_ONCE = 200
DAY = timedelta(days=1)
OUT, CHANGED, WITHDRAWN = "out1", "changed1", "withdrawn1"


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


def write(article: Article) -> None:
    """The desk finds the story as it is now. In the caller's transaction; some eight queries."""
    write_all([article])


def write_all(articles: Iterable[Article]) -> int:
    """The desk finds these stories as they are now; return how many it found otherwise before.

    What is in the bin it doesn't find.
    """
    stories = list(articles)
    desk.drop_all(story.pk for story in stories if story.binned_at)
    return desk.put_all(_filings([story for story in stories if not story.binned_at]))


def write_all_of(*rows: Author | Section | Tag) -> None:
    """The desk finds the rows' stories by the names that they have now."""
    write_marked(*(MARK_OF[type(row)](row.pk) for row in rows))


def write_marked(*marks: str) -> None:
    """The stories that are filed under one of these marks are filed as they are now.

    In the caller's transaction, which keeps others from these stories until it ends.
    """
    rows, parameters = desk.statement(Search(marks=[marks]))
    where = f"articles_article.id IN ({rows})"
    stories = Article.objects.extra(where=[where], params=parameters)
    for some in _loaded(stories.select_for_update(of=("self",))).in_parts(AT_ONCE):
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


def write_missing(*, using: str, **_: Any) -> None:
    """The desk finds the stories that it didn't find yet, as after an upgrade. For `post_migrate`.

    One query where there are none.
    """
    tables = connections[using].introspection.table_names()
    if not {"articles_article", "search_deskdocument"} <= {*tables}:
        return
    schema.make(using=using)
    missing = Article.objects.out_of_bin().filter(
        ~Exists(DeskDocument.objects.filter(row=OuterRef("pk")))
    )
    for some in _loaded(missing).in_parts(AT_ONCE):
        write_all(some)


def _filings(articles: list[Article]) -> Iterator[Filing]:
    contents = [
        Content.from_json(article.newest.content) if article.newest else Content()
        for article in articles
    ]
    authors = Author.objects.in_bulk(
        {author for content in contents for author, _ in content.bylines}, field_name="public_id"
    )
    tags = merged_tags.find_by_id({tag for content in contents for tag in content.tags})
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
                    plain_text(read(content.body)),
                    *names,
                    article.public_id,
                )
            ),
            marks=(
                *_marks(article),
                of_section(section.pk if section else None),
                *(of_author(row.pk) for row in by),
                *(of_tag(row.pk) for row in tagged),
            ),
        )


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
        if article.newest_id != article.live_id:
            yield CHANGED
    if article.seen_from:
        yield from of_day(local_day(article.seen_from))


def _loaded(stories: Any) -> Any:
    return stories.select_related("newest__section").defer("body")
