"""A table that has been read becomes one as a story has it: rows of one length, the first a head or not.

Merged cells are split, the words in the first of them.
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
MOST_BLANK = 400  # cells that are added for rows of one length, besides as many as there were
SPLIT = "Merged cells of a table were split."


def in_order(table: Node, notes: list[str]) -> list[Node]:
    """The table as it is stored; paragraphs for one that is too large or has one cell; or nothing.

    Its cells have been tidied. What became of it is added to `notes`.
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
        said = [Node("p", runs=[Run(caption)])] if caption else []
        return said + [_joined(row) for row in rows if any(cell.runs for cell in row)]
    has_head = all(cell.tag == "th" for cell in grid[0] if cell.runs or cell.tag == "th")
    has_head = has_head and any(cell.tag == "th" for cell in grid[0])
    table.children = [
        Node("tr", children=[Node("th" if has_head and not n else "td", runs=c.runs) for c in row])
        for n, row in enumerate(grid)
    ]
    return [table]


def filled(table: Node) -> list[list[Node]]:
    """The cells of the rows and columns that have words: what readers get."""
    rows = [row.children for row in table.children if any(cell.runs for cell in row.children)]
    kept = [n for n in range(len(rows[0])) if any(row[n].runs for row in rows)]
    return [[row[n] for n in kept] for row in rows]


def _grid(rows: list[list[Node]]) -> list[list[Node]] | None:
    """Rows of one length, each merged cell in its first place; None if there is too much of it."""
    placed: list[dict[int, Node]] = []
    reaching: dict[int, int] = {}  # by column: the rows, this one too, that a cell from above takes
    for row in rows:
        cells: dict[int, Node] = {}
        column = 0
        for cell in row:
            while column in reaching:
                column += 1
            if column >= MOST_COLUMNS:
                return None
            cells[column] = cell
            wide, deep = (_number(cell.attributes.get(name, "")) for name in SPANS)
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


def _number(said: str) -> int:
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 4 else 1


def _joined(row: list[Node]) -> Node:
    """The words of a row as a paragraph."""
    runs: list[Run] = []
    for cell in row:
        runs += [Run(" "), *cell.runs] if runs and cell.runs else cell.runs
    return Node("p", runs=runs)
