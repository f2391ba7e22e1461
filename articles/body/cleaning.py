"""Cleans whatever an editor typed, pasted or imported, so that it holds the vocabulary alone.

nh3 parses the markup as a browser would and drops what is dangerous. `parsing` converts the rest and
applies the vocabulary's rules to every attribute. `tree.write` can write nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from articles.body.parsing import ALIASES, Parser
from articles.body.tables import CELLS, SPANS
from articles.body.tree import Body, write
from articles.body.vocabulary import RULES


def _tags(names: str) -> set[str]:
    return set(names.split())


# Blocks of other documents. nh3 lets them through, so that their texts stay apart; `parsing` drops
# the tags.
BLOCKS = _tags(
    """address article caption center dd details dir dl dt fieldset figcaption footer form header
    hgroup hr legend main nav optgroup pre search section summary tbody tfoot thead"""
)
# Elements that are removed with their content.
REMOVED_WITH_CONTENT = _tags(
    """applet audio canvas frameset iframe math noembed noframes noscript object script select
    style svg template textarea title video"""
)
# Markup that nobody misses. Its text is kept, so removing it is a note and no complaint.
HARMLESS = _tags(
    """abbr acronym address article base basefont bdi bdo big body center code
    data dd del dfn dir dt figcaption font footer head header hgroup hr html ins kbd
    label link main mark meta nav nobr output pre q rp rt ruby s samp search section small span
    strike sub summary sup time tt u var wbr"""
)
SUGGESTIONS = {
    "img": 'a picture is <figure data-picture="..."></figure>, by the id of the picture desk',
    "iframe": 'an embed is <div data-embed="https://..."></div>, by its address',
}
SUGGESTIONS |= dict.fromkeys(("audio", "embed", "object", "video"), SUGGESTIONS["iframe"])

KNOWN = set(RULES) | set(ALIASES) | {"br"}
PARTS_OF_TABLES = _tags(
    "caption col colgroup tbody tfoot thead"
)  # `parsing` uses them and writes its own
ALLOWED = {tag: set(rules) for tag, rules in RULES.items() if rules}
ALLOWED |= {tag: set(SPANS) for tag in CELLS}
CLEANER = nh3.Cleaner(
    tags=KNOWN | BLOCKS,
    attributes=ALLOWED,
    clean_content_tags=REMOVED_WITH_CONTENT,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?""")

# For markup whose parsing takes far longer than its length: see _without_slow_markup.
MANY = 1_000
DEEPEST = 100
ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?")
NESTING = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
NEVER_NESTED = _tags(
    "a area base br col dd dt embed hr img input li link meta option p param source td th tr wbr"
)
AMPERSANDS = re.compile(r"(?:[&\xa0][^<>&\xa0]*){500}")
OLD_FORMATTING = re.compile(r"<(?:big|code|font|nobr|s|small|strike|tt|u)(?=[\s/>])", re.IGNORECASE)
FORMATTING = re.compile(r"<(b|em|i|strong)(?=[\s/])", re.IGNORECASE)
FORMATTING_TAG = re.compile(
    FORMATTING.pattern + r"""(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*>""", re.IGNORECASE
)

MOST_SENTENCES = 20


@dataclass(frozen=True)
class Cleaned:
    """A body as it is stored, and what cleaning did to it."""

    html: str
    complaints: tuple[str, ...]  # sentences for the editor: what was lost
    notes: tuple[str, ...]  # what only changed its form


def clean(html: str) -> str:
    """Return the body as it is stored: the vocabulary alone. Cleaning it again changes nothing.

    Any text will do; nothing is raised. No word is lost, except in scripts and the like.
    """
    return write(parse(html))


def complaints(html: str) -> list[str]:
    """Return a sentence for the editor about each thing that cleaning takes out of the body."""
    return list(cleaned(html).complaints)


def parse(html: str) -> Body:
    """Return the cleaned body as a tree. The text need not have been cleaned before."""
    return Parser().parse(CLEANER.clean(_without_slow_markup(html)))


def cleaned(html: str) -> Cleaned:
    """Return the body as it is stored, with what the editor has to know and may want to know."""
    parser = Parser()
    stored = write(parser.parse(CLEANER.clean(_without_slow_markup(html))))
    if stored == html:
        return Cleaned(html, (), ())
    removed, changed = _markup_lost(html)
    return Cleaned(
        stored, _sentences([*removed, *parser.complaints]), _sentences([*changed, *parser.notes])
    )


def _without_slow_markup(html: str) -> str:
    """Return the document without markup that nh3 parses in more than linear time.

    It follows the HTML standard, whose recovery from errors an attacker can make quadratic. A mistake
    made here costs a document its formatting and no more: it is cleaned like any other. A body that
    was cleaned before comes out as it is.
    """
    if not html.isascii():  # drop lone halves of surrogate pairs, join the pairs
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    if html.count("&") + html.count("\xa0") > MANY:  # a long run of them without a tag is slow
        html = AMPERSANDS.sub(r"\g<0><!---->", html)
    if html.count("<") > MANY:
        # A parser opens formatting that was never closed again in each paragraph that follows, once for
        # each set of attributes.
        html = FORMATTING.sub(
            "<span", FORMATTING_TAG.sub(r"<\1>", OLD_FORMATTING.sub("<span", html))
        )
        if _is_nested_too_deep(html):
            html = ANY_TAG.sub(" ", html)
    return html


def _is_nested_too_deep(html: str) -> bool:
    """Return whether elements are nested deeper than in any text that somebody wrote."""
    still_open: dict[str, int] = {}
    depth = 0
    for slash, name in NESTING.findall(html):
        tag = name.lower()
        if tag in NEVER_NESTED:
            continue
        if not slash:
            still_open[tag] = still_open.get(tag, 0) + 1
            depth += 1
            if depth > DEEPEST:
                return True
        elif still_open.get(tag):
            still_open[tag] -= 1
            depth -= 1
    return False


def _markup_lost(html: str) -> tuple[list[str], list[str]]:
    """Return sentences about elements and attributes that stories don't have: losses, and changes."""
    if html.count("<") > MANY and _is_nested_too_deep(html):
        return [f"Elements were nested more than {DEEPEST} deep: only the text was kept."], []
    removed, changed = [], []
    tags, attributes = _markup(html)
    for tag in tags:
        name = f"<{tag[:30]}>"
        if tag in REMOVED_WITH_CONTENT or tag in SUGGESTIONS:
            instead = f": {SUGGESTIONS[tag]}" if tag in SUGGESTIONS else " with its content"
            removed.append(f"{name} was removed{instead}.")
        elif tag in HARMLESS:
            changed.append(f"{name} was removed, and its text kept.")
        elif tag not in KNOWN | PARTS_OF_TABLES:
            removed.append(f"A story can’t have {name}: only its text was kept.")
    for name in attributes:
        if name.startswith("on"):
            removed.append(f"The attribute {name[:30]} was removed: a story can’t have scripts.")
        else:
            changed.append(f"The attribute {name[:30]} was removed.")
    return removed, changed


def _markup(html: str) -> tuple[list[str], list[str]]:
    """Return the names of the elements and of disallowed attributes, in the document's order."""
    tags: dict[str, None] = {}
    attributes: dict[str, None] = {}
    skipped = ""  # the open element that is removed with its content
    for slash, name, rest in TAG.findall(html):
        tag = name.lower()
        if skipped:
            skipped = "" if slash and tag == skipped else skipped
        elif not slash:
            tags[tag] = None
            if tag in REMOVED_WITH_CONTENT:
                skipped = "" if rest.endswith("/") else tag
            elif rest and not rest.isspace():
                given = (each.lower() for each in ATTRIBUTE.findall(rest))
                allowed = ALLOWED.get(tag, ())
                attributes |= dict.fromkeys(each for each in given if each not in allowed)
    return list(tags), list(attributes)


def _sentences(sentences: list[str]) -> tuple[str, ...]:
    once = list(dict.fromkeys(sentences))
    more = len(once) - MOST_SENTENCES
    return (*once[:MOST_SENTENCES], *([f"And {more} more like these."] if more > 0 else []))
