"""Names in stories that aren't in the record.

A name here is a run of capitalized words that isn't linked, isn't a name in the record, and isn't
part of one ("Ruffalo"). Somebody has to look at the list: it has days, places and characters too.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable

from articles.body.plain_text import plain_text
from articles.checks import TK
from articles.models import Article
from articles.titles import plain
from people.models import Entity, EntityName
from words.folding import fold

LINKED = re.compile(r"<a data-record=[^>]*>.*?</a>", re.DOTALL)
# A full stop belongs to a name after an initial or a title only: "Courtney B. Vance", "Mrs. America".
WORD = r"(?:(?:Mr|Mrs|Ms|Dr|Jr|Sr|St|[^\W\d_a-zß-öø-ÿ])\.|[^\W\d_a-zß-öø-ÿ][\w’'&-]*)"
RUN = re.compile(rf"{WORD}(?: {WORD})*")
OPENING = re.compile(r"(?:^|[.!?:…]|[.!?:…][”’)])[\s“‘(\[]*$|[\n“‘][\s“‘(\[]*$")
CALENDAR = {*calendar.day_name, *calendar.month_name}
ENDINGS = re.compile(r"[’']s?$")


def unlinked_names(stories: Iterable[Article]) -> Counter[str]:
    """Return how often each unknown name occurs in what readers see of `stories`. Three queries."""
    known = _known_words()
    found: Counter[str] = Counter()
    for story in stories:
        text = "\n".join(
            (plain(story.headline), plain(story.dek), plain_text(_without_links(story.body)))
        )
        found.update(run for run in _runs(text) if not _is_known(run, known))
    return found


def unknown_names(headline: str, dek: str, body: str) -> list[str]:
    """Return the unknown names of one story in order, each once. Three queries at most."""
    text = "\n".join((plain(headline), plain(dek), plain_text(_without_links(body))))
    if not (runs := list(dict.fromkeys(_runs(text)))):
        return []
    known = _known_words()
    return [run for run in runs if run not in CALENDAR and not _is_known(run, known)]


def _without_links(body: str) -> str:
    return LINKED.sub("·", body)


def _runs(text: str) -> Iterable[str]:
    for match in RUN.finditer(text):
        run = ENDINGS.sub("", match[0])
        if OPENING.search(text[: match.start()]):
            # The first word of a sentence has a capital even if it is no name.
            run = run.partition(" ")[2]
        if run and run != "I" and not TK.fullmatch(run):
            yield run


def _known_words() -> str:
    """Return every name in the record, folded, as one text, so that part of a name is found in it."""
    names = {
        *Entity.objects.unmerged().values_list("folded_name", flat=True),
        *Entity.objects.unmerged().exclude(short_name="").values_list("short_name", flat=True),
        *EntityName.objects.values_list("folded_name", flat=True),
    }
    return "|".join(f" {fold(name)} " for name in names)


def _is_known(run: str, known: str) -> bool:
    return f" {fold(run)} " in known
