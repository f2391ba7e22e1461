"""Makes a larger site of one that load_corpus.py has filled: its stories several times over.

    var/venv/bin/python bench/multiply.py var/bench/10k/db.sqlite3 var/bench/100k/db.sqlite3 10
    DATA_DIR=var/bench/100k var/venv/bin/python manage.py migrate

Each copy is 257 days older than the one before. An entity, tag, section or author has as many stories
as a corpus of that size would give it, in a tenth of the time, since it is plain SQL. Nothing but the
desk's own index has to read the stories: `migrate` files those that the desk doesn't find yet.
"""

import argparse
import shutil
import time

from pysqlite3 import dbapi2 as sqlite3  # it has FTS5, which Python's own may lack

STEP, DAYS = 1_000_000, 257
STEPPED, OLDER = "{name} + {step}", "strftime('%Y-%m-%d %H:%M:%f', {name}, '-{days} days')"
ANOTHER = "{name} || '{copy}'"
OMITTED = ""
# The key of a document is kind, seconds since 1900 and row, in 4, 34 and 25 bits: search.models.key.
SECONDS = "strftime('%s', public_at, '-{days} days') - strftime('%s', '1900-01-01')"
DOCUMENT_KEY = f"((1 << 34 | ({SECONDS})) << 25) | ((row + {{step}}) & 33554431)"
LINE = "subject_kind = 'article' and subject_id in ({stories})"
COPIED = [
    (
        "articles_article",
        {
            **dict.fromkeys(("id", "newest_id", "live_id"), STEPPED),
            **dict.fromkeys(("published_at", "created_at", "saved_at"), OLDER),
            "public_id": ANOTHER,
        },
        "public_id in ({stories})",
    ),
    (
        "articles_revision",
        {**dict.fromkeys(("id", "article_id"), STEPPED), "saved_at": OLDER},
        "article_id between {first} and {last}",
    ),
    *(
        (table, {"id": OMITTED, story: STEPPED}, f"{story} between {{first}} and {{last}}")
        for table, story in (
            ("articles_mention", "article_id"),
            ("articles_byline", "article_id"),
            ("articles_taggedstory", "content_object_id"),
        )
    ),
    ("history_change", {"id": STEPPED, "subject_id": ANOTHER, "at": OLDER}, LINE),
    (
        "history_touched",
        {"id": OMITTED, "change_id": STEPPED, "public_id": ANOTHER, "at": OLDER},
        f"change_id in (select id from history_change where {LINE})",
    ),
    (
        "search_document",
        {"id": DOCUMENT_KEY, "row": STEPPED, "public_at": OLDER},
        "kind = 1 and row between {first} and {last}",
    ),
]
# The corpus' own rows: those of the sample have a note, and copies have higher keys.
OF_THE_CORPUS = (
    "select article_id from articles_revision where number = 1 and note = ''"
    f" and article_id < {STEP}"
)


def copy_stories(database: "sqlite3.Connection", copy: int) -> None:
    """Insert one copy of every story, a statement for each table: columns as they are, but for some."""
    first, last = database.execute(
        f"select min(article_id), max(article_id) from ({OF_THE_CORPUS})"
    ).fetchone()
    stories = f"select public_id from articles_article where id between {first} and {last}"
    for table, changed, where in COPIED:
        columns = [row[1] for row in database.execute(f"pragma table_info({table})")]
        columns = [name for name in columns if changed.get(name) != OMITTED]
        values = [
            changed.get(name, "{name}").format(
                name=name, step=copy * STEP, days=copy * DAYS, copy=copy
            )
            for name in columns
        ]
        rows = where.format(stories=stories, first=first, last=last)
        database.execute(
            f"insert into {table} ({', '.join(columns)})"
            f" select {', '.join(values)} from {table} where {rows} order by id"
        )


def main(small: str, large: str, times: int) -> None:
    began = time.time()
    shutil.copy(small, large)
    database = sqlite3.connect(large, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-800000", "foreign_keys=off"):
        database.execute(f"pragma {pragma}")
    # The full-text index is made anew at the end, which is cheaper than row by row.
    triggers = database.execute(
        "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'search_document'"
    ).fetchall()
    for name, _ in triggers:
        database.execute(f"drop trigger {name}")
    for copy in range(1, times):
        copy_stories(database, copy)
    for _, sql in triggers:
        database.execute(sql)
    database.execute("insert into search_index (search_index) values ('rebuild')")
    database.execute("pragma journal_mode=wal")
    for table in ("articles_article", "articles_mention", "history_change", "search_document"):
        print(f"{table}: {database.execute(f'select count(*) from {table}').fetchone()[0]} rows")
    print(f"{time.time() - began:.0f} s")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("small", metavar="FROM.sqlite3")
    options.add_argument("large", metavar="TO.sqlite3")
    options.add_argument("times", nargs="?", type=int, default=10)
    main(**vars(options.parse_args()))
