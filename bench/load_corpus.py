"""Fills a site's database with the stories of bench.make_corpus, in bulk, as its verbs would leave it.

    DATA_DIR=var/bench/1k var/venv/bin/python manage.py set_up
    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.load_corpus var/bench/corpus-1k
    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.load_corpus var/bench/corpus-1k --check 12

Run `set_up` first: it loads the sample. `--record` loads only people, productions and awards: they are
the same in a corpus of any size, so copying that database saves loading them again. `--check N` makes N
of the loaded stories and three people again with the verbs, compares the rows and the log lines, and
rolls everything back. SQLite only.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import bench.measuring  # noqa: F401  # sets Django up

# isort: split

from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils.text import slugify

from articles import addresses as tag_addresses
from articles import desk_index, publishing
from articles.body.cleaning import clean
from articles.body.plain_text import word_count
from articles.content import Content
from articles.models import (
    Article,
    Author,
    Byline,
    Mention,
    Revision,
    Section,
    Tag,
    TaggedStory,
)
from articles.titles import plain
from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from history.models import Change
from history.recording import kind_of, record
from history.snapshots import as_json
from people import addresses, editing, search_rows
from people.changes import snapshot
from people.models import Credit, Entity, Kind, Person, Production, Release
from search import documents, schema
from search.documents import Entry
from search.models import Document
from verbs.public_ids import ALPHABET
from words.folding import fold

MARK = re.compile(r"\[\[(\w+):(\d+)\|([^\]]*)\]\]")
PUBLISHED = datetime(2018, 1, 1, tzinfo=UTC)  # when readers first saw the record
TYPES = {"film": "film", "series": "series", "play": "stage", "album": "other"}
AT_ONCE = 500
# The first part of a made public id says which table of the corpus a row comes from.
PERSON, PRODUCTION, AWARD, CEREMONY, CATEGORY, CONTEST, NOMINATION, AUTHOR, TAG, STORY = range(10)


def read_table(corpus: Path, name: str) -> Iterator[dict[str, Any]]:
    with (corpus / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def public_id(table: int, number: int, length: int) -> str:
    """Return an id that looks random, but is always the same for the same row of the corpus."""
    letters = len(ALPHABET)
    # The factor has no divisor in common with a power of 27, so no two rows get the same id.
    place = ((number * 16 + table + 1) * 7_625_597_484_986 + 12345) % letters**length
    made = ""
    for _ in range(length):
        place, letter = divmod(place, letters)
        made += ALPHABET[letter]
    return made


def next_key(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


# The record ----------------------------------------------------------------------------------------


def make_entities(model: Any, items: list[dict[str, Any]], by: Any) -> list[Any]:
    """Store public entities of one kind with their log lines, and return them.

    Their addresses and search rows are written once for all of them, at the end.
    """
    first = next_key(Entity)
    made = [
        model(
            **item,
            id=first + number,
            entity_id=first + number,
            published_at=PUBLISHED,
            created_at=PUBLISHED,
            updated_at=PUBLISHED,
            version=2,
        )
        for number, item in enumerate(items)
    ]
    columns = [field.attname for field in Entity._meta.concrete_fields]
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        for entity in some:
            entity.derive()
        Entity.objects.bulk_create(Entity(**{c: getattr(row, c) for c in columns}) for row in some)
        # bulk_create refuses a model that inherits from another table, so its part goes in apart.
        model._base_manager._insert(some, fields=model._meta.local_concrete_fields, using="default")
        for entity in some:
            line: dict[str, Any] = {"by": by, "touched": [entity], "at": PUBLISHED}
            record("created", after=snapshot(entity) | {"published_at": None}, **line)
            moment = {"published_at": PUBLISHED.isoformat()}
            record("published", before={"published_at": None}, after=moment, **line)
    return made


def make_record(corpus: Path, by: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Store the corpus's record. Return its people, productions, and the ceremony of each nomination."""
    names = set(Entity.objects.values_list("kind", "folded_name"))  # the sample's

    def disambiguation(kind: str, name: str, number: int) -> str:
        is_new = (kind, fold(name)) not in names
        names.add((kind, fold(name)))
        return "" if is_new else f"no. {number}"

    people = make_entities(
        Person,
        [
            {
                "public_id": public_id(PERSON, row["id"], 10),
                "name": row["name"],
                "slug": row["slug"],
                "born": row["born"],
                "occupations": ", ".join(row["roles"]).capitalize(),
                "disambiguation": disambiguation("person", row["name"], row["id"]),
                "summary": f"{row['name']} works as {', '.join(row['roles'])}.",
            }
            for row in read_table(corpus, "people")
        ],
        by,
    )
    titles = list(read_table(corpus, "productions"))
    productions = make_entities(
        Production,
        [
            {
                "public_id": public_id(PRODUCTION, row["id"], 10),
                "name": row["title"],
                "slug": row["slug"],
                "type": TYPES[row["kind"]],
                "disambiguation": disambiguation("production", row["title"], row["id"]),
            }
            for row in titles
        ],
        by,
    )
    Release.objects.bulk_create(
        (Release(production=productions[row["id"]], date=str(row["year"])) for row in titles),
        batch_size=AT_ONCE,
    )
    Credit.objects.bulk_create(
        (
            Credit(
                production=productions[row["id"]],
                party_id=people[credit["person"]].pk,
                role=credit["role"],
                billing=billing,
            )
            for row in titles
            for billing, credit in enumerate(row["credits"], start=1)
        ),
        batch_size=AT_ONCE,
    )
    return people, productions, make_awards(corpus, people, productions, by)


def make_awards(corpus: Path, people: list[Any], productions: list[Any], by: Any) -> list[Any]:
    """Store awards, ceremonies, categories, contests and nominations. Return each one's ceremony."""
    nominated = list(read_table(corpus, "awards"))
    bodies = sorted({row["body"] for row in nominated})
    made = make_entities(
        Award,
        [
            {
                "public_id": public_id(AWARD, number, 10),
                "name": f"{body} of the Corpus",
                "short_name": body,
                "slug": f"corpus-{slugify(body)}",
                "family": body,
            }
            for number, body in enumerate(bodies)
        ],
        by,
    )
    awards = dict(zip(bodies, made, strict=True))
    years = sorted({(row["body"], row["year"]) for row in nominated})
    made = make_entities(
        Ceremony,
        [
            {
                "public_id": public_id(CEREMONY, number, 10),
                "award": awards[body],
                "name": f"{year} {body}",
                "slug": str(year),
                "year_label": str(year),
                "held_on": f"{year}-03-01",
                "nominations_announced_on": f"{year}-01-15",
            }
            for number, (body, year) in enumerate(years)
        ],
        by,
    )
    ceremonies = dict(zip(years, made, strict=True))
    names = sorted({(row["body"], row["category"]) for row in nominated})
    made = make_entities(
        Category,
        [
            {
                "public_id": public_id(CATEGORY, number, 10),
                "award": awards[body],
                "name": name,
                "slug": slugify(name),
                "position": number,
            }
            for number, (body, name) in enumerate(names)
        ],
        by,
    )
    categories = dict(zip(names, made, strict=True))
    by_contest: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in nominated:
        by_contest.setdefault((row["body"], row["year"], row["category"]), []).append(row)
    contests, nominations, nominees = [], [], []
    first_contest, first_nomination = next_key(Contest), next_key(Nomination)
    for number, ((body, year, name), rows) in enumerate(sorted(by_contest.items())):
        winners = sum(row["won"] for row in rows)
        contest = Contest(
            pk=first_contest + number,
            public_id=public_id(CONTEST, number, 10),
            ceremony=ceremonies[body, year],
            category=categories[body, name],
            name=name,
            position=number,
            outcome="awarded" if winners else "open",
        )
        contests.append(contest)
        for position, row in enumerate(rows):
            won = "won" if winners == 1 else "shared win"
            nomination = Nomination(
                pk=first_nomination + len(nominations),
                public_id=public_id(NOMINATION, row["id"], 10),
                contest=contest,
                position=position,
                production=productions[row["production"]],
                result=won if row["won"] else "nominated",
            )
            nominations.append(nomination)
            nominees.append(Nominee(nomination=nomination, party_id=people[row["person"]].pk))
    Contest.objects.bulk_create(contests, batch_size=AT_ONCE)
    Nomination.objects.bulk_create(nominations, batch_size=AT_ONCE)
    Nominee.objects.bulk_create(nominees, batch_size=AT_ONCE)
    return [ceremonies[row["body"], row["year"]] for row in nominated]


def find_record(corpus: Path) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the record as `make_record` does, from what an earlier run stored."""
    by_id = Entity.objects.only("public_id", "name").in_bulk(field_name="public_id")
    people = [by_id[public_id(PERSON, row["id"], 10)] for row in read_table(corpus, "people")]
    titles = [
        by_id[public_id(PRODUCTION, row["id"], 10)] for row in read_table(corpus, "productions")
    ]
    years = [(row["body"], row["year"]) for row in read_table(corpus, "awards")]
    number = {year: place for place, year in enumerate(sorted(set(years)))}
    return people, titles, [by_id[public_id(CEREMONY, number[year], 10)] for year in years]


# Stories -------------------------------------------------------------------------------------------


def make_sections(corpus: Path) -> dict[str, Section]:
    """Return the corpus's sections by slug; where the sample has the same slug, the sample's."""
    sections = {row.slug: row for row in Section.objects.all()}
    for number, row in enumerate(read_table(corpus, "sections")):
        if row["slug"] not in sections:
            section = Section(name=row["name"], slug=row["slug"], position=20 + number)
            tag_addresses.save(section, by=None)
            sections[row["slug"]] = section
    return sections


def make_authors(people: list[Any]) -> dict[str, Author]:
    """Return authors by name: the corpus uses its last forty people as the authors of its stories."""
    authors = {}
    for number, name in enumerate(dict.fromkeys(person.name for person in people[-40:])):
        slug = f"corpus-{slugify(name)}"
        authors[name] = Author(name=name, slug=slug, public_id=public_id(AUTHOR, number, 10))
        tag_addresses.save(authors[name], by=None)
    return authors


def make_tags(corpus: Path) -> list[Tag]:
    names = {fold(tag.name) for tag in Tag.objects.all()}
    slugs = set(Tag.objects.values_list("slug", flat=True))
    tags = []
    for row in read_table(corpus, "tags"):
        is_taken = row["slug"] in slugs or fold(row["name"]) in names
        names.add(fold(row["name"]))
        tag = Tag(
            name=f"{row['name']} {row['id']}" if is_taken else row["name"],
            slug=f"{row['slug']}-{row['id']}" if is_taken else row["slug"],
            public_id=public_id(TAG, row["id"], 10),
        )
        tag_addresses.save(tag, by=None)
        tags.append(tag)
    return tags


class Loader:
    """Turns stories of the corpus into rows, without parsing the markup that it has just written."""

    def __init__(self, corpus: Path, entities: tuple[list[Any], ...], by: Any) -> None:
        people, productions, ceremonies = entities
        self.entities = {"person": people, "production": productions, "award": ceremonies}
        self.by = by
        self.sections = make_sections(corpus)
        self.authors = make_authors(people)
        self.tags = make_tags(corpus)
        self.tags_by_id = {tag.public_id: tag for tag in self.tags}

    def load(self, stories: list[dict[str, Any]], first_key: int) -> None:
        """Store these stories, each with its revision, and let readers and the desk find them."""
        articles, revisions, mentions, entries = [], [], [], []
        for key, story in enumerate(stories, start=first_key):
            body, text, offsets = self.body(story)
            article, revision = self.rows(story, key, body)
            articles.append(article)
            revisions.append(revision)
            mentions += [
                Mention(article_id=key, entity_id=entity, position=position, first_offset=offset)
                for position, (entity, offset) in enumerate(offsets.items())
            ]
            entries.append(self.entry(story, article, text))
        # Stories and revisions point to each other: foreign keys are checked at the commit.
        Article.objects.bulk_create(articles)
        Revision.objects.bulk_create(revisions)
        Mention.objects.bulk_create(mentions)
        Byline.objects.bulk_create(
            Byline(article=article, author=self.authors[story["byline"]])
            for article, story in zip(articles, stories, strict=True)
        )
        TaggedStory.objects.bulk_create(
            TaggedStory(content_object=article, tag=self.tags[tag])
            for article, story in zip(articles, stories, strict=True)
            for tag in story["tags"]
        )
        for article in articles:
            self.log(article)
        documents.put_all(entries)
        desk_index.write_all(articles, tags=self.tags_by_id)

    def log(self, article: Article) -> None:
        line: dict[str, Any] = {"by": self.by, "touched": [article]}
        record("saved", after={"revision": 1}, at=article.saved_at, **line)
        before = {"stage": "draft", "published_at": None}
        after = {"stage": "ready", "published_at": as_json(article.published_at), "revision": 1}
        record("published", before=before, after=after, at=article.published_at, **line)

    def body(self, story: dict[str, Any]) -> tuple[str, list[str], dict[int, int]]:
        """Return its markup, the text of each block, and where each entity is first named."""
        markup, texts, offsets, offset = [], [], {}, 0
        for block in story["body"]:
            text, inner, end = "", "", 0
            for mark in MARK.finditer(block["text"]):
                before, end = block["text"][end : mark.start()], mark.end()
                entity = self.entities[mark[1]][int(mark[2])]
                name = html.escape(mark[3], quote=False)
                inner += html.escape(before, quote=False)
                inner += f'<a data-record="{entity.public_id}">{name}</a>'
                offsets.setdefault(entity.pk, offset + len(text) + len(before))
                text += before + mark[3]
            inner += html.escape(block["text"][end:], quote=False)
            text += block["text"][end:]
            match block["type"]:
                case "paragraph":
                    markup.append(f"<p>{inner}</p>")
                case "heading":
                    markup.append(f"<h2>{inner}</h2>")
                case "quote":
                    speaker = html.escape(block["by"], quote=False)
                    markup.append(
                        f'<blockquote data-speaker="{speaker}"><p>{inner}</p></blockquote>'
                    )
            texts.append(text)
            offset += len(text) + len("\n\n")
        return "".join(markup), texts, offsets

    def rows(self, story: dict[str, Any], key: int, body: str) -> tuple[Article, Revision]:
        section = self.sections[story["section"]]
        published_at = datetime.fromisoformat(story["published_at"])
        saved_at = published_at - timedelta(minutes=20)
        content = Content(
            headline=story["headline"],
            dek=story["dek"],
            body=body,
            section=section.public_id,
            bylines=((self.authors[story["byline"]].public_id, ""),),
            tags=tuple(self.tags[tag].public_id for tag in story["tags"]),
        )
        revision = Revision(
            pk=key,
            article_id=key,
            number=1,
            content=content.as_json(),
            headline=content.headline,
            section=section,
            stage="draft",
            saved_at=saved_at,
            saved_by=self.by,
        )
        article = Article(
            pk=key,
            public_id=public_id(STORY, story["id"], 8),
            headline=content.headline,
            dek=content.dek,
            body=body,
            slug=publishing.slug_for(content.headline),
            section=section,
            stage="ready",
            published_at=published_at,
            newest=revision,
            live=revision,
            version=2,
            created_at=saved_at,
            created_by=self.by,
            word_count=word_count(body),
            folded_headline=fold(plain(content.headline))[:300],
            saved_at=saved_at,
        )
        return article, revision

    def entry(self, story: dict[str, Any], article: Article, texts: list[str]) -> Entry:
        """Return what readers find of it, as `articles.search_rows` reads it from the rows."""
        blocks = zip(texts, story["body"], strict=True)
        first = next((text for text, block in blocks if block["type"] == "paragraph"), "")
        section = self.sections[story["section"]].name
        names = [story["byline"], *(self.tags[tag].name for tag in story["tags"])]
        return Entry(
            kind="story",
            pk=article.pk,
            title=article.headline,
            public_at=article.published_at,
            about="\n".join(filter(None, (article.dek, first, *names, section))),
            text="\n".join(filter(None, ("\n\n".join(texts), article.dek))),
            note=section,
        )


def load(corpus: Path, *, only_record: bool) -> None:
    by = get_user_model().objects.get(username="editor")
    with connection.cursor() as cursor:  # after an interrupted run, start again from `set_up`
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-400000")
    began = time.time()
    with transaction.atomic():
        if Person.objects.filter(public_id=public_id(PERSON, 0, 10)).exists():
            entities = find_record(corpus)
        else:
            entities = make_record(corpus, by)
            addresses.add_missing_addresses()
            for kind in Kind:
                for _ in search_rows.write_every(str(kind)):
                    pass
        print(f"the record: {time.time() - began:.0f} s", flush=True)
    if only_record:
        return
    with transaction.atomic():
        loader = Loader(corpus, entities, by)
        # The oldest first, as they were published; the corpus has the newest first.
        stories = iter([*read_table(corpus, "stories")][::-1])
        key, done = max(next_key(Article), next_key(Revision)), 0
        while some := list(islice(stories, AT_ONCE)):
            loader.load(some, key + done)
            done += len(some)
            print(f"{done} stories: {time.time() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# Comparing with what the verbs write ---------------------------------------------------------------

# Keys, ids and moments, which always differ between a loaded row and one that the verbs just made.
OWN = {
    "id",
    "public_id",
    "article_id",
    "content_object_id",
    "entity_id",
    "newest_id",
    "live_id",
    "row",
    "at",
    "created_at",
    "saved_at",
    "updated_at",
}


def columns(rows: Any, *, without: set[str] = OWN) -> list[dict[str, Any]]:
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in without
        }
        for row in rows
    ]


def log_lines(row: Any) -> list[dict[str, Any]]:
    """Return the verb of each log line about the row, newest first, and the fields that it changed."""
    lines = Change.objects.touching(kind_of(row), row.public_id)
    return [{"line": (line.verb, sorted(line.before), sorted(line.after))} for line in lines]


def rows_of_story(article: Article) -> dict[str, list[dict[str, Any]]]:
    return {
        "story": columns([article]),
        "revisions": columns(article.revisions.all()),
        "bylines": columns(article.bylines.all()),
        "tags": columns(article.tagged.order_by("pk")),
        "mentions": columns(article.mentions.all()),
        "what readers find": columns(Document.objects.filter(kind=1, row=article.pk)),
        "log": log_lines(article),
    }


def rows_of_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    names = {"name", "sort_name", "sort_key", "folded_name", "slug", "disambiguation"}
    return {
        "person": columns([person], without=OWN | names | {"published_at"}),
        "addresses": columns(person.addresses.all(), without=OWN | names | {"leads_from"}),
        "log": log_lines(person),
    }


def differences(loaded: dict[str, Any], made: dict[str, Any], what: object) -> int:
    """Print where the two differ, and return in how many tables."""
    count = 0
    for table, rows in loaded.items():
        if rows == made[table]:
            continue
        count += 1
        unlike = [
            (name, row[name], other[name])
            for row, other in zip(rows, made[table], strict=False)
            for name in row
            if row[name] != other[name]
        ]
        print(
            f"{what}: {table}: rows differ, {len(rows)} and {len(made[table])} rows: {unlike[:3]!s:.600}"
        )
    return count


def check(stories: int) -> int:
    """Compare loaded rows with those that verbs make of the same content; return how many differ."""
    by = get_user_model().objects.get(username="editor")
    corpus = Article.objects.exclude(revisions__note="Came with the sample.")
    sample, differ = list(corpus.order_by("-published_at")[: stories * 7 : 7]), 0
    for article in sample:
        with transaction.atomic():
            content = Content.from_json(article.newest.content)
            assert clean(content.body) == content.body, "the body isn't as cleaning leaves it"
            made = publishing.start(by=by, content=content)
            publishing.publish(made, by=by, now=article.published_at)
            made.refresh_from_db()
            differ += differences(rows_of_story(article), rows_of_story(made), article)
            transaction.set_rollback(True)
    people = list(Person.objects.filter(names=None).order_by("-pk")[:3])
    for person in people:
        with transaction.atomic():
            fields = ("born", "occupations", "summary")
            same = {name: getattr(person, name) for name in fields}
            twin = editing.create(Person, by=by, name=f"{person.name} Twin", **same)
            editing.publish(twin, by=by)
            twin.refresh_from_db()
            differ += differences(rows_of_person(person), rows_of_person(twin), person)
            transaction.set_rollback(True)
    unindexed = Article.objects.out_of_bin().count() - desk_index.DeskDocument.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = len(cursor.fetchall())
    sound = schema.is_sound(connection)
    print(
        f"{len(sample)} stories and {len(people)} people compared, {differ} tables differ;"
        f" the index is {'sound' if sound else 'NOT SOUND'}; {broken} foreign keys are broken;"
        f" {unindexed} stories are missing from the desk's index"
    )
    return differ + broken + unindexed + (not sound)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("corpus", type=Path)
    options.add_argument("--record", action="store_true", help="load only the record")
    options.add_argument("--check", type=int, default=0, metavar="N", help="compare N stories")
    given = options.parse_args()
    if given.check:
        sys.exit(1 if check(given.check) else 0)
    load(given.corpus, only_record=given.record)
