"""Where in the log of changes, and in time, somebody has read up to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Position:
    """How far changes were read: `log` is the newest key on SQLite, a snapshot on PostgreSQL."""

    log: str
    at: datetime

    def to_json(self) -> str:
        return json.dumps([self.log, self.at.isoformat()])

    @classmethod
    def from_json(cls, text: str) -> Position:
        log, at = json.loads(text)
        return cls(log, datetime.fromisoformat(at))
