"""What points at a row, as the desk says it before anything is merged, taken off or removed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """So many rows of one kind point here. The address lists them; '' where no list does."""

    label: str  # "credits", "stories naming it"
    count: int
    address: str = ""

    def __str__(self) -> str:
        return f"{self.count:,} {self.label}"
