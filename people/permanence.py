"""The database itself refuses to change the log of the record. See `history.permanence`."""

from __future__ import annotations

from typing import Any

from history.permanence import let_only_grow


def protect_log(*, using: str, **_: Any) -> None:
    """Let the log only grow. A receiver of `post_migrate`."""
    let_only_grow("people_event", using=using)
