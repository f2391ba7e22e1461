"""The last touches to a body that has been read: empties go, neighbours alike become one."""

from __future__ import annotations

import re
from itertools import groupby

from articles.body.tables import CELLS
from articles.body.tree import Mark, Node, Run
from articles.body.vocabulary import HOLDS
from words.characters import with_plain_spaces

BLANK = re.compile(r"\s*")


def tidy(node: Node) -> bool:
    """Empties go out of the node; False if it is one itself."""
    if node.is_text:
        node.runs = _tidy_runs(node.runs)
        return bool(node.runs) or node.tag in CELLS  # a blank cell holds its place
    if not HOLDS[node.tag]:
        return True
    node.children = [child for child in node.children if tidy(child)]
    if node.tag in ("ul", "ol"):
        node.children = [line for item in node.children for line in _lines(item)]
    return bool(node.children)


def _lines(item: Node) -> list[Node]:
    """A line begins with words: a list that opens one is lines of the list around it."""
    lines = []
    while item.children and item.children[0].tag != "p":
        lines.extend(item.children.pop(0).children)
    return [*lines, item] if item.children else lines


def _tidy_runs(runs: list[Run]) -> list[Run]:
    """Links over nothing go, white space at either end goes, neighbours alike become one.

    No-break spaces become plain ones, but for those that `words.characters` keeps.
    """
    if BLANK.fullmatch("".join(run.text for run in runs)):
        return []
    if len(runs) > 1:
        linked: list[Run] = []
        for link, group in groupby(runs, key=_link):
            group_ = list(group)
            if link and BLANK.fullmatch("".join(run.text for run in group_)):
                group_ = [Run(run.text, run.marks[1:]) for run in group_]
            linked.extend(group_)
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
    """Which no-break spaces stay is told by the words on both sides, whatever runs they are in."""
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
