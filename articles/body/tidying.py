"""Tidies a parsed body: removes empty nodes and joins neighboring runs with the same marks."""

from __future__ import annotations

import re
from itertools import groupby

from articles.body.tables import CELLS
from articles.body.tree import Mark, Node, Run
from articles.body.vocabulary import HOLDS
from words.characters import with_plain_spaces

BLANK = re.compile(r"\s*")


def tidy(node: Node) -> bool:
    """Remove what is empty from the node. Return False if nothing is left of it."""
    if node.is_text:
        node.runs = _tidy_runs(node.runs)
        return bool(node.runs) or node.tag in CELLS  # an empty cell keeps the columns aligned
    if not HOLDS[node.tag]:
        return True
    node.children = [child for child in node.children if tidy(child)]
    if node.tag in ("ul", "ol"):
        node.children = [kept for item in node.children for kept in _items(item)]
    return bool(node.children)


def _items(item: Node) -> list[Node]:
    """Return the list items to keep for `item`, which has to begin with text.

    The items of a list at its beginning become items of the list around it.
    """
    inner = []
    while item.children and item.children[0].tag != "p":
        inner.extend(item.children.pop(0).children)
    return [*inner, item] if item.children else inner


def _tidy_runs(runs: list[Run]) -> list[Run]:
    """Unlink blanks, strip white space at both ends, join neighbors with the same marks.

    No-break spaces become plain ones, except those that `words.characters` keeps.
    """
    if BLANK.fullmatch("".join(run.text for run in runs)):
        return []
    if len(runs) > 1:
        linked: list[Run] = []
        for link, group in groupby(runs, key=_link):
            same_link = list(group)
            if link and BLANK.fullmatch("".join(run.text for run in same_link)):
                same_link = [Run(run.text, run.marks[1:]) for run in same_link]
            linked.extend(same_link)
        runs = [
            Run("".join(run.text for run in group), marks)
            for marks, group in groupby(linked, key=lambda run: run.marks)
        ]
    first = next(place for place, run in enumerate(runs) if run.text.strip())
    last = next(place for place in range(len(runs) - 1, -1, -1) if runs[place].text.strip())
    runs = runs[first : last + 1]
    runs[0] = Run(runs[0].text.lstrip(), runs[0].marks)
    runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].marks)
    return _with_plain_spaces(runs)


def _with_plain_spaces(runs: list[Run]) -> list[Run]:
    """Replace no-break spaces. The words on both sides decide, and may be in different runs."""
    before = "".join(run.text for run in runs)
    after = with_plain_spaces(before)
    if after == before:
        return runs
    spaced, start = [], 0
    for run in runs:
        end = start + len(run.text)
        spaced.append(Run(after[start:end], run.marks))
        start = end
    return spaced


def _link(run: Run) -> Mark | None:
    return run.marks[0] if run.marks and run.marks[0].tag == "a" else None
