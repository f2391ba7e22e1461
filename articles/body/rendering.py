"""Turns a body into the blocks of a page. No query runs: the caller has looked everything up."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.body.blocks import (
    Block,
    Embed,
    Figure,
    Nominees,
    Prose,
    Pull,
    Resolved,
    Speech,
    Table,
    Tally,
)
from articles.body.links import embed_service
from articles.body.plain_text import as_tree
from articles.body.tables import filled
from articles.body.tree import Body, Mark, Node, Run, write_runs

LONGEST_SHOWN = 60


def blocks(
    body: str | Body,
    resolved: Resolved,
    dateline: str = "",
    *,
    dressed: bool = True,
    site: str = "",
) -> list[Block]:
    """Return the body's blocks in order, safe to print whatever the body holds.

    The first paragraph gets the dateline, the last one the end mark. With `dressed=False`, for feeds,
    there are no marks and no classes, and links to our own pages begin with `site`.
    """
    return list(_Rendering(as_tree(body), resolved, dateline, dressed=dressed, site=site).blocks())


class _Rendering:
    """One body on its way to becoming blocks."""

    def __init__(
        self, body: Body, resolved: Resolved, dateline: str, *, dressed: bool, site: str
    ) -> None:
        self._body = body
        self._dressed = dressed
        self._site = site
        self._resolved = resolved
        self._dateline = dateline.strip()
        self._opening = next((node for node in body.nodes if node.tag == "p"), None)
        self._last = _last_paragraph(body)
        self._pulls = 0
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        prose: list[str] = []
        for node in self._body.nodes:
            if node.tag in ("p", "h2", "h3", "ul", "ol"):
                prose.append(self._html(node))
            elif block := self._block(node):
                if prose:
                    yield Prose(_joined(prose))
                    prose = []
                yield block
        if prose:
            yield Prose(_joined(prose))

    def _block(self, node: Node) -> Block | None:
        """Return the block of a node that isn't prose, or None if `resolved` lacks what it shows."""
        attributes, resolved = node.attributes, self._resolved
        match node.part.name:
            case "Quotation":
                link = resolved.records.get(attributes.get("data-record", ""))
                who = attributes["data-speaker"] or (link.name if link else "")
                return Speech(self._paragraphs(node), who, attributes.get("data-how", ""), link)
            case "PullQuote":
                self._pulls += 1
                return Pull(self._paragraphs(node), attributes["data-pull"], self._pulls)
            case "Table":
                self._tables += 1
                return Table(self._rows(node), attributes.get("data-caption", ""), self._tables)
            case "FigureRef":
                picture = resolved.pictures.get(attributes["data-picture"])
                wide = attributes.get("data-size") == "wide"
                caption = attributes.get("data-caption", "")
                return None if picture is None else Figure(picture, caption, is_wide=wide)
            case "NomineesBox":
                contest = resolved.contests.get(attributes["data-nominees"])
                return None if contest is None else Nominees(contest)
            case "TallyBox":
                tally = resolved.tallies.get((attributes["data-tally"], attributes["data-award"]))
                return None if tally is None else Tally(tally)
            case "Embed":
                url = attributes["data-embed"]
                service = embed_service(url)
                return None if service is None else Embed(url, _shown(url), service)
        raise AssertionError(f"{node.part.name} has no block.")

    def _paragraphs(self, node: Node) -> SafeString:
        return _joined([self._html(child) for child in node.children])

    def _rows(self, table: Node) -> SafeString:
        """Return the rows as markup. An empty header cell becomes a plain cell: it heads no column."""
        cells = filled(table)
        rows = [
            "".join(
                f'<th scope="col">{words}</th>'
                if words and cell.tag == "th"
                else f"<td>{words}</td>"
                for cell in row
                for words in [self._words(cell)]
            )
            for row in cells
        ]
        head = f"<thead><tr>{rows.pop(0)}</tr></thead>" if cells[0][0].tag == "th" else ""
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return mark_safe(f"{head}<tbody>{body}</tbody>" if body else head)

    def _html(self, node: Node) -> str:
        opening_class = ' class="opening"' if node is self._opening and self._dressed else ""
        if node.tag == "li" and [child.tag for child in node.children] == ["p"]:
            inner = self._words(node.children[0])  # its one paragraph needs no <p>
        elif node.is_text:
            inner = self._words(node)
        else:
            inner = "".join(map(self._html, node.children))
        return f"<{node.tag}{opening_class}>{inner}</{node.tag}>"

    def _words(self, node: Node) -> str:
        words = write_runs(map(self._unlinked_if_hidden, node.runs), self._open_tag, _escaped)
        if node is self._opening and self._dateline:
            words = f'<span class="dateline">{_escaped(self._dateline)}</span> {words}'
        if node is self._last and self._dressed:
            words += render_to_string("parts/endmark.html").strip()
        return words

    def _unlinked_if_hidden(self, run: Run) -> Run:
        """Return the run, without its link if that leads to a page readers can't see."""
        if run.marks and run.marks[0].attribute == "data-record":
            link, *others = run.marks
            return run if link.value in self._resolved.records else Run(run.text, tuple(others))
        return run

    def _open_tag(self, mark: Mark) -> str:
        if mark.attribute == "data-record":
            link = self._resolved.records[mark.value]
            if not self._dressed:
                return f'<a href="{escape(link.url)}">'
            card = f' data-card="{escape(link.card_id)}"' if link.card_id else ""
            return f'<a class="entity" href="{escape(link.url)}"{card}>'
        if mark.attribute == "href":
            return f'<a href="{escape(urljoin(self._site, mark.value))}">'
        return f"<{mark.tag}>"


def _last_paragraph(body: Body) -> Node | None:
    """Return the story's last paragraph. Pull quotes don't count: they are set beside the text."""
    last = None
    for node in body.nodes:
        if node.tag != "aside":
            last = next((text for text in [*node.walk()][::-1] if text.tag == "p"), last)
    return last


def _joined(html: list[str]) -> SafeString:
    return mark_safe("\n".join(html))


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _shown(url: str) -> str:
    address = url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return address if len(address) <= LONGEST_SHOWN else address[: LONGEST_SHOWN - 1] + "…"
