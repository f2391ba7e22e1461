"""What is in a body or a page that mustn't be, found by parsers that the site doesn't use for it.

Python's reads the markup, nh3 reads it as a browser would: if a browser saw anything else in it
than Python's does, the second reading would differ from the first.
"""

import re
from html.parser import HTMLParser

import nh3

from articles.body.vocabulary import RULES

# Written anew on purpose, not taken from the site.
ADDRESS = re.compile(
    r"https?://[^\s@/\\]+([/?#][^\s\\]*)?|mailto:[^\s@]+@[^\s@]+|/([^/\s\\][^\s\\]*)?"
)
PUBLIC_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
WORDS = re.compile(r"[^<>\x00-\x1f\x7f]{0,600}")
EMBED = re.compile(
    r"https://(www\.|m\.)?(youtube|vimeo|x|twitter|instagram)\.com/\S+|https://youtu\.be/\S+"
)
STORED = {
    "a": {"href": ADDRESS, "data-record": PUBLIC_ID},
    "blockquote": {"data-speaker": WORDS, "data-how": WORDS, "data-record": PUBLIC_ID},
    "aside": {"data-pull": WORDS},
    "table": {"data-caption": WORDS},
    "figure": {
        "data-picture": PUBLIC_ID,
        "data-caption": WORDS,
        "data-size": re.compile("text|wide"),
    },
    "div": {
        "data-nominees": PUBLIC_ID,
        "data-tally": PUBLIC_ID,
        "data-award": PUBLIC_ID,
        "data-embed": EMBED,
    },
} | {
    tag: {}
    for tag in (
        *("p", "h2", "h3", "ul", "ol", "li", "tbody", "tr", "th", "td"),
        *("strong", "em", "cite"),
    )
}

NUMBERS = re.compile(r"[-\w. ]+")
SHOWN = {
    "a": {"href": ADDRESS, "class": re.compile("entity"), "data-card": PUBLIC_ID},
    "p": {"class": re.compile("opening|note embed")},
    "span": {"class": re.compile("dateline|credit|speech__who plain|speech__how")},
    "aside": {"class": re.compile("pull"), "aria-label": re.compile(r"Quotation( \d+)?")},
    "figure": {"class": re.compile("speech|figure|figure figure--wide")},
    "svg": {
        "class": re.compile("endmark"),
        "viewbox": NUMBERS,
        "viewBox": NUMBERS,
        "aria-hidden": re.compile("true"),
        "focusable": re.compile("false"),
    },
    "circle": dict.fromkeys(("cx", "cy", "r"), NUMBERS),
    "path": {"d": NUMBERS},
    "img": {
        "src": ADDRESS,
        "alt": WORDS,
        "srcset": WORDS,
        "sizes": WORDS,
        "width": NUMBERS,
        "height": NUMBERS,
        "loading": NUMBERS,
    },
    "source": {"type": WORDS, "srcset": WORDS, "sizes": WORDS},
    "div": {
        "class": re.compile("cells scroll-x"),
        "tabindex": re.compile("0"),
        "role": re.compile("region"),
        "aria-label": WORDS,
    },
    "th": {"scope": re.compile("col")},
} | {
    tag: {}
    for tag in (
        *("h2", "h3", "ul", "ol", "li", "strong", "em", "cite"),
        *("blockquote", "figcaption", "footer", "b", "picture"),
        *("table", "caption", "thead", "tbody", "tr", "td"),
    )
}

INLINE = {"a", "strong", "em", "cite"}
MAY_HOLD = {
    "": {"p", "h2", "h3", "ul", "ol", "table", "blockquote", "aside", "figure", "div"},
    "table": {"tbody"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "ul": {"li"},
    "ol": {"li"},
    "li": {"p", "ul", "ol"},
    "blockquote": {"p"},
    "aside": {"p"},
    "figure": set(),
    "div": set(),
} | dict.fromkeys(("p", "h2", "h3", "th", "td", *INLINE), INLINE)
TAKES_WORDS = {"p", "h2", "h3", "th", "td"} | INLINE


class _Reader(HTMLParser):
    def __init__(self, allowed, *, nested):
        super().__init__()
        self.allowed, self.nested = allowed, nested
        self.open, self.found, self.words = [""], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.allowed:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            pattern = self.allowed.get(tag, {}).get(name)
            if pattern is None or not pattern.fullmatch(value or ""):
                self.found.append(f"{name}={value!r} on <{tag}>")
        if self.nested and tag not in MAY_HOLD.get(self.open[-1], ()):
            self.found.append(f"<{tag}> in <{self.open[-1]}>")
        if self.nested and tag == "a" and "a" in self.open:
            self.found.append("a link in a link")
        if tag not in ("img", "source"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.found.append(f"</{tag}> closes another")

    def handle_data(self, words):
        self.words.append(words)
        if self.nested and self.open[-1] not in TAKES_WORDS:
            self.found.append(f"{words!r} in <{self.open[-1]}>")

    def handle_comment(self, words):
        self.found.append(f"<!--{words}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def foreign_in_body(html):
    """What is in a stored body that the vocabulary doesn't have, or not there."""
    found = _read(html, STORED, nested=True).found
    if _as_browsers_read(html, {tag: set(rules) for tag, rules in RULES.items()}) != html:
        found.append("a browser reads it otherwise")
    return found


def foreign_in_page(html):
    """What is in printed blocks that none of them prints."""
    return _read(html, SHOWN, nested=False).found


def words_of(html):
    """All the words of it, without the white space."""
    return "".join("".join(_read(html, {}, nested=False).words).split())


def _read(html, allowed, *, nested):
    reader = _Reader(allowed, nested=nested)
    reader.feed(html)
    reader.close()
    if reader.open != [""]:
        reader.found.append(f"never closed: {reader.open}")
    return reader


def _as_browsers_read(html, allowed):
    return nh3.clean(
        html,
        tags=set(allowed) | {"tbody"},
        attributes={tag: names for tag, names in allowed.items() if names},
        link_rel=None,
    )
