"""What a story's page is made of, one after another, each with the template that prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString

from articles.body.links import Service


@dataclass(frozen=True)
class RecordLink:
    """Where a name of the record leads: its page, and the card on this page that opens on it."""

    url: str
    name: str = ""
    card_id: str = ""


@dataclass(frozen=True)
class Resolved:
    """What the body's references were found to be, by public id.

    What isn't here isn't public, or isn't at all: a link to it prints as plain words, a picture or
    box of it not at all. A merged row's id may lead to the survivor.
    """

    records: Mapping[str, RecordLink] = field(default_factory=dict)
    pictures: Mapping[str, object] = field(default_factory=dict)
    contests: Mapping[str, object] = field(default_factory=dict)
    tallies: Mapping[tuple[str, str], object] = field(default_factory=dict)  # (person, award)


@dataclass(frozen=True)
class Block:
    """One of a story's blocks; `kind` says which."""

    kind: ClassVar[str] = ""

    @property
    def template(self) -> str:
        return f"articles/parts/{self.kind}.html"


@dataclass(frozen=True)
class Prose(Block):
    """Headings, paragraphs and lists that follow each other: markup, ready to print."""

    kind: ClassVar[str] = "html"
    html: SafeString


@dataclass(frozen=True)
class Speech(Block):
    """What somebody said, set as a screenplay sets it."""

    kind: ClassVar[str] = "speech"
    html: SafeString  # its paragraphs
    who: str  # may be empty
    how: str
    link: RecordLink | None  # who, in the record


@dataclass(frozen=True)
class Pull(Block):
    kind: ClassVar[str] = "pull"
    html: SafeString  # its paragraphs
    attribution: str
    place: int  # 1 for the first of the story: what tells their landmarks apart


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
    place: int  # 1 for the first of the story: what tells their regions apart


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
    """A card that leads to a post or a video. Nothing of the service is loaded."""

    kind: ClassVar[str] = "embed"
    url: str
    shown: str  # the address as readers see it
    service: Service
