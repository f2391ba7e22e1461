"""Files stories in the desk's own search index: the words of the newest revision, and marks.

A mark is a made-up word ("section12") that the list of stories is filtered by. Every verb that changes
a story calls `write`, in its transaction. Readers' search never reads this index: see `search/desk_search.py`.
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
LONGEST_BEGINNING = 20  # letters: a longer beginning of a word is cut


def of_section(pk: int | None) -> str:
    """Return the mark of a section; without a key, that of stories without a section."""
    return f"section{pk or 0}"


def of_author(pk: int) -> str:
    return f"author{pk}"


def of_tag(pk: int) -> str:
    return f"tag{pk}"


def of_writer(pk: int) -> str:
    """Return the mark of the user who began a story."""
    return f"writer{pk}"


def of_picture(public_id: str) -> str:
    """Return the mark of stories whose newest revision or published text has the picture."""
    return _of_text("picture", public_id)


def of_lead(pk: int) -> str:
    """Return the mark of stories whose published copy has it as the lead picture."""
    return f"lead{pk}"


def of_pictures(pictures: Iterable[Picture]) -> list[str]:
    """Return marks such that every story with one of the pictures has one of them."""
    return [mark for row in pictures for mark in (of_picture(row.public_id), of_lead(row.pk))]


def of_headline(folded: str) -> str:
    """Return the mark of stories whose newest revision has exactly this headline."""
    return _of_text("headline", folded)


def of_first_word(beginning: str) -> str:
    """Return the mark of stories whose newest headline begins with a word that begins so."""
    return _of_text("first", beginning[:LONGEST_BEGINNING])


def of_word(beginning: str) -> str:
    """Return the mark of stories whose newest headline has a word that begins so."""
    return _of_text("word", beginning[:LONGEST_BEGINNING])


def of_readers_word(beginning: str) -> str:
    """Return the mark of changed stories whose published headline has a word that begins so."""
    return _of_text("read", beginning[:LONGEST_BEGINNING])


def _of_text(kind: str, text: str) -> str:
    """Return a mark made from any text. It is a hash, so two texts almost never share one."""
    return f"{kind}{blake2b(text.encode(), digest_size=5).hexdigest()}0"


def _beginnings(words: Iterable[str]) -> set[str]:
    return {word[:end] for word in words for end in range(1, min(len(word), LONGEST_BEGINNING) + 1)}


MARK_OF = {Author: of_author, Section: of_section, Tag: of_tag}


def of_stage(stage: str) -> str:
    """Return the mark of a stage. Only unpublished stories have one."""
    return f"stage{Stage.values.index(stage)}"


def of_day(day: date) -> tuple[str, str, str]:
    """Return the marks of a publication day: of the day, its month and its year."""
    return f"day{day:%Y%m%d}", f"month{day:%Y%m}", f"year{day:%Y}"


def of_period(first: date, last: date) -> list[str]:
    """Return the fewest marks that cover a period: whole years, whole months, days."""
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
    """Return the date in the newsroom's time zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def among(
    stories: Any,
    searches: Sequence[Search],
    *,
    most: int | None = None,
    also: tuple[str, Sequence[Any]] | None = None,
) -> Any:
    """Narrow a queryset to the stories that a search finds, with `most` to the latest of each search.

    `also` is SQL that selects the ids of further stories, with its parameters.
    """
    rows, parameters = desk_search.statement(searches, most=most)
    if also:
        rows, parameters = f"{rows} UNION ALL {also[0]}", [*parameters, *also[1]]
    return stories.extra(where=[f"articles_article.id IN ({rows})"], params=parameters)


def write(article: Article, *, tags: Mapping[str, Tag] | None = None) -> None:
    """File the story as it is now, in the caller's transaction. About six queries.

    `tags` are those of its newest revision by public id, if the caller has loaded them.
    """
    write_all([article], tags=tags)


def write_all(articles: Iterable[Article], *, tags: Mapping[str, Tag] | None = None) -> int:
    """File these stories as they are now, and return how many were filed differently before.

    Stories in the bin are removed from the index.
    """
    stories = list(articles)
    desk_search.drop_all(story.pk for story in stories if story.binned_at)
    return desk_search.put_all(_filings([story for story in stories if not story.binned_at], tags))


def write_all_of(*rows: Author | Section | Tag) -> None:
    """File all stories of these authors, sections and tags again, as after a new name."""
    write_marked(*(MARK_OF[type(row)](row.pk) for row in rows))


def write_marked(*marks: str) -> None:
    """File all stories with one of these marks again.

    In the caller's transaction, which locks these stories until it ends.
    """
    stories = among(Article.objects.select_for_update(of=("self",)), [Search(marks=[marks])])
    for some in _loaded(stories).in_parts(AT_ONCE):
        write_all(some)


def write_every() -> Iterator[tuple[int, int]]:
    """File every story as it is now, and yield (stories, changed ones) for each batch."""
    last, rows = 0, [Article()]
    while rows:
        with (
            transaction.atomic()
        ):  # and so a lock: nobody changes a story between reading and writing it
            every = _loaded(Article.objects.select_for_update(of=("self",)))
            rows = list(every.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            changed = write_all(rows)
        yield len(rows), changed
        last = rows[-1].pk if rows else last


def write_missing(*, using: str, verbosity: int = 0, stdout: Any = None, **_: Any) -> None:
    """File the stories that the index lacks, as after an upgrade. For `post_migrate`.

    Prints its progress if there are many. One query if there are none.
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
    """Return the published bodies of stories with unpublished changes. One query at most."""
    changed = [row for row in articles if row.live_id and row.newest_id != row.live_id]
    deferred = [row.pk for row in changed if "body" in row.get_deferred_fields()]
    if deferred:
        return dict(Article.objects.filter(pk__in=deferred).values_list("pk", "body"))
    return {row.pk: row.body for row in changed}


def _marks_of_headlines(article: Article, content: Content) -> Iterator[str]:
    """Yield the marks by which a story is found while somebody types, its public id among them."""
    folded, own = fold(plain(content.headline)), fold(article.public_id).split()
    words = folded.split()
    yield of_headline(folded)
    yield from map(of_first_word, sorted(_beginnings(words[:1])))
    yield from map(of_word, sorted(_beginnings([*words, *own])))
    if article.live_id and article.newest_id != article.live_id:
        published_words = fold(plain(article.headline)).split()
        yield from map(of_readers_word, sorted(_beginnings([*published_words, *own])))


def _marks_of_pictures(article: Article, content: Content, published: str) -> Iterator[str]:
    named = [content.lead_picture, *FIGURE.findall(content.body), *FIGURE.findall(published)]
    yield from map(of_picture, filter(None, dict.fromkeys(named)))
    if article.lead_picture_id:
        yield of_lead(article.lead_picture_id)


def _marks(article: Article) -> Iterator[str]:
    """Yield the marks of a story's state that time doesn't change.

    Whether a scheduled story is out by now is asked of the moments in its row: see `desk_lists.State`.
    """
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
