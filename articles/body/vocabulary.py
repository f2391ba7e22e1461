"""The one list of what a story's text may contain.

The editor's configuration, cleaning, rendering, plain text and the tests are all made from it, so
they can't disagree. It imports no models, so settings may import it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from articles.body.links import EMBED_HOSTS, embed_service, is_allowed
from words.characters import with_plain_spaces, without_unseen

PUBLIC_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

# Without the no-break space, which is typography.
WHITESPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")

# Text with marks, in the list of what a tag may hold.
TEXT = "#text"

DEEPEST_LIST = 3

# Nobody reads a larger table on a page, so its rows become paragraphs.
MOST_COLUMNS = 20
MOST_ROWS = 500


@dataclass(frozen=True)
class Rule:
    """The values that an attribute may have."""

    noun: str  # what editors call it
    requirement: str  # which values are valid: "A caption is ..."
    is_valid: Callable[[str], object]
    normalize: Callable[[str], str] = str  # applied before the check

    def stored(self, value: str) -> str | None:
        """Return the value to store, with its white space collapsed, or None if it is invalid."""
        value = WHITESPACE.sub(" ", self.normalize(value)).strip(" ")
        return value if self.is_valid(value) else None


@dataclass(frozen=True)
class Part:
    """One thing that a story's text may contain."""

    name: str  # its export in the editor's modules
    called: str  # what editors call it, in a sentence
    tags: tuple[str, ...]
    attributes: dict[str, Rule] = field(default_factory=dict)  # in the order they are stored
    needs: tuple[str, ...] = ()  # the attributes that make it this part
    always: tuple[str, ...] = ()  # attributes that are stored even when empty
    holds: tuple[str, ...] = ()  # tags, or TEXT; empty for a box
    at_top: bool = True  # whether it may be outside other parts
    is_mark: bool = False  # whether it formats text
    options: object = True  # what the editor's extension is configured with


def reference(noun: str) -> Rule:
    """Return the rule for a public id. Whether such a row exists isn't checked here."""
    return Rule(noun, "a public id, such as mark-ruffalo", PUBLIC_ID.fullmatch)


def words(noun: str, most: int) -> Rule:
    """Return the rule for plain text. It refuses < and >, so that no parser can see markup in it."""
    pattern = re.compile(rf"[^<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]{{0,{most}}}")
    requirement = f"at most {most} characters, without < and >"
    return Rule(
        noun, requirement, pattern.fullmatch, lambda text: with_plain_spaces(without_unseen(text))
    )


def one_of(noun: str, *values: str) -> Rule:
    return Rule(noun, " or ".join(values), values.__contains__)


ADDRESS = Rule(
    "address",
    "complete (https://, http:// or mailto:) or begins with /, and has no spaces",
    is_allowed,
)
EMBED = Rule(
    "address",
    f"on {', '.join(EMBED_HOSTS)} and begins with https://",
    embed_service,
)

# The first of the marks is the outermost: a link stays one link when a part of it is bold.
PARTS = (
    Part(
        "RecordLink",
        "a link to the record",
        ("a",),
        {"data-record": reference("reference to the record")},
        needs=("data-record",),
        is_mark=True,
    ),
    Part(
        "Link",
        "a link",
        ("a",),
        {"href": ADDRESS},
        needs=("href",),
        is_mark=True,
        options={"enableTarget": False, "autolink": False, "linkOnPaste": False},
    ),
    Part("Bold", "bold", ("strong",), is_mark=True),
    Part("Italic", "italic", ("em",), is_mark=True),
    Part("Title", "a title", ("cite",), is_mark=True),
    Part("Paragraph", "a paragraph", ("p",), holds=(TEXT,)),
    Part("Heading", "a heading", ("h2", "h3"), holds=(TEXT,), options={"levels": [2, 3]}),
    Part("BulletList", "a list", ("ul",), holds=("li",)),
    Part("OrderedList", "a numbered list", ("ol",), holds=("li",)),
    Part("ListItem", "a list item", ("li",), holds=("p", "ul", "ol"), at_top=False),
    Part(
        "Table",
        "a table",
        ("table",),
        {"data-caption": words("caption", 300)},
        holds=("tr",),
    ),
    Part("TableRow", "a table row", ("tr",), holds=("th", "td"), at_top=False),
    Part("TableHeader", "a table header", ("th",), holds=(TEXT,), at_top=False),
    Part("TableCell", "a table cell", ("td",), holds=(TEXT,), at_top=False),
    Part(
        "Quotation",
        "a quotation",
        ("blockquote",),
        {
            "data-speaker": words("speaker", 200),
            "data-how": words("manner of speaking", 200),
            "data-record": reference("reference to the record"),
        },
        always=("data-speaker",),
        holds=("p",),
    ),
    Part(
        "PullQuote",
        "a pull quote",
        ("aside",),
        {"data-pull": words("attribution", 200)},
        always=("data-pull",),
        holds=("p",),
    ),
    Part(
        "FigureRef",
        "a picture",
        ("figure",),
        {
            "data-picture": reference("picture reference"),
            "data-caption": words("caption", 600),
            "data-size": one_of("size", "text", "wide"),
        },
        needs=("data-picture",),
    ),
    Part(
        "NomineesBox",
        "a nominees box",
        ("div",),
        {"data-nominees": reference("contest")},
        needs=("data-nominees",),
    ),
    Part(
        "TallyBox",
        "a tally box",
        ("div",),
        {"data-tally": reference("person"), "data-award": reference("award")},
        needs=("data-tally", "data-award"),
    ),
    Part("Embed", "an embed", ("div",), {"data-embed": EMBED}, needs=("data-embed",)),
)

BY_TAG: dict[str, tuple[Part, ...]] = {
    tag: tuple(part for part in PARTS if tag in part.tags)
    for tag in dict.fromkeys(tag for part in PARTS for tag in part.tags)
}
RULES: dict[str, dict[str, Rule]] = {
    tag: {name: rule for part in parts for name, rule in part.attributes.items()}
    for tag, parts in BY_TAG.items()
}
HOLDS: dict[str, tuple[str, ...]] = {tag: parts[0].holds for tag, parts in BY_TAG.items()}
MARKS: tuple[str, ...] = tuple(dict.fromkeys(p.tags[0] for p in PARTS if p.is_mark))


def editor_extensions() -> dict[str, object]:
    """Return the options of the editor's extensions by the name of their export."""
    # The editor's package turns these two on by default.
    return {part.name: part.options for part in PARTS} | {"Menu": False, "NoSpellCheck": False}
