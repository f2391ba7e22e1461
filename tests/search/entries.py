"""Documents for tests: short ones, public since long ago unless a test says otherwise."""

from datetime import UTC, datetime, timedelta

from search import documents
from search.documents import Entry
from search.find import find

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def put(kind, pk, title, *, public_at=None, **parts):
    documents.put(Entry(kind, pk, title, public_at or LONG_AGO + pk * DAY, **parts))


def story(pk, title="An envelope is opened", text="", **parts):
    put("story", pk, title, text=text, **parts)


def person(pk, title, **parts):
    put("person", pk, title, **parts)


def found(words, **options):
    """(kind, pk) of all that is found, in order."""
    return [(hit.kind, hit.pk) for hit in find(words, **options).hits]


def stories_found(words, **options):
    return [pk for kind, pk in found(words, **options) if kind == "story"]
