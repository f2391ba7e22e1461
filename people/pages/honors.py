"""What the pages of people, companies and productions need to know about awards.

This app may not import `awards`, so that `newsroom/urls.py` hands each view a function that returns
one of these. Templates print more of it than is named here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from people.models import Entity
from people.pages.facts import Fact


class Honors(NamedTuple):
    """Someone's wins and nominations for one production, counted and in words: "Emmy", "Oscar nomination"."""

    wins: int = 0
    nominations: int = 0
    words: tuple[str, ...] = ()


NONE = Honors()


class Awarded(Protocol):
    """What a person or company won and was nominated for."""

    @property
    def is_empty(self) -> bool: ...

    def of_production(self, pk: int) -> Honors: ...


class ProductionAwarded(Protocol):
    """What a production was nominated for. `facts` are boxes at the top of its page."""

    @property
    def is_empty(self) -> bool: ...

    @property
    def facts(self) -> tuple[Fact, ...]: ...


class Awards(Protocol):
    """A function that loads an entity's awards as of a moment."""

    def __call__(self, entity: Entity, *, at: datetime) -> Any: ...
