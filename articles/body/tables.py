"""Brings a parsed table into the form that stories have: rows of one length, with or without a header.

Merged cells are split, and the first one gets the text.
"""

from __future__ import annotations

from articles.body.tree import Node, Run
from articles.body.vocabulary import MOST_COLUMNS, MOST_ROWS

CELLS = ("th", "td")
SPANS = ("colspan", "rowspan")
TOO_LARGE = (
    f"A table had more than {MOST_COLUMNS} columns or {MOST_ROWS} rows, or was mostly blank, "
    "so each of its rows is a paragraph now."
)
MOST_BLANK = 400  # cells that may be added to even out the rows, besides as many as there were
SPLIT = "Merged cells of a table were split."


def in_order(table: Node, notes: list[str]) -> list[Node]:
    """Return the table to store, as a list of nodes. Its cells have been tidied already.

    An empty table becomes nothing; one that is too large or has one cell, a paragraph for each row.
    Sentences on what was changed are added to `notes`.
    """
    rows = [row.children for row in table.children]
    if not any(cell.runs for row in rows for cell in row):
        return []
    if any(cell.attributes for row in rows for cell in row):
        notes.append(SPLIT)
    grid = _grid(rows) if len(rows) <= MOST_ROWS else None
    if grid is None:
        notes.append(TOO_LARGE)
    if grid is None or len(grid) == len(grid[0]) == 1:
        caption = table.attributes.get("data-caption", "")
        first = [Node("p", runs=[Run(caption)])] if caption else []
        return first + [_joined(row) for row in rows if any(cell.runs for cell in row)]
    has_head = all(cell.tag == "th" for cell in grid[0] if cell.runs or cell.tag == "th")
    has_head = has_head and any(cell.tag == "th" for cell in grid[0])
    table.children = [
        Node("tr", children=[Node("th" if has_head and not n else "td", runs=c.runs) for c in row])
        for n, row in enumerate(grid)
    ]
    return [table]


def filled(table: Node) -> list[list[Node]]:
    """Return the cells that readers get, without rows and columns that are empty."""
    rows = [row.children for row in table.children if any(cell.runs for cell in row.children)]
    kept = [n for n in range(len(rows[0])) if any(row[n].runs for row in rows)]
    return [[row[n] for n in kept] for row in rows]


def _grid(rows: list[list[Node]]) -> list[list[Node]] | None:
    """Return rows of one length, a merged cell at its first place; None for a table too large."""
    placed: list[dict[int, Node]] = []
    reaching: dict[int, int] = {}  # by column: how many rows from here a cell from above spans
    for row in rows:
        cells: dict[int, Node] = {}
        column = 0
        for cell in row:
            while column in reaching:
                column += 1
            if column >= MOST_COLUMNS:
                return None
            cells[column] = cell
            wide, deep = (_span(cell.attributes.get(name, "")) for name in SPANS)
            for _ in range(min(wide, MOST_COLUMNS)):
                reaching[column] = deep
                column += 1
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        placed.append(cells)
    blank = Node("td")
    width = 1 + max(max(cells, default=0) for cells in placed)
    if width * len(placed) > MOST_BLANK + 2 * sum(map(len, placed)):
        return None
    return [[cells.get(column, blank) for column in range(width)] for cells in placed]


def _span(value: str) -> int:
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 4 else 1


def _joined(row: list[Node]) -> Node:
    """Return a row's text as a paragraph."""
    runs: list[Run] = []
    for cell in row:
        runs += [Run(" "), *cell.runs] if runs and cell.runs else cell.runs
    return Node("p", runs=runs)
