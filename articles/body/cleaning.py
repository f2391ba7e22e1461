"""Whatever an editor typed, pasted or imported becomes a body of the vocabulary.

nh3 reads the markup as a browser would and drops what is dangerous; `reading` puts right what is
left and applies the vocabulary's rules to every attribute; `tree.write` can write nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from articles.body.reading import ALIASES, Reader
from articles.body.tables import CELLS, SPANS
from articles.body.tree import Body, write
from articles.body.vocabulary import RULES


def _tags(names: str) -> set[str]:
    return set(names.split())


# Blocks of other documents: they are let through nh3, so that their words stay apart, and end in
# reading.
BLOCKS = _tags(
    """address article caption center dd details dir dl dt fieldset figcaption footer form header
    hgroup hr legend main nav optgroup pre search section summary tbody tfoot thead"""
)
# What goes with all that is in it.
GONE = _tags(
    """applet audio canvas frameset iframe math noembed noframes noscript object script select
    style svg template textarea title video"""
)
# Markup that an editor doesn't miss: its words are kept, so it is only noted.
HARMLESS = _tags(
    """abbr acronym address article base basefont bdi bdo big body center code
    data dd del dfn dir dt figcaption font footer head header hgroup hr html ins kbd
    label link main mark meta nav nobr output pre q rp rt ruby s samp search section small span
    strike sub summary sup time tt u var wbr"""
)
INSTEAD = {
    "img": 'a picture is <figure data-picture="..."></figure>, by the id of the picture desk',
    "iframe": 'an embed is <div data-embed="https://..."></div>, by its address',
}
INSTEAD |= dict.fromkeys(("audio", "embed", "object", "video"), INSTEAD["iframe"])

KNOWN = set(RULES) | set(ALIASES) | {"br"}
OF_TABLES = _tags("caption col colgroup tbody tfoot thead")  # nothing is lost with them
ALLOWED = {tag: set(rules) for tag, rules in RULES.items() if rules}
ALLOWED |= {tag: set(SPANS) for tag in CELLS}
CLEANER = nh3.Cleaner(
    tags=KNOWN | BLOCKS,
    attributes=ALLOWED,
    clean_content_tags=GONE,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?""")

# What a browser takes far longer to read than it is long. See _tamed.
MANY = 1_000
DEEPEST = 100
ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?")
NESTING = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
FLAT = _tags(
    "a area base br col dd dt embed hr img input li link meta option p param source td th tr wbr"
)
AMPERSANDS = re.compile(r"(?:[&\xa0][^<>&\xa0]*){500}")
UNKEPT = re.compile(r"<(?:big|code|font|nobr|s|small|strike|tt|u)(?=[\s/>])", re.IGNORECASE)
DRESSED = re.compile(r"<(b|em|i|strong)(?=[\s/])", re.IGNORECASE)
UNDRESSED = re.compile(DRESSED.pattern + r"""(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*>""", re.IGNORECASE)

MOST_SAID = 20


@dataclass(frozen=True)
class Cleaned:
    """A body as it is stored, and what was done to it."""

    html: str
    complaints: tuple[str, ...]  # what is no longer there: sentences for the editor
    notes: tuple[str, ...]  # what has only changed its form


def clean(html: str) -> str:
    """The body as it is stored: of the vocabulary only, and the same when it is cleaned again.

    Takes any text and raises nothing. Every word stays, but those in scripts and the like.
    """
    return write(read(html))


def complaints(html: str) -> list[str]:
    """Sentences for the editor, one for each thing that cleaning takes out of the body."""
    return list(cleaned(html).complaints)


def read(html: str) -> Body:
    """The body, cleaned, as a tree. Anything may be read, whether it has been cleaned or not."""
    return Reader().read(CLEANER.clean(_tamed(html)))


def cleaned(html: str) -> Cleaned:
    """The body as it is stored, with what an editor must be told, and may be told."""
    reader = Reader()
    stored = write(reader.read(CLEANER.clean(_tamed(html))))
    if stored == html:
        return Cleaned(html, (), ())
    removed, changed = _markup_lost(html)
    return Cleaned(stored, _said([*removed, *reader.complaints]), _said([*changed, *reader.notes]))


def _tamed(html: str) -> str:
    """The document, without what takes a browser's way of reading far longer than its length.

    What this misjudges can only cost a document its form: it is cleaned as any other. A body that
    has been cleaned passes as it is.
    """
    if not html.isascii():  # halves of surrogate pairs are no text; whole ones may be
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    if html.count("&") + html.count("\xa0") > MANY:  # with no tag in between, they take long
        html = AMPERSANDS.sub(r"\g<0><!---->", html)
    if html.count("<") > MANY:
        # Formatting left open is opened again in every paragraph after it, each kind that has
        # attributes of its own once more.
        html = DRESSED.sub("<span", UNDRESSED.sub(r"<\1>", UNKEPT.sub("<span", html)))
        if _is_bottomless(html):
            html = ANY_TAG.sub(" ", html)
    return html


def _is_bottomless(html: str) -> bool:
    """True if elements lie in elements as in no text that somebody wrote."""
    still_open: dict[str, int] = {}
    depth = 0
    for slash, name in NESTING.findall(html):
        tag = name.lower()
        if tag in FLAT:
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
    """What is said of elements and attributes that no story has: removed, and only changed."""
    if html.count("<") > MANY and _is_bottomless(html):
        return [f"Elements lay more than {DEEPEST} deep in others: only the words were kept."], []
    removed, changed = [], []
    tags, attributes = _markup(html)
    for tag in tags:
        name = f"<{tag[:30]}>"
        if tag in GONE or tag in INSTEAD:
            instead = f": {INSTEAD[tag]}" if tag in INSTEAD else " with all that was in it"
            removed.append(f"{name} was removed{instead}.")
        elif tag in HARMLESS:
            changed.append(f"{name} was removed, its words are kept.")
        elif tag not in KNOWN | OF_TABLES:
            removed.append(f"{name} is no part of a story: only its words were kept.")
    for name in attributes:
        if name.startswith("on"):
            removed.append(f"The attribute {name[:30]} was removed: a story holds no script.")
        else:
            changed.append(f"The attribute {name[:30]} was removed.")
    return removed, changed


def _markup(html: str) -> tuple[list[str], list[str]]:
    """The names of the elements, and of attributes that theirs isn't allowed, as they came."""
    tags: dict[str, None] = {}
    attributes: dict[str, None] = {}
    skipped = ""  # the element whose content goes with it
    for slash, name, rest in TAG.findall(html):
        tag = name.lower()
        if skipped:
            skipped = "" if slash and tag == skipped else skipped
        elif not slash:
            tags[tag] = None
            if tag in GONE:
                skipped = "" if rest.endswith("/") else tag
            elif rest and not rest.isspace():
                given = (each.lower() for each in ATTRIBUTE.findall(rest))
                allowed = ALLOWED.get(tag, ())
                attributes |= dict.fromkeys(each for each in given if each not in allowed)
    return list(tags), list(attributes)


def _said(sentences: list[str]) -> tuple[str, ...]:
    once = list(dict.fromkeys(sentences))
    more = len(once) - MOST_SAID
    return (*once[:MOST_SAID], *([f"And {more} more of the kind."] if more > 0 else []))
