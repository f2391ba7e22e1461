"""Warnings about links and boxes of a story that readers won't see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from articles.body.plain_text import as_tree
from articles.body.references import References, references
from articles.body.tree import Body
from awards.ledger import records_of
from awards.models import Contest, Nomination
from people.models import Entity


def hidden_references(text: str, *, at: datetime) -> list[str]:
    """Return a sentence for each link that readers get as plain words and each box they don't get.

    Pictures are left out: `checks` has those. Four queries at most, none without links and boxes.
    """
    body = as_tree(text)
    refs = references(body)
    rows = _entities(refs)
    return [
        *_hidden_links(refs, rows, _linked_words(body), at=at),
        *_hidden_nominee_boxes(refs, at=at),
        *_hidden_tally_boxes(refs, rows, at=at),
    ]


def _entities(refs: References) -> dict[str, Entity]:
    """Return the entities by the ids in the body: for a merged one, the one it was merged into."""
    wanted = {public_id for public_id, _ in refs.records}
    wanted.update(public_id for pair in refs.tallies for public_id in pair)
    if not wanted:
        return {}
    found = Entity.objects.filter(public_id__in=wanted).select_related("merged_into")
    return {row.public_id: row.merged_into or row for row in found}


def _linked_words(body: Body) -> dict[str, str]:
    """Return the words that first link to each id; for a quotation, the name of its speaker."""
    words: dict[str, str] = {}
    for node in body.walk():
        if speaker := node.attributes.get("data-record"):
            words.setdefault(speaker, node.attributes.get("data-speaker", ""))
        for text, marks in node.runs:
            if marks and marks[0].attribute == "data-record":
                words.setdefault(marks[0].value, text.strip())
    return words


def _hidden_links(
    refs: References, rows: Mapping[str, Entity], words: Mapping[str, str], *, at: datetime
) -> Iterator[str]:
    for public_id, _ in refs.records:
        row = rows.get(public_id)
        if row is not None and row.is_public(at):
            continue
        name = row.name if row else ""
        link = words.get(public_id) or name or "A link"
        if row is None:
            why = "it leads to nothing in the record"
        else:
            why = f"{'it' if link == name else name} isn’t published"
        yield f"Readers see “{link}” as plain words: {why}."


def _hidden_nominee_boxes(refs: References, *, at: datetime) -> Iterator[str]:
    if not refs.contests:
        return
    entered = Nomination.objects.public(at).filter(contest=OuterRef("pk"))
    contests = Contest.objects.filter(public_id__in=refs.contests).annotate(
        is_public=Exists(Contest.objects.public(at).filter(pk=OuterRef("pk"))),
        has_nominees=Exists(entered),
    )
    rows = {row.public_id: row for row in contests}
    for public_id in refs.contests:
        row = rows.get(public_id)
        if row is None:
            yield "Readers don’t see a nominees box: the record has no such contest."
        elif not row.is_public:
            yield f"Readers don’t see the nominees box “{row.name}”: it isn’t published."
        elif not row.has_nominees:
            yield f"The nominees box “{row.name}” is empty: it has no nominations."


def _hidden_tally_boxes(
    refs: References, rows: Mapping[str, Entity], *, at: datetime
) -> Iterator[str]:
    pairs = [(rows.get(who), rows.get(award)) for who, award in refs.tallies]
    records = records_of([who for who, award in pairs if who and award], now=at) if pairs else {}
    for who, award in pairs:
        if who is None or award is None:
            missing = "nobody" if who is None else "no award"
            yield f"Readers don’t see a tally box: the record has {missing} for it."
            continue
        box = f"the tally box of {who.label} at the {award.label}"
        if hidden := next((row for row in (who, award) if not row.is_public(at)), None):
            yield f"Readers don’t see {box}: {hidden.name} isn’t published."
        elif award.pk not in {line.award.pk for line in records[who.pk].lines}:
            yield f"Readers don’t see {box}: the record has no nominations for it."
