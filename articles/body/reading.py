"""Well-formed markup becomes a body: what doesn't fit the vocabulary is put right or left out.

No word is ever lost here. What is lost beside words is said in `complaints`, what only changed
its form in `notes`.
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
    WHITE,
)
from words.characters import without_unseen

TOKENS = re.compile(r'<(/?)([a-z0-9]+)((?: [^\s"=<>]+="[^"]*")*)>|([^<]+)')
ATTRIBUTES = re.compile(r' ([^\s"=<>]+)="([^"]*)"')

ALIASES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "menu": "ul"}
LISTS = ("ul", "ol")
# What words are put into where they stand right in a frame that holds no words.
BETWEEN = {"ul": "li", "ol": "li", "table": "tr", "tr": "td"}
HEADINGS = ("h2", "h3")
TOP = tuple(tag for part in PARTS if part.at_top and not part.is_mark for tag in part.tags)
PLAIN_MARKS = {tag: Mark(tag) for tag in MARKS if not RULES[tag]}

ONLY_WORDS = "its words are kept there"
NO_ADDRESS = f"It has no usable address: an address is {RULES['a']['href'].says}."


class Reader:
    """Reads one document. `nodes` is what a body is made of, once `read` has returned."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.complaints: list[str] = []
        self.notes: list[str] = []
        self._frames: list[Node] = []  # lists, their lines, quotations: what is open around here
        self._text: Node | None = None  # the block that words go into
        self._after: list[Node] = []  # boxes that stood in a frame and follow it
        self._headings: list[str] = []
        self._links: list[Mark | None] = [None]
        self._on = dict.fromkeys(PLAIN_MARKS, 0)
        self._marks: tuple[Mark, ...] = ()
        self._unlinked: list[list[str]] = []  # the words of links that lost their address
        self._ends: list[Callable[[], None]] = []  # what each open element does when it ends
        self._caption: list[str] | None = None  # the words of a table's caption, while it is open
        self._is_head = False  # in the head of a table

    def read(self, markup: str) -> Body:
        """The body that the markup says. The markup is well-formed: nh3 has written it."""
        for slash, tag, attributes, words in TOKENS.findall(markup):
            if words:
                self._words(unescape(words) if "&" in words else words)
            elif not slash:
                self._start(ALIASES.get(tag, tag), attributes)
            elif self._ends:
                self._ends.pop()()
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
                self._ends.append(lambda: None)
        elif tag in PLAIN_MARKS:
            self._mark(tag, 1)
            self._ends.append(partial(self._mark, tag, -1))
        elif tag == "a":
            self._start_link(*_fit(tag, markup))
        elif tag in ("br", "hr"):  # they have no end
            self._break(tag)
        elif tag in HEADINGS:
            self._close_text()
            self._headings.append(tag)
            self._ends.append(self._end_heading)
        elif tag == "caption" and self._frames and self._frames[-1].tag == "table":
            self._close_text()
            self._caption = []
            self._ends.append(self._end_caption)
        elif tag == "thead":
            self._close_text()
            self._is_head = True
            self._ends.append(self._end_head)
        elif tag in RULES and tag != "p":
            part, faults = _fit(tag, markup)
            self.complaints.extend(faults)
            if tag in CELLS and tag in self._room():
                given = dict(ATTRIBUTES.findall(markup))
                spans = {name: said for name in SPANS if (said := given.get(name, "1")) != "1"}
                part = Node("th" if self._is_head else tag, spans)
            self._start_part(part)
        else:
            self._start_part(None)

    def _words(self, words: str) -> None:
        words = WHITE.sub(_white, without_unseen(words))
        if self._caption is not None:
            self._caption.append(words)
            return
        if self._text is None:
            if not words.strip():
                return
            self._text = self._open_text()
            if self._text.runs:
                words = words.lstrip(" ")
        if self._unlinked:
            self._unlinked[-1].append(words)
        self._text.runs.append(Run(words, self._marks))

    def _mark(self, tag: str, step: int) -> None:
        self._on[tag] += step
        self._remark()

    def _remark(self) -> None:
        link = self._links[-1]
        plain = tuple(mark for tag, mark in PLAIN_MARKS.items() if self._on[tag])
        self._marks = (link, *plain) if link else plain

    def _start_link(self, link: Node | None, faults: list[str]) -> None:
        if link:
            [(attribute, value)] = link.attributes.items()
            self._links.append(Mark("a", attribute, value))
            self.complaints.extend(faults)
            self._ends.append(self._end_link)
        else:
            self._links.append(self._links[-1])
            self._unlinked.append([])
            self._ends.append(partial(self._end_unlinked, faults or [NO_ADDRESS]))
        self._remark()

    def _end_link(self) -> None:
        self._links.pop()
        self._remark()

    def _end_unlinked(self, faults: list[str]) -> None:
        self._end_link()
        if words := "".join(self._unlinked.pop()).strip():
            self.complaints.append(f"“{_short(words)}” is no longer a link. {' '.join(faults)}")

    def _end_heading(self) -> None:
        self._headings.pop()
        self._close_text()

    def _end_head(self) -> None:
        self._is_head = False
        self._close_text()

    def _end_caption(self) -> None:
        """The words are the table's caption, or a paragraph before it if they can't be."""
        words = "".join(self._caption or ())
        self._caption = None
        given = self._frames[-1].attributes
        stored = RULES["table"]["data-caption"].stored(words)
        if stored is None or given.get("data-caption"):
            self.nodes.insert(-1, Node("p", runs=[Run(words)]))
        elif stored:
            given["data-caption"] = stored

    def _open_text(self) -> Node:
        """A paragraph to put words into, or the heading or the cell that they stand in."""
        while self._frames and self._frames[-1].tag in BETWEEN:
            self._enter(Node(BETWEEN[self._frames[-1].tag]))
        if self._frames and self._frames[-1].tag in CELLS:
            cell = self._frames[-1]
            if cell.runs and not cell.runs[-1].text.endswith(" "):
                cell.runs.append(Run(" "))
            return cell
        tag = self._headings[-1] if self._headings else "p"
        text = Node(tag if tag in self._room() else "p")
        self._place(text)
        return text

    def _break(self, tag: str) -> None:
        """A line break begins a paragraph; in a heading it is a space, as in a cell."""
        if tag == "br" and self._text and self._text.tag in HEADINGS:
            self._text.runs.append(Run(" ", self._marks))
        else:
            self._close_text()

    def _close_text(self) -> None:
        self._text = None

    def _start_part(self, node: Node | None) -> None:
        """A block begins; None is one that the vocabulary doesn't know: only its words stay."""
        self._close_text()
        if node and not HOLDS[node.tag]:
            self._put_box(node)
        elif node and self._enter_frame(node):
            self._ends.append(partial(self._leave, node))
            return
        self._ends.append(self._close_text)

    def _put_box(self, box: Node) -> None:
        if not self._frames:
            self.nodes.append(box)
            return
        self._after.append(box)
        self.notes.append(
            f"{_capital(box.part.called)} stood in {self._frames[0].part.called} "
            "and now follows it."
        )

    def _enter_frame(self, frame: Node) -> bool:
        """The frame is open, or can't be here: then it is False, and its words go on around it."""
        if frame.tag == "li":
            while self._frames and self._frames[-1].tag == "li":
                self._frames.pop()
        elif frame.tag in LISTS and self._frames and self._frames[-1].tag in LISTS:
            lines = self._frames[-1].children
            self._frames.append(lines[-1]) if lines else self._enter(Node("li"))
        depth = sum(around.tag in LISTS for around in self._frames)
        if frame.tag in LISTS and depth == DEEPEST_LIST:
            self.notes.append(f"Lists go {DEEPEST_LIST} deep: a deeper one was joined to its list.")
        elif frame.tag in self._room():
            self._enter(frame)
            return True
        elif frame.tag not in CELLS and (
            lost := [value for value in frame.attributes.values() if value]
        ):
            self.complaints.append(
                f"{_capital(frame.part.called)} ({_short(', '.join(lost))}) stood inside "
                f"{self._frames[0].part.called} and is plain words there now: "
                "put it between paragraphs."
            )
        elif frame.tag == "table":
            self.notes.append(f"A table stood inside {self._frames[0].part.called}: {ONLY_WORDS}.")
        return False

    def _room(self) -> tuple[str, ...]:
        return HOLDS[self._frames[-1].tag] if self._frames else TOP

    def _place(self, node: Node) -> None:
        (self._frames[-1].children if self._frames else self.nodes).append(node)

    def _enter(self, frame: Node) -> None:
        self._place(frame)
        self._frames.append(frame)

    def _leave(self, frame: Node) -> None:
        self._close_text()
        for depth, open_ in enumerate(self._frames):
            if open_ is frame:
                del self._frames[depth:]
        if not self._frames:
            self._leave_all()

    def _leave_all(self) -> None:
        self._frames.clear()
        self.nodes.extend(self._after)
        self._after.clear()


def _fit(tag: str, markup: str) -> tuple[Node | None, list[str]]:
    """The element with those of its attributes that are right, and a sentence for each fault.

    None instead of the element if it is no part without what it lost.
    """
    given = {name: unescape(value) for name, value in ATTRIBUTES.findall(markup)}
    kept, faults = {}, []
    for name, rule in RULES[tag].items():
        if value := given.get(name, "").strip():
            stored = rule.stored(value)
            if stored is None:
                faults.append(
                    f"The {rule.noun} “{_short(value)}” can't be kept: "
                    f"{_a(rule.noun)} is {rule.says}."
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
            needed = " and ".join(_a(part.attributes[name].noun) for name in missing)
            return None, [*faults, f"{called} was removed: it needs {needed}."]
    return None, faults


def _white(found: re.Match[str]) -> str:
    # Spaces typed in a row are kept as they are, for they are where the editor has them.
    return " " if found[0].strip(" ") else found[0]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
