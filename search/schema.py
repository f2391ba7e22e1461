"""Creates the full-text indexes after every migration, instead of in one.

When Django rebuilds a table on SQLite, its triggers are silently dropped: `make` notices and creates them
again. It compares the definitions in the database with those in this file, so a change here needs no
migration.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite ------------------------------------------------------------------------------------------

INDEXES = {
    # No stop words: "It", "Us" and "Her" are films.
    "search_index": """CREATE VIRTUAL TABLE search_index USING fts5(
        title, names, about, text, also, content='search_document', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    # No stemming: a half-typed name is the start of a word, not of its stem.
    "search_name_index": """CREATE VIRTUAL TABLE search_name_index USING fts5(
        folded, content='search_name', content_rowid='id', prefix='1 2 3',
        tokenize='unicode61 remove_diacritics 2')""",
}


def _triggers(table: str, index: str, columns: tuple[str, ...]) -> dict[str, str]:
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    add = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new});"
    remove = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old});"
    return {
        f"{table}_added": f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"{table}_removed": (
            f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {remove} END"
        ),
        f"{table}_changed": (
            f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END"
        ),
    }


TRIGGERS = {
    "search_index": _triggers(
        "search_document", "search_index", ("title", "names", "about", "text", "also")
    ),
    "search_name_index": _triggers("search_name", "search_name_index", ("folded",)),
}

# Increase it when the index should hold other things about a story: the next `migrate` indexes all stories.
FILINGS = 2

# It stores no texts: the newest revisions have them. `search.desk_search` writes it, the trigger deletes.
DESK_INDEX = """CREATE VIRTUAL TABLE search_desk_index USING fts5(
        title, text, also, marks, content='', contentless_delete=1,
        tokenize='porter unicode61 remove_diacritics 2')"""
DESK_TRIGGER = (
    "CREATE TRIGGER search_deskdocument_removed AFTER DELETE ON search_deskdocument"
    f" BEGIN DELETE FROM search_desk_index WHERE rowid = old.id; /* filings {FILINGS} */ END"
)

# PostgreSQL --------------------------------------------------------------------------------------

# PostgreSQL's parser takes "and/or" for a path and "S.W.A.T." for a host name. Replacing these characters
# by spaces makes them words.
MARKS = (
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    "\u00a0\u00ab\u00b7\u00bb\u2009\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f"
)
# Put between a title and a text, so that no phrase matches across both, and removed again.
BETWEEN = "xqzbetweenzqx"
WORD_TOKENS = (
    "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, "
    "hword_numpart"
)
NUMBER_TOKENS = "int, uint, float, sfloat, version"


def words_of(*texts: str) -> str:
    """Return a tsvector expression for several texts."""
    marks = "'" + MARKS.replace("'", "''") + "'"
    text = f" || ' {BETWEEN} ' || ".join(texts)
    plain = f"translate({text}, {marks}, repeat(' ', {len(MARKS)}))"
    return f"ts_delete(to_tsvector('newsroom', {plain}), '{BETWEEN}')"


def _words(*columns: str) -> str:
    return f"tsvector GENERATED ALWAYS AS ({words_of(*columns)}) STORED"


# toast_tuple_target keeps rows narrow, with texts and tsvectors stored apart, so that counting a
# thousand matches reads few pages. The stemmer is the one of SQLite's index, without stop words.
POSTGRESQL = f"""
CREATE TEXT SEARCH DICTIONARY newsroom_stem (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION newsroom (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION newsroom ADD MAPPING FOR {WORD_TOKENS} WITH unaccent, newsroom_stem;
ALTER TEXT SEARCH CONFIGURATION newsroom ADD MAPPING FOR {NUMBER_TOKENS} WITH simple;
ALTER TABLE search_document SET (toast_tuple_target = 128);
ALTER TABLE search_document ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE search_document
    ADD COLUMN title_words {_words("title", "names")},
    ADD COLUMN about_words {_words("title", "names", "about")},
    ADD COLUMN words {_words("title", "names", "about", "text", "also")};
CREATE INDEX search_document_title_words ON search_document USING gin (title_words);
CREATE INDEX search_document_about_words ON search_document USING gin (about_words);
CREATE INDEX search_document_words ON search_document USING gin (words);
ALTER TABLE search_name
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
CREATE INDEX search_name_words ON search_name USING gin (words);
CREATE INDEX search_name_alphabetical ON search_name (folded COLLATE "C");
"""
FORGET = """
ALTER TABLE search_document
    DROP COLUMN IF EXISTS title_words, DROP COLUMN IF EXISTS about_words,
    DROP COLUMN IF EXISTS words;
ALTER TABLE search_name DROP COLUMN IF EXISTS words;
DROP INDEX IF EXISTS search_name_alphabetical;
DROP TEXT SEARCH CONFIGURATION IF EXISTS newsroom;
DROP TEXT SEARCH DICTIONARY IF EXISTS newsroom_stem;
"""
VERSION = sha256(POSTGRESQL.encode()).hexdigest()

# `search.desk_search` fills in words and marks. With another definition all rows are indexed again.
DESK_ON_POSTGRESQL = """
DELETE FROM search_deskdocument;
ALTER TABLE search_deskdocument DROP COLUMN IF EXISTS words, DROP COLUMN IF EXISTS marks;
ALTER TABLE search_deskdocument ADD COLUMN words tsvector, ADD COLUMN marks tsvector;
ALTER TABLE search_deskdocument ALTER COLUMN marks SET STORAGE MAIN;
CREATE INDEX search_deskdocument_words ON search_deskdocument USING gin (words);
CREATE INDEX search_deskdocument_marks ON search_deskdocument USING gin (marks);
"""
DESK_VERSION = sha256(f"{VERSION}{DESK_ON_POSTGRESQL}{FILINGS}".encode()).hexdigest()


def make(*, using: str, **_: Any) -> None:
    """Create and fill the indexes that are missing or outdated. A receiver of `post_migrate`.

    The desk's index is only created here; `articles.desk_index` fills it. Running it again changes
    nothing. Raises CommandError if PostgreSQL refuses the extension that search needs.
    """
    connection = connections[using]
    if "search_deskdocument" not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        if connection.vendor == "postgresql":
            _make_on_postgresql(connection)
        else:
            _make_on_sqlite(connection)


def _make_on_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search%%'", [])
        there = dict(cursor.fetchall())
        for index, statement in INDEXES.items():
            parts = TRIGGERS[index]
            if there.get(index) == statement and all(
                there.get(name) == sql for name, sql in parts.items()
            ):
                continue
            for name in parts:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            if there.get(index) != statement:
                cursor.execute(f"DROP TABLE IF EXISTS {index}")
                cursor.execute(statement)
            for sql in parts.values():
                cursor.execute(sql)
            cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        if there.get("search_desk_index") != DESK_INDEX:
            # It can't be filled from here. Deleting the rows makes `articles.desk_index` index every story.
            cursor.execute("DROP TRIGGER IF EXISTS search_deskdocument_removed")
            cursor.execute("DROP TABLE IF EXISTS search_desk_index")
            cursor.execute("DELETE FROM search_deskdocument")
            cursor.execute(DESK_INDEX)
        elif there.get("search_deskdocument_removed") != DESK_TRIGGER:
            cursor.execute("DROP TRIGGER IF EXISTS search_deskdocument_removed")
            cursor.execute("DELETE FROM search_deskdocument")
            cursor.execute(
                "INSERT INTO search_desk_index (search_desk_index) VALUES ('delete-all')"
            )
        else:
            return
        cursor.execute(DESK_TRIGGER)


def _make_on_postgresql(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description('search_document'::regclass, 'pg_class'),"
            " obj_description('search_deskdocument'::regclass, 'pg_class')"
        )
        version, desk_version = cursor.fetchone()
        if version != VERSION:
            try:
                with transaction.atomic(using=connection.alias):
                    cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
            except DatabaseError as refused:
                raise CommandError(
                    f"PostgreSQL refused to create the extension “unaccent”, which search needs: "
                    f"{refused}. Install the server’s contrib package (Debian: postgresql-contrib), ask "
                    "its administrator to run CREATE EXTENSION unaccent; in this database, then "
                    "migrate again."
                ) from refused
            cursor.execute(FORGET)
            cursor.execute(POSTGRESQL.replace("%", "%%"), [])
            cursor.execute(f"COMMENT ON TABLE search_document IS '{VERSION}'")
        if desk_version != DESK_VERSION:
            cursor.execute(DESK_ON_POSTGRESQL)
            cursor.execute(f"COMMENT ON TABLE search_deskdocument IS '{DESK_VERSION}'")


def is_sound(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the index matches the rows: reads all of it. Always true on PostgreSQL."""
    if connection.vendor == "postgresql":
        return True
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
            cursor.execute(
                "INSERT INTO search_desk_index (search_desk_index) VALUES ('integrity-check')"
            )
    except DatabaseError:
        return False
    return True


def refill(connection: BaseDatabaseWrapper) -> None:
    """Rebuild SQLite's indexes from the rows. Does nothing on PostgreSQL."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for index in INDEXES if connection.vendor == "sqlite" else ():
            cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
