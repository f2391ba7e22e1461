"""The blocks that a story's page prints one after another, each with its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString

from articles.body.links import Service


@dataclass(frozen=True)
class RecordLink:
    """The target of a link to the record: its page, and the card that opens over the link."""

    url: str
    name: str = ""
    card_id: str = ""


@dataclass(frozen=True)
class Resolved:
    """The rows that the body names, by public id.

    A row that is missing here isn't public or doesn't exist: a link to it prints as plain text, a
    picture or box not at all. The id of a merged row leads to the survivor.
    """

    records: Mapping[str, RecordLink] = field(default_factory=dict)
    pictures: Mapping[str, object] = field(default_factory=dict)
    contests: Mapping[str, object] = field(default_factory=dict)
    tallies: Mapping[tuple[str, str], object] = field(default_factory=dict)  # (person, award)


@dataclass(frozen=True)
class Block:
    """One block of a story; `kind` names its template."""

    kind: ClassVar[str] = ""

    @property
    def template(self) -> str:
        return f"articles/parts/{self.kind}.html"


@dataclass(frozen=True)
class Prose(Block):
    """A run of headings, paragraphs and lists: markup, ready to print."""

    kind: ClassVar[str] = "html"
    html: SafeString


@dataclass(frozen=True)
class Speech(Block):
    """A quotation, set like dialogue in a screenplay."""

    kind: ClassVar[str] = "speech"
    html: SafeString  # its paragraphs
    who: str  # may be empty
    how: str
    link: RecordLink | None  # to the speaker's page


@dataclass(frozen=True)
class Pull(Block):
    kind: ClassVar[str] = "pull"
    html: SafeString  # its paragraphs
    attribution: str
    place: int  # 1 for the first in the story, so that landmarks have different names


@dataclass(frozen=True)
class Figure(Block):
    kind: ClassVar[str] = "figure"
    picture: object
    caption: str  # the story's own words; empty for the picture's
    is_wide: bool


@dataclass(frozen=True)
class Table(Block):
    kind: ClassVar[str] = "table"
    html: SafeString  # its rows
    caption: str  # may be empty
    place: int  # 1 for the first in the story, so that regions have different names


@dataclass(frozen=True)
class Nominees(Block):
    kind: ClassVar[str] = "nominees"
    contest: object


@dataclass(frozen=True)
class Tally(Block):
    kind: ClassVar[str] = "tally"
    tally: object


@dataclass(frozen=True)
class Embed(Block):
    """A card that links to a post or a video. Nothing is loaded from the service."""

    kind: ClassVar[str] = "embed"
    url: str
    shown: str  # the address as readers see it
    service: Service
