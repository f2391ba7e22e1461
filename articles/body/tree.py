"""A body, read: what rendering, plain text and references walk over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from articles.body.vocabulary import BY_TAG, HOLDS, TEXT, Part


class Mark(NamedTuple):
    """What lies on words: bold, italic, a title, or a link with the one attribute it has."""

    tag: str
    attribute: str = ""
    value: str = ""


class Run(NamedTuple):
    """Words that bear the same marks, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Node:
    """A block: words (p, h2, h3), a frame around blocks (lists, quotations), or a box."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return TEXT in HOLDS[self.tag]

    @property
    def part(self) -> Part:
        """What it is in the vocabulary."""
        parts = BY_TAG[self.tag]
        return next(part for part in parts if all(a in self.attributes for a in part.needs))

    @property
    def text(self) -> str:
        """Its own words, without those of the blocks in it."""
        return "".join(run.text for run in self.runs)

    def walk(self) -> Iterator[Node]:
        """Itself and every block in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Body:
    """A whole body, always of the vocabulary: only reading makes one."""

    nodes: list[Node]

    def walk(self) -> Iterator[Node]:
        """Every block, in reading order."""
        for node in self.nodes:
            yield from node.walk()

    def texts(self) -> Iterator[Node]:
        """Every block of words in reading order: what offsets into a story count by."""
        return (node for node in self.walk() if node.is_text)


def write(body: Body) -> str:
    """The body as it is stored, as the browser's editor would write it too."""
    return "".join(map(_node, body.nodes))


def write_runs(
    runs: Iterable[Run], opened: Callable[[Mark], str], words: Callable[[str], str]
) -> str:
    """The runs as markup. A mark stays open as long as the runs that follow bear it."""
    out: list[str] = []
    under: tuple[Mark, ...] = ()
    for text, marks in runs:
        if marks != under:
            shared = 0
            while shared < min(len(under), len(marks)) and under[shared] == marks[shared]:
                shared += 1
            out.extend(f"</{mark.tag}>" for mark in reversed(under[shared:]))
            out.extend(map(opened, marks[shared:]))
            under = marks
        out.append(words(text))
    out.extend(f"</{mark.tag}>" for mark in reversed(under))
    return "".join(out)


def _node(node: Node) -> str:
    inner = write_runs(node.runs, _opened, _words) + "".join(map(_node, node.children))
    if node.tag == "table":
        inner = f"<tbody>{inner}</tbody>"  # every parser puts it there
    attributes = "".join(f' {name}="{_value(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _opened(mark: Mark) -> str:
    attribute = f' {mark.attribute}="{_value(mark.value)}"' if mark.attribute else ""
    return f"<{mark.tag}{attribute}>"


# Escaped as browsers serialise, so that opening and saving a story changes nothing.
def _words(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _value(value: str) -> str:
    return value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
