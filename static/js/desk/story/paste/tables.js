/*
 * Turns a pasted table into rows of equal length, without merged cells and blank rows and columns, unless the table
 * only lays out a page.
 */
import { contextIn } from "desk/story/paste/inline";

const OWN = "td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]";
const PARTS = "h1, h2, h3, h4, h5, h6, [role=heading], ul, ol, [role=list], blockquote, figure, hr, iframe, form";
const MOST_COLUMNS = 20; // as in articles/body/vocabulary.py
const MOST_ROWS = 500;

export const isTable = (element) => element.localName === "table" || ["table", "grid"].includes(element.getAttribute("role"));

const hasWords = (cell) => Boolean(cell?.textContent.trim());
const isHeadCell = (cell) => cell.localName === "th" || cell.getAttribute("role") === "columnheader" || Boolean(cell.closest("thead"));

/**
 * Return { rows, hasHead, caption } with rows of cells, null where a merged cell reaches; or null for a layout table.
 *
 * Emails and pages use tables for layout. Those contain other tables, headings or lists, or have one column.
 */
function gridOf(table) {
  if (["presentation", "none"].includes(table.getAttribute("role")) || table.querySelector("table")) return null;
  const rowsGiven = [...table.querySelectorAll("tr, [role=row]")].map((row) => [...row.children].filter((each) => each.matches(OWN)));
  const caption = table.querySelector("caption")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const isData = caption || table.querySelector("th, thead, [role=columnheader]");
  if (!isData && table.querySelector(PARTS)) return null;
  const all = unrolled(rowsGiven).filter((row) => row.some(hasWords));
  const columns = [...Array(Math.max(0, ...all.map((row) => row.length))).keys()].filter((column) => all.some((row) => hasWords(row[column])));
  const rows = all.map((row) => columns.map((column) => row[column] ?? null));
  if (columns.length < 2 || columns.length > MOST_COLUMNS || rows.length > MOST_ROWS) return null;
  const first = rows[0].filter(hasWords);
  return { rows, caption, hasHead: first.every(isHeadCell) };
}

function unrolled(rowsGiven) {
  const reaching = new Map(); // by column: how many rows a cell takes from here on
  return rowsGiven.map((cells) => {
    const row = [];
    let column = 0;
    for (const cell of cells) {
      while (reaching.get(column) > 0) column += 1;
      row[column] = cell;
      for (let wide = spanOf(cell, "colspan"); wide > 0; wide -= 1) reaching.set(column++, spanOf(cell, "rowspan"));
    }
    for (const [taken, left] of reaching) reaching.set(taken, left - 1);
    return Array.from(row, (cell) => cell ?? null);
  });
}

const spanOf = (cell, name) => Math.min(Math.max(Number.parseInt(cell.getAttribute(name) ?? "1", 10) || 1, 1), 100);

/** Return whether a story may have this caption; otherwise it becomes a paragraph before the table. */
const isCaption = (words) => words.length <= 300 && !/[<>]/.test(words);

/** Build the table from rows of cells, each a list of nodes. If only the first row is bold, it is the head. */
function buildTable(rows, { hasHead, caption }, document) {
  const isBold = (row) => row.flat().every((node) => node.nodeName === "STRONG" || !node.textContent.trim());
  const head = hasHead || (rows.length > 1 && isBold(rows[0]) && !rows.slice(1).some(isBold));
  const body = document.createElement("tbody");
  rows.forEach((row, place) => {
    const line = body.appendChild(document.createElement("tr"));
    for (const nodes of row) {
      const cell = line.appendChild(document.createElement(head && !place ? "th" : "td"));
      cell.append(...nodes.map((node) => node.cloneNode(true)));
      if (head && !place) for (const bold of cell.querySelectorAll("strong")) bold.replaceWith(...bold.childNodes);
    }
  });
  const table = document.createElement("table");
  if (caption && isCaption(caption)) table.dataset.caption = caption;
  table.append(body);
  return table;
}

/** Return the nodes of a cell's words, with a space between two blocks. Boxes in it are added to `boxes`. */
function cellNodes(cell, { reader, table, context, boxes }) {
  const between = [];
  for (let each = cell; each !== table; each = each.parentElement) between.unshift(each);
  const own = new reader.constructor(reader.style);
  own.hasBlocks = true; // so that spaces at the ends of the cell are dropped
  const root = own.read(cell, between.reduce((around, each) => contextIn(each, reader.style(each), around), context));
  reader.pictures += own.pictures;
  boxes.push(...root.querySelectorAll(":scope > :is(figure, div)"));
  const blocks = [...root.querySelectorAll("p, h2, h3")].filter((block) => block.textContent);
  return blocks.flatMap((block, place) => [...(place ? [block.ownerDocument.createTextNode(" ")] : []), ...block.childNodes]);
}

/** Add a table where the reader is. Return false, and add nothing, for a layout table. */
export function readTable(reader, table, context) {
  const grid = gridOf(table);
  if (!grid) return false;
  const boxes = [];
  const rows = grid.rows.map((row) => row.map((cell) => (cell ? cellNodes(cell, { reader, table, context, boxes }) : [])));
  if (!isCaption(grid.caption)) reader.paragraph(context, [{ text: grid.caption, context }]);
  reader.out.put(buildTable(rows, grid, reader.out.root.ownerDocument));
  for (const box of boxes) reader.out.put(box);
  return true;
}
