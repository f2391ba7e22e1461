"""Parses well-formed markup into a body: what isn't in the vocabulary is converted or left out.

No word of the text is ever lost. `complaints` has a sentence for whatever else was lost, `notes` for
what only changed its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import unescape

from articles.body.tables import CELLS, SPANS, in_order
from articles.body.tidying import tidy
from articles.body.tree import Body, Mark, Node, Run
from articles.body.vocabulary import (
    BY_TAG,
    DEEPEST_LIST,
    HOLDS,
    MARKS,
    PARTS,
    RULES,
    WHITESPACE,
)
from words.characters import without_unseen

TOKENS = re.compile(r'<(/?)([a-z0-9]+)((?: [^\s"=<>]+="[^"]*")*)>|([^<]+)')
ATTRIBUTES = re.compile(r' ([^\s"=<>]+)="([^"]*)"')

ALIASES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "menu": "ul"}
LISTS = ("ul", "ol")
# The node to open for text directly inside a container that can't hold text.
BETWEEN = {"ul": "li", "ol": "li", "table": "tr", "tr": "td"}
HEADINGS = ("h2", "h3")
TOP = tuple(tag for part in PARTS if part.at_top and not part.is_mark for tag in part.tags)
PLAIN_MARKS = {tag: Mark(tag) for tag in MARKS if not RULES[tag]}

ONLY_WORDS = "its text is kept there"
NO_ADDRESS = f"It has no usable address: an address is {RULES['a']['href'].requirement}."


class Parser:
    """Parses one document; `complaints` and `notes` are complete once `parse` has returned."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.complaints: list[str] = []
        self.notes: list[str] = []
        # The open containers, outermost first: lists, their items, quotations, tables.
        self._containers: list[Node] = []
        self._text: Node | None = None  # the open block of text, if any
        self._moved_boxes: list[Node] = []  # boxes found in a container, to be put after it
        self._headings: list[str] = []
        self._links: list[Mark | None] = [None]
        self._open_marks = dict.fromkeys(PLAIN_MARKS, 0)
        self._marks: tuple[Mark, ...] = ()
        # The text of each open link that has no usable address.
        self._broken_links: list[list[str]] = []
        self._at_end: list[Callable[[], None]] = []  # by open element: what to do at its end tag
        self._caption: list[str] | None = None  # the text of a table's caption, while it is open
        self._is_head = False  # inside <thead>

    def parse(self, markup: str) -> Body:
        """Return the body. The markup has to be well-formed, as nh3 writes it."""
        for slash, tag, attributes, words in TOKENS.findall(markup):
            if words:
                self._words(unescape(words) if "&" in words else words)
            elif not slash:
                self._start(ALIASES.get(tag, tag), attributes)
            elif self._at_end:
                self._at_end.pop()()
        self._leave_all()
        self.nodes = [
            kept
            for node in self.nodes
            if tidy(node)
            for kept in (in_order(node, self.notes) if node.tag == "table" else [node])
        ]
        return Body(self.nodes)

    def _start(self, tag: str, markup: str) -> None:
        if self._caption is not None:
            self._caption.append(" " if tag in ("br", "p", "div") else "")
            if tag not in ("br", "hr"):
                self._at_end.append(lambda: None)
        elif tag in PLAIN_MARKS:
            self._mark(tag, 1)
            self._at_end.append(partial(self._mark, tag, -1))
        elif tag == "a":
            self._start_link(*_checked(tag, markup))
        elif tag in ("br", "hr"):  # they have no end tag
            self._break(tag)
        elif tag in HEADINGS:
            self._close_text()
            self._headings.append(tag)
            self._at_end.append(self._end_heading)
        elif tag == "caption" and self._containers and self._containers[-1].tag == "table":
            self._close_text()
            self._caption = []
            self._at_end.append(self._end_caption)
        elif tag == "thead":
            self._close_text()
            self._is_head = True
            self._at_end.append(self._end_head)
        elif tag in RULES and tag != "p":
            part, faults = _checked(tag, markup)
            self.complaints.extend(faults)
            if tag in CELLS and tag in self._allowed_here():
                given = dict(ATTRIBUTES.findall(markup))
                spans = {name: span for name in SPANS if (span := given.get(name, "1")) != "1"}
                part = Node("th" if self._is_head else tag, spans)
            self._start_part(part)
        else:
            self._start_part(None)

    def _words(self, words: str) -> None:
        words = WHITESPACE.sub(_evened, without_unseen(words))
        if self._caption is not None:
            self._caption.append(words)
            return
        if self._text is None:
            if not words.strip():
                return
            self._text = self._open_text()
            if self._text.runs:
                words = words.lstrip(" ")
        if self._broken_links:
            self._broken_links[-1].append(words)
        self._text.runs.append(Run(words, self._marks))

    def _mark(self, tag: str, step: int) -> None:
        self._open_marks[tag] += step
        self._update_marks()

    def _update_marks(self) -> None:
        link = self._links[-1]
        plain = tuple(mark for tag, mark in PLAIN_MARKS.items() if self._open_marks[tag])
        self._marks = (link, *plain) if link else plain

    def _start_link(self, link: Node | None, faults: list[str]) -> None:
        if link:
            [(attribute, value)] = link.attributes.items()
            self._links.append(Mark("a", attribute, value))
            self.complaints.extend(faults)
            self._at_end.append(self._end_link)
        else:
            self._links.append(self._links[-1])
            self._broken_links.append([])
            self._at_end.append(partial(self._end_unlinked, faults or [NO_ADDRESS]))
        self._update_marks()

    def _end_link(self) -> None:
        self._links.pop()
        self._update_marks()

    def _end_unlinked(self, faults: list[str]) -> None:
        self._end_link()
        if words := "".join(self._broken_links.pop()).strip():
            self.complaints.append(f"“{_short(words)}” is no longer a link. {' '.join(faults)}")

    def _end_heading(self) -> None:
        self._headings.pop()
        self._close_text()

    def _end_head(self) -> None:
        self._is_head = False
        self._close_text()

    def _end_caption(self) -> None:
        """Store the table's caption; text that can't be one becomes a paragraph before the table."""
        words = "".join(self._caption or ())
        self._caption = None
        given = self._containers[-1].attributes
        stored = RULES["table"]["data-caption"].stored(words)
        if stored is None or given.get("data-caption"):
            self.nodes.insert(-1, Node("p", runs=[Run(words)]))
        elif stored:
            given["data-caption"] = stored

    def _open_text(self) -> Node:
        """Return the block for the text that follows: the open heading or cell, or a new paragraph."""
        while self._containers and self._containers[-1].tag in BETWEEN:
            self._enter(Node(BETWEEN[self._containers[-1].tag]))
        if self._containers and self._containers[-1].tag in CELLS:
            cell = self._containers[-1]
            if cell.runs and not cell.runs[-1].text.endswith(" "):
                cell.runs.append(Run(" "))
            return cell
        tag = self._headings[-1] if self._headings else "p"
        text = Node(tag if tag in self._allowed_here() else "p")
        self._place(text)
        return text

    def _break(self, tag: str) -> None:
        """Begin a new paragraph at a line break; in a heading or a cell put a space instead."""
        if tag == "br" and self._text and self._text.tag in HEADINGS:
            self._text.runs.append(Run(" ", self._marks))
        else:
            self._close_text()

    def _close_text(self) -> None:
        self._text = None

    def _start_part(self, node: Node | None) -> None:
        """Begin a block. `node` is None for an element outside the vocabulary: only its text is kept."""
        self._close_text()
        if node and not HOLDS[node.tag]:
            self._put_box(node)
        elif node and self._enter_container(node):
            self._at_end.append(partial(self._leave, node))
            return
        self._at_end.append(self._close_text)

    def _put_box(self, box: Node) -> None:
        if not self._containers:
            self.nodes.append(box)
            return
        self._moved_boxes.append(box)
        self.notes.append(
            f"{_capital(box.part.called)} was inside {self._containers[0].part.called} "
            "and now follows it."
        )

    def _enter_container(self, container: Node) -> bool:
        """Open a container and return True, or return False where it can't be: its text is kept."""
        if container.tag == "li":
            while self._containers and self._containers[-1].tag == "li":
                self._containers.pop()
        elif container.tag in LISTS and self._containers and self._containers[-1].tag in LISTS:
            lines = self._containers[-1].children
            self._containers.append(lines[-1]) if lines else self._enter(Node("li"))
        depth = sum(around.tag in LISTS for around in self._containers)
        if container.tag in LISTS and depth == DEEPEST_LIST:
            self.notes.append(
                f"Lists can be {DEEPEST_LIST} levels deep. A deeper one was joined to the list around it."
            )
        elif container.tag in self._allowed_here():
            self._enter(container)
            return True
        elif container.tag not in CELLS and (
            lost := [value for value in container.attributes.values() if value]
        ):
            self.complaints.append(
                f"{_capital(container.part.called)} ({_short(', '.join(lost))}) was inside "
                f"{self._containers[0].part.called} and is plain text there now. "
                "Put it between paragraphs."
            )
        elif container.tag == "table":
            self.notes.append(
                f"A table was inside {self._containers[0].part.called}: {ONLY_WORDS}."
            )
        return False

    def _allowed_here(self) -> tuple[str, ...]:
        return HOLDS[self._containers[-1].tag] if self._containers else TOP

    def _place(self, node: Node) -> None:
        (self._containers[-1].children if self._containers else self.nodes).append(node)

    def _enter(self, container: Node) -> None:
        self._place(container)
        self._containers.append(container)

    def _leave(self, container: Node) -> None:
        self._close_text()
        for depth, open_ in enumerate(self._containers):
            if open_ is container:
                del self._containers[depth:]
        if not self._containers:
            self._leave_all()

    def _leave_all(self) -> None:
        self._containers.clear()
        self.nodes.extend(self._moved_boxes)
        self._moved_boxes.clear()


def _checked(tag: str, markup: str) -> tuple[Node | None, list[str]]:
    """Return the element with its valid attributes, and a sentence for each invalid one.

    None instead of the element if it needs an attribute that is missing or invalid.
    """
    given = {name: unescape(value) for name, value in ATTRIBUTES.findall(markup)}
    kept, faults = {}, []
    for name, rule in RULES[tag].items():
        if value := given.get(name, "").strip():
            stored = rule.stored(value)
            if stored is None:
                faults.append(
                    f"The {rule.noun} “{_short(value)}” can’t be kept: "
                    f"{_with_article(rule.noun)} is {rule.requirement}."
                )
            elif stored:
                kept[name] = stored
    for part in BY_TAG[tag]:
        if all(name in kept for name in part.needs):
            attributes = {
                name: kept.get(name, "")
                for name in part.attributes
                if name in kept or name in part.always
            }
            return Node(tag, attributes), faults
    for part in BY_TAG[tag]:
        if tag != "a" and any(name in given for name in part.attributes):
            called = _capital(part.called)
            missing = [name for name in part.needs if name not in kept]
            if all(given.get(name, "").strip() for name in missing):
                return None, [f"{called} was removed. {' '.join(faults)}"]
            needed = " and ".join(_with_article(part.attributes[name].noun) for name in missing)
            return None, [*faults, f"{called} was removed: it needs {needed}."]
    return None, faults


def _evened(found: re.Match[str]) -> str:
    # Several spaces in a row are kept: the editor in the browser has counted them.
    return " " if found[0].strip(" ") else found[0]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
