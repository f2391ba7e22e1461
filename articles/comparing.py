"""Compares two contents: which fields differ, and which words were added and removed.

No query runs. The result is text and marks, never markup, so a template can print it safely whatever
a body holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from articles.body.links import embed_service
from articles.body.plain_text import as_tree
from articles.body.tables import CELLS
from articles.body.tree import Node
from articles.content import Content, diff, fields_of_content
from articles.models import Article, Byline
from articles.titles import plain, runs
from words.wording import number_of

SAME, ADDED, REMOVED = "same", "added", "removed"
WORD = re.compile(r"\s+|[\w’'-]+|[^\w\s]")

LABELS = {
    "lead_picture": "Lead picture",
    "lead_caption": "Caption",
    "slug": "Address",
    "related": "Related stories",
}
# The fields in which stars make titles.
STARRED = ("headline", "dek")

# Printed between two cells of a row.
CELL_END = " | "

# Two paragraphs that share less than this part of their words are shown as removed and added.
ALIKE = 0.35


class Piece(NamedTuple):
    """Text that was added, removed or is in both; `marks` are tags of the vocabulary."""

    change: str
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedBlock:
    """A block of a body; `change` says whether all of it was added or removed."""

    tag: str
    change: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether the block is the same in both texts, word for word."""
        return all(piece.change == SAME for piece in self.pieces) and self.change == SAME


@dataclass(frozen=True)
class FieldChange:
    """A field that differs. The body has `blocks`, any other field `pieces`."""

    field: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    blocks: tuple[ComparedBlock, ...] = ()


# Returns the name for a public id, which is in this field of the content or is a "record", "contest"
# or "picture" of its body.
NameOf = Callable[[str, str], str]


def as_it_is(field: str, value: str) -> str:
    return value


def label_of(field: str) -> str:
    return LABELS.get(field, field.replace("_", " ").capitalize())


def compare(
    before: Content, after: Content, *, name_of: NameOf = as_it_is
) -> tuple[FieldChange, ...]:
    """Return the fields that differ, in the content's order. `name_of` names the public ids."""
    found = []
    for change in diff(before, after):
        old = _in_words(change.field, change.before, name_of)
        new = _in_words(change.field, change.after, name_of)
        if change.field == "body":
            blocks = tuple(blocks_between(change.before, change.after, name_of=name_of))
            found.append(FieldChange("body", "Body", old, new, blocks=blocks))
        else:
            starred = change.field in STARRED
            pieces = tuple(
                titles_between(change.before, change.after) if starred else between(old, new)
            )
            found.append(FieldChange(change.field, label_of(change.field), old, new, pieces))
    return tuple(found)


def summary(before: Content | None, after: Content) -> str:
    """Return what a revision changed, in a line: "Headline, 2 passages of the body"."""
    if before is None:
        return "First revision"
    changed = [change.field for change in diff(before, after)]
    parts = [label_of(name) for name in fields_of_content() if name in changed and name != "body"]
    if "body" in changed:
        parts.append(f"{number_of(_passages(before.body, after.body), 'passage')} of the body")
    line = ", ".join(
        part if not place else part[0].lower() + part[1:] for place, part in enumerate(parts)
    )
    return line[:1].upper() + line[1:] if line else "Nothing changed"


def between(before: str, after: str) -> Iterator[Piece]:
    """Compare two plain texts word by word."""
    yield from _joined(
        _compared_words(
            [(t, ()) for t in WORD.findall(before)], [(t, ()) for t in WORD.findall(after)]
        )
    )


def titles_between(before: str, after: str) -> Iterator[Piece]:
    """Compare two headlines word by word, their titles in <cite> without the stars."""
    old, new = (
        [
            (word, ("cite",) if is_title else ())
            for text, is_title in runs(line)
            for word in WORD.findall(text)
        ]
        for line in (before, after)
    )
    yield from _joined(_compared_words(old, new))


def blocks_between(
    before: str, after: str, *, name_of: NameOf = as_it_is
) -> Iterator[ComparedBlock]:
    """Compare two bodies block by block, and changed blocks word by word. A table row is a block.

    A word whose bold, title or link changed counts as removed and added; so does a box with another
    row in it, even one of the same name. The speaker of a quotation is a block before it.
    """
    old, new = _blocks(before, name_of), _blocks(after, name_of)
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield from (_whole(block, SAME) for block in new[j1:j2])
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


class _Block(NamedTuple):
    """A block to compare: words, each with its marks."""

    tag: str
    tokens: tuple[tuple[str, tuple[str, ...]], ...]


def _blocks(body: str, name_of: NameOf = as_it_is) -> list[_Block]:
    return [block for node in as_tree(body).walk() if (block := _block(node, name_of))]


def _block(node: Node, name_of: NameOf) -> _Block | None:
    """Return the block of a node. None for containers, whose children are compared, and for cells."""
    if node.tag == "tr":
        cells = [[(CELL_END, ()), *_tokens(cell)] for cell in node.children]
        return _Block(node.children[0].tag, tuple(token for cell in cells for token in cell)[1:])
    if node.is_text:
        return None if node.tag in CELLS else _Block(node.tag, _tokens(node))
    attributes = node.attributes
    match node.part.name:
        case "Quotation":
            record = attributes.get("data-record", "")
            who = attributes["data-speaker"] or (name_of("record", record) if record else "")
            whole = ", ".join(filter(None, (who, attributes.get("data-how"))))
            return _box("speaker", "Quotation", whole, record)
        case "PullQuote":
            return _box("speaker", "Pull quote", attributes["data-pull"])
        case "Table":
            caption = f": {attributes['data-caption']}" if attributes.get("data-caption") else ""
            return _box("box", "Table", "", more=caption)
        case "FigureRef":
            picture = attributes["data-picture"]
            wide = " (wide)" if attributes.get("data-size") == "wide" else ""
            caption = f". {attributes['data-caption']}" if attributes.get("data-caption") else ""
            more = f"{wide}{caption}"
            return _box("box", "Picture", name_of("picture", picture), picture, more=more)
        case "NomineesBox":
            contest = attributes["data-nominees"]
            return _box("box", "Nominees", name_of("contest", contest), contest)
        case "TallyBox":
            both = attributes["data-tally"], attributes["data-award"]
            return _box("box", "Tally", ", ".join(name_of("record", e) for e in both), *both)
        case "Embed":
            address = attributes["data-embed"]
            service = embed_service(address)
            whole = f"{service.name}, {address}" if service else address
            return _box("box", "Embed", whole, address)
    return None


def _tokens(node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a node, each with its marks."""
    tokens: list[tuple[str, tuple[str, ...]]] = []
    for text, marks in node.runs:
        # The target of a link is compared too, though it isn't shown.
        kept = tuple(mark.tag if mark.tag != "a" else f"a {mark.value}" for mark in marks)
        tokens.extend((word, kept) for word in WORD.findall(text))
    return tuple(tokens)


def _box(tag: str, called: str, what: str, *ids: str, more: str = "") -> _Block:
    """Return the block of a box, in the words of its card in the editor. Its ids are compared too."""
    marks = (f"ref {' '.join(ids)}",) if any(ids) else ()
    whole = f"{called}: {what}" if what else called
    return _Block(tag, ((whole, marks), *((word, ()) for word in WORD.findall(more))))


def _replaced(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[ComparedBlock]:
    for was, now in zip_longest(old, new):
        if was and now and was.tag == now.tag and _are_alike(was, now):
            yield ComparedBlock(
                now.tag, SAME, tuple(_joined(_compared_words(was.tokens, now.tokens)))
            )
            continue
        if was:
            yield _whole(was, REMOVED)
        if now:
            yield _whole(now, ADDED)


def _are_alike(was: _Block, now: _Block) -> bool:
    old, new = ([word for word, _ in block.tokens if word.strip(CELL_END)] for block in (was, now))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _whole(block: _Block, change: str) -> ComparedBlock:
    pieces = _joined(Piece(change, text, marks) for text, marks in block.tokens)
    return ComparedBlock(block.tag, change, tuple(pieces))


def _compared_words(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield from (Piece(SAME, *token) for token in new[j1:j2])
        else:
            yield from (Piece(REMOVED, *token) for token in old[i1:i2])
            yield from (Piece(ADDED, *token) for token in new[j1:j2])


def _opcodes(old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbors with the same change and marks; of a link's mark only the tag is left."""
    shown = (p._replace(marks=tuple(m.partition(" ")[0] for m in p.marks)) for p in pieces)
    for (change, marks), several in groupby(shown, key=lambda piece: (piece.change, piece.marks)):
        yield Piece(change, "".join(piece.text for piece in several), marks)


def _passages(before: str, after: str) -> int:
    old, new = _blocks(before), _blocks(after)
    # A bulleted list that became numbered changes no block, and is one passage.
    return max(1, sum(code[0] != "equal" for code in _opcodes(old, new)))


def _in_words(field: str, value: Any, name_of: NameOf) -> str:
    """Return the value of a field as the desk shows it."""
    if field == "bylines":
        roles = dict(Byline.Role.choices)
        return ", ".join(
            f"{name_of(field, who)}{f' ({roles.get(role, role)})' if role else ''}"
            for who, role in value
        )
    if field in ("tags", "related"):
        return ", ".join(name_of(field, each) for each in value)
    if field in ("section", "lead_picture"):
        return name_of(field, value) if value else ""
    if field == "kind":
        return str(dict(Article.Kind.choices).get(value, value)).capitalize()
    return plain(value) if field in STARRED else str(value)
