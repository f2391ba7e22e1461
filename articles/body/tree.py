"""A parsed body: the tree that rendering, plain text and references walk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from articles.body.vocabulary import BY_TAG, HOLDS, TEXT, Part


class Mark(NamedTuple):
    """Bold, italic, a title, or a link with its one attribute."""

    tag: str
    attribute: str = ""
    value: str = ""


class Run(NamedTuple):
    """A stretch of text with the same marks, the outermost mark first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Node:
    """A block: text (p, h2, h3), a container of blocks (a list, a quotation), or a box."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return TEXT in HOLDS[self.tag]

    @property
    def part(self) -> Part:
        """The part of the vocabulary that this is. Several are a <div>, told apart by their attributes."""
        parts = BY_TAG[self.tag]
        return next(part for part in parts if all(a in self.attributes for a in part.needs))

    @property
    def text(self) -> str:
        """The node's own text, without the text of its children."""
        return "".join(run.text for run in self.runs)

    def walk(self) -> Iterator[Node]:
        """Yield the node and every block in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Body:
    """A whole body. Only `parsing` makes one, so it holds nothing outside the vocabulary."""

    nodes: list[Node]

    def walk(self) -> Iterator[Node]:
        """Yield every block, in reading order."""
        for node in self.nodes:
            yield from node.walk()

    def texts(self) -> Iterator[Node]:
        """Return every block of text in reading order. Offsets into a story count these."""
        return (node for node in self.walk() if node.is_text)


def write(body: Body) -> str:
    """Return the HTML to store, which is what the editor in the browser would send."""
    return "".join(map(_node, body.nodes))


def write_runs(
    runs: Iterable[Run], open_tag: Callable[[Mark], str], words: Callable[[str], str]
) -> str:
    """Return the runs as markup. A mark stays open while the runs that follow have it too."""
    out: list[str] = []
    still_open: tuple[Mark, ...] = ()
    for text, marks in runs:
        if marks != still_open:
            shared = 0
            while shared < min(len(still_open), len(marks)) and still_open[shared] == marks[shared]:
                shared += 1
            out.extend(f"</{mark.tag}>" for mark in reversed(still_open[shared:]))
            out.extend(map(open_tag, marks[shared:]))
            still_open = marks
        out.append(words(text))
    out.extend(f"</{mark.tag}>" for mark in reversed(still_open))
    return "".join(out)


def _node(node: Node) -> str:
    inner = write_runs(node.runs, _open_tag, _words) + "".join(map(_node, node.children))
    if node.tag == "table":
        inner = f"<tbody>{inner}</tbody>"  # every HTML parser adds one
    attributes = "".join(f' {name}="{_value(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _open_tag(mark: Mark) -> str:
    attribute = f' {mark.attribute}="{_value(mark.value)}"' if mark.attribute else ""
    return f"<{mark.tag}{attribute}>"


# Escaped as browsers serialize HTML, so that opening and saving a story changes nothing.
def _words(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _value(value: str) -> str:
    return value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
