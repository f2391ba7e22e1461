"""Two contents compared: which fields differ, and word by word what was added and taken out.

Pure: nothing is looked up. What comes out are words and marks, never markup, so that a template
prints it safely whatever a body holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from articles.body.links import embed_service
from articles.body.plain_text import as_read
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

# What stands between two cells of a row.
CELL_END = " | "

# Paragraphs of which less than this is shared were not changed but replaced.
ALIKE = 0.35


class Piece(NamedTuple):
    """Words that were added, removed, or stand in both; `marks` are tags of the vocabulary."""

    change: str
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A block of a body in either text, or in both: `change` is of the whole of it."""

    tag: str
    change: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether both texts have it word for word."""
        return all(piece.change == SAME for piece in self.pieces) and self.change == SAME


@dataclass(frozen=True)
class FieldChange:
    """A field that differs. The body's has `blocks`; any other `pieces`."""

    field: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    blocks: tuple[Block, ...] = ()


# Says in words the public id that a field of the content holds, or a "record", "contest" or
# "picture" of its body.
Named = Callable[[str, str], str]


def as_it_is(field: str, value: str) -> str:
    return value


def label_of(field: str) -> str:
    return LABELS.get(field, field.replace("_", " ").capitalize())


def compare(before: Content, after: Content, *, named: Named = as_it_is) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the content. `named` says a public id in words."""
    found = []
    for change in diff(before, after):
        old = _said(change.field, change.before, named)
        new = _said(change.field, change.after, named)
        if change.field == "body":
            blocks = tuple(blocks_between(change.before, change.after, named=named))
            found.append(FieldChange("body", "Body", old, new, blocks=blocks))
        else:
            starred = change.field in STARRED
            pieces = tuple(
                titles_between(change.before, change.after) if starred else between(old, new)
            )
            found.append(FieldChange(change.field, label_of(change.field), old, new, pieces))
    return tuple(found)


def summary(before: Content | None, after: Content) -> str:
    """What a revision changed, in a line: "Headline, 2 passages of the body"."""
    if before is None:
        return "First revision"
    changed = [change.field for change in diff(before, after)]
    parts = [label_of(name) for name in fields_of_content() if name in changed and name != "body"]
    if "body" in changed:
        parts.append(f"{number_of(_passages(before.body, after.body), 'passage')} of the body")
    said = ", ".join(
        part if not place else part[0].lower() + part[1:] for place, part in enumerate(parts)
    )
    return said[:1].upper() + said[1:] if said else "Nothing changed"


def between(before: str, after: str) -> Iterator[Piece]:
    """Two plain texts, word by word."""
    yield from _joined(
        _words([(t, ()) for t in WORD.findall(before)], [(t, ()) for t in WORD.findall(after)])
    )


def titles_between(before: str, after: str) -> Iterator[Piece]:
    """Two headlines, word by word, their titles in <cite> without the stars."""
    old, new = (
        [
            (word, ("cite",) if is_title else ())
            for text, is_title in runs(line)
            for word in WORD.findall(text)
        ]
        for line in (before, after)
    )
    yield from _joined(_words(old, new))


def blocks_between(before: str, after: str, *, named: Named = as_it_is) -> Iterator[Block]:
    """Two bodies, block by block and within a block that changed word by word. A row is a block.

    A word whose bold, title or link changed counts as removed and added again; so does a box that
    refers to another row, whatever both are called. Who is quoted is a block before the words.
    """
    old, new = _blocks(before, named), _blocks(after, named)
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield from (_whole(block, SAME) for block in new[j1:j2])
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


class _Said(NamedTuple):
    """A block as comparison takes it: words, each with its marks."""

    tag: str
    tokens: tuple[tuple[str, tuple[str, ...]], ...]


def _blocks(body: str, named: Named = as_it_is) -> list[_Said]:
    return [said for node in as_read(body).walk() if (said := _block(node, named))]


def _block(node: Node, named: Named) -> _Said | None:
    """None for a frame of which nothing is told but what stands in it, and for a cell of a row."""
    if node.tag == "tr":
        cells = [[(CELL_END, ()), *_tokens(cell)] for cell in node.children]
        return _Said(node.children[0].tag, tuple(token for cell in cells for token in cell)[1:])
    if node.is_text:
        return None if node.tag in CELLS else _Said(node.tag, _tokens(node))
    said = node.attributes
    match node.part.name:
        case "Quotation":
            record = said.get("data-record", "")
            who = said["data-speaker"] or (named("record", record) if record else "")
            whole = ", ".join(filter(None, (who, said.get("data-how"))))
            return _told("speaker", "Quotation", whole, record)
        case "PullQuote":
            return _told("speaker", "Pull quote", said["data-pull"])
        case "Table":
            caption = f": {said['data-caption']}" if said.get("data-caption") else ""
            return _told("box", "Table", "", more=caption)
        case "FigureRef":
            picture = said["data-picture"]
            wide = " (wide)" if said.get("data-size") == "wide" else ""
            caption = f". {said['data-caption']}" if said.get("data-caption") else ""
            more = f"{wide}{caption}"
            return _told("box", "Picture", named("picture", picture), picture, more=more)
        case "NomineesBox":
            contest = said["data-nominees"]
            return _told("box", "Nominees", named("contest", contest), contest)
        case "TallyBox":
            both = said["data-tally"], said["data-award"]
            return _told("box", "Tally", ", ".join(named("record", e) for e in both), *both)
        case "Embed":
            address = said["data-embed"]
            service = embed_service(address)
            whole = f"{service.name}, {address}" if service else address
            return _told("box", "Embed", whole, address)
    return None


def _tokens(node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Its words, each with its marks."""
    tokens: list[tuple[str, tuple[str, ...]]] = []
    for text, marks in node.runs:
        # Where a link leads is compared too, though only that it is one is shown.
        kept = tuple(mark.tag if mark.tag != "a" else f"a {mark.value}" for mark in marks)
        tokens.extend((word, kept) for word in WORD.findall(text))
    return tuple(tokens)


def _told(tag: str, called: str, what: str, *ids: str, more: str = "") -> _Said:
    """What no text is, as the editor's own card says it. By its ids two of one name differ."""
    marks = (f"ref {' '.join(ids)}",) if any(ids) else ()
    whole = f"{called}: {what}" if what else called
    return _Said(tag, ((whole, marks), *((word, ()) for word in WORD.findall(more))))


def _replaced(old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[Block]:
    for was, now in zip_longest(old, new):
        if was and now and was.tag == now.tag and _are_alike(was, now):
            yield Block(now.tag, SAME, tuple(_joined(_words(was.tokens, now.tokens))))
            continue
        if was:
            yield _whole(was, REMOVED)
        if now:
            yield _whole(now, ADDED)


def _are_alike(was: _Said, now: _Said) -> bool:
    old, new = ([word for word, _ in said.tokens if word.strip(CELL_END)] for said in (was, now))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _whole(block: _Said, change: str) -> Block:
    pieces = _joined(Piece(change, text, marks) for text, marks in block.tokens)
    return Block(block.tag, change, tuple(pieces))


def _words(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield from (Piece(SAME, *token) for token in new[j1:j2])
        else:
            yield from (Piece(REMOVED, *token) for token in old[i1:i2])
            yield from (Piece(ADDED, *token) for token in new[j1:j2])


def _opcodes(old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of the same kind as one, their links by their tag alone."""
    shown = (p._replace(marks=tuple(m.partition(" ")[0] for m in p.marks)) for p in pieces)
    for (change, marks), several in groupby(shown, key=lambda piece: (piece.change, piece.marks)):
        yield Piece(change, "".join(piece.text for piece in several), marks)


def _passages(before: str, after: str) -> int:
    old, new = _blocks(before), _blocks(after)
    # A list that became a numbered one changes no block: at least one passage changed.
    return max(1, sum(code[0] != "equal" for code in _opcodes(old, new)))


def _said(field: str, value: Any, named: Named) -> str:
    if field == "bylines":
        roles = dict(Byline.Role.choices)
        return ", ".join(
            f"{named(field, who)}{f' ({roles.get(role, role)})' if role else ''}"
            for who, role in value
        )
    if field in ("tags", "related"):
        return ", ".join(named(field, each) for each in value)
    if field in ("section", "lead_picture"):
        return named(field, value) if value else ""
    if field == "kind":
        return str(dict(Article.Kind.choices).get(value, value)).capitalize()
    return plain(value) if field in STARRED else str(value)
