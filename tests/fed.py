"""Is it RSS, JSON Feed, a sitemap? Each by its schema, in `tests/schemas/` or here."""

from functools import cache
from pathlib import Path

import rnc2rng
from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
MOMENT = {"type": "string", "format": "date-time"}
ITEM = {
    "type": "object",
    "required": ["id", "url", "title", "content_html", "date_published", "authors"],
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "image": ADDRESS,
        "content_html": {"type": "string"},
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "author": False,
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "items": {"type": "array", "items": ITEM},
        "feed_url": ADDRESS,
        "home_page_url": ADDRESS,
        "author": False,
    },
}


@cache
def _rss():
    source = rnc2rng.dumps(rnc2rng.loads((SCHEMAS / "rss.rnc").read_text()))
    return etree.RelaxNG(etree.fromstring(source.encode()))


@cache
def _sitemap():
    return etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))


def _faults(schema, document):
    schema.validate(etree.fromstring(document))
    return [str(fault) for fault in schema.error_log]


def faults_of_rss(document):
    return _faults(_rss(), document)


def faults_of_sitemap(document):
    """Of a sitemap, the news's too, and of an index of them."""
    return _faults(_sitemap(), document)


def faults_of_json_feed(feed):
    checker = Draft202012Validator.FORMAT_CHECKER
    found = Draft202012Validator(FEED, format_checker=checker).iter_errors(feed)
    return [f"{fault.json_path}: {fault.message}" for fault in found]
