"""The full-text indexes, made after every migration and not in one.

Django's table rebuild on SQLite drops triggers, silently: `make` finds that out and makes them
again. What an index is made by is compared with what is written here, so that a change of this file
needs no migration either.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite ------------------------------------------------------------------------------------------

INDEXES = {
    # No list of words to leave out: "It", "Us" and "Her" are films.
    "search_index": """CREATE VIRTUAL TABLE search_index USING fts5(
        title, names, about, text, also, content='search_document', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    # Without endings cut off: a name half typed begins a word, and no stem.
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

# Counted up when the desk is to find other things of a story: the next `migrate` files all of them.
FILINGS = 2

# It keeps no texts: what the desk finds of a story is in its newest revision. Who files a story
# writes it, and a row that goes takes its words along.
DESK_INDEX = """CREATE VIRTUAL TABLE search_desk_index USING fts5(
        title, text, also, marks, content='', contentless_delete=1,
        tokenize='porter unicode61 remove_diacritics 2')"""
DESK_TRIGGER = (
    "CREATE TRIGGER search_deskdocument_removed AFTER DELETE ON search_deskdocument"
    f" BEGIN DELETE FROM search_desk_index WHERE rowid = old.id; /* filings {FILINGS} */ END"
)

# PostgreSQL --------------------------------------------------------------------------------------

# Its parser takes "and/or" for a path and "S.W.A.T." for a host; between spaces they are words.
MARKS = (
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    "\u00a0\u00ab\u00b7\u00bb\u2009\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f"
)
# Stands between a title and a text, and is taken out again: no phrase reaches across its place.
BETWEEN = "xqzbetweenzqx"
WORD_TOKENS = (
    "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, "
    "hword_numpart"
)
NUMBER_TOKENS = "int, uint, float, sfloat, version"


def words_of(*texts: str) -> str:
    """The words of several texts, as an expression."""
    marks = "'" + MARKS.replace("'", "''") + "'"
    text = f" || ' {BETWEEN} ' || ".join(texts)
    plain = f"translate({text}, {marks}, repeat(' ', {len(MARKS)}))"
    return f"ts_delete(to_tsvector('newsroom', {plain}), '{BETWEEN}')"


def _words(*columns: str) -> str:
    return f"tsvector GENERATED ALWAYS AS ({words_of(*columns)}) STORED"


# A narrow row: texts and word lists lie beside it, and counting a thousand hits reads few pages.
# Stems are those that SQLite's index makes; its dictionary leaves no word out.
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

# Who files a story gives its words and marks: a row that is made otherwise is filed again.
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
    """Whatever is missing or made otherwise is there, and filled. For `post_migrate`.

    What the desk finds is only made, and filled by `articles.desk_index`. Running it again changes
    nothing. Raises CommandError where PostgreSQL refuses the extension
    that it needs.
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
            # Nothing here can fill it: without rows, every story is filed again.
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
                    f"PostgreSQL refused the extension “unaccent”, which search needs: {refused}. "
                    "Install the contrib package of the server (Debian: postgresql-contrib), have "
                    "its administrator run CREATE EXTENSION unaccent; in this database, and "
                    "migrate again."
                ) from refused
            cursor.execute(FORGET)
            cursor.execute(POSTGRESQL.replace("%", "%%"), [])
            cursor.execute(f"COMMENT ON TABLE search_document IS '{VERSION}'")
        if desk_version != DESK_VERSION:
            cursor.execute(DESK_ON_POSTGRESQL)
            cursor.execute(f"COMMENT ON TABLE search_deskdocument IS '{DESK_VERSION}'")


def is_sound(connection: BaseDatabaseWrapper) -> bool:
    """Whether the index holds what the rows hold. Reads all of it; PostgreSQL sees to it itself."""
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
    """The index is made anew from the rows."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for index in INDEXES if connection.vendor == "sqlite" else ():
            cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
