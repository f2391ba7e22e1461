"""A body becomes the blocks of a page. Nothing is looked up here: the caller has resolved it all."""

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
from articles.body.plain_text import as_read
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
    """The body as blocks, in order; safe to print whatever the body holds.

    The first paragraph is the opening and bears the dateline, the last one bears the end mark.
    Undressed, for readers elsewhere, there is no mark and no class, and a link to a page of this site
    begins with `site`, its address. No query runs.
    """
    return list(_Page(as_read(body), resolved, dateline, dressed=dressed, site=site).blocks())


class _Page:
    """One rendering of one body."""

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
        """The block of anything but prose; None if what it shows wasn't found."""
        said, found = node.attributes, self._resolved
        match node.part.name:
            case "Quotation":
                link = found.records.get(said.get("data-record", ""))
                who = said["data-speaker"] or (link.name if link else "")
                return Speech(self._paragraphs(node), who, said.get("data-how", ""), link)
            case "PullQuote":
                self._pulls += 1
                return Pull(self._paragraphs(node), said["data-pull"], self._pulls)
            case "Table":
                self._tables += 1
                return Table(self._rows(node), said.get("data-caption", ""), self._tables)
            case "FigureRef":
                picture = found.pictures.get(said["data-picture"])
                wide = said.get("data-size") == "wide"
                caption = said.get("data-caption", "")
                return None if picture is None else Figure(picture, caption, is_wide=wide)
            case "NomineesBox":
                contest = found.contests.get(said["data-nominees"])
                return None if contest is None else Nominees(contest)
            case "TallyBox":
                tally = found.tallies.get((said["data-tally"], said["data-award"]))
                return None if tally is None else Tally(tally)
            case "Embed":
                url = said["data-embed"]
                service = embed_service(url)
                return None if service is None else Embed(url, _shown(url), service)
        raise AssertionError(f"{node.part.name} has no block.")

    def _paragraphs(self, node: Node) -> SafeString:
        return _joined([self._html(child) for child in node.children])

    def _rows(self, table: Node) -> SafeString:
        """Return its rows and columns that have words. A head cell without words heads nothing."""
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
        opens = ' class="opening"' if node is self._opening and self._dressed else ""
        if node.tag == "li" and [child.tag for child in node.children] == ["p"]:
            inner = self._words(node.children[0])  # one paragraph is the line itself
        elif node.is_text:
            inner = self._words(node)
        else:
            inner = "".join(map(self._html, node.children))
        return f"<{node.tag}{opens}>{inner}</{node.tag}>"

    def _words(self, node: Node) -> str:
        words = write_runs(map(self._known, node.runs), self._opened, _escaped)
        if node is self._opening and self._dateline:
            words = f'<span class="dateline">{_escaped(self._dateline)}</span> {words}'
        if node is self._last and self._dressed:
            words += render_to_string("parts/endmark.html").strip()
        return words

    def _known(self, run: Run) -> Run:
        """The run without its link, if that leads to what wasn't found."""
        if run.marks and run.marks[0].attribute == "data-record":
            link, *others = run.marks
            return run if link.value in self._resolved.records else Run(run.text, tuple(others))
        return run

    def _opened(self, mark: Mark) -> str:
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
    """The paragraph that the story ends with: pull quotes stand beside the story, not in it."""
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
