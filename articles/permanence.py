"""The database itself refuses to change a revision. See `history.permanence`."""

from __future__ import annotations

from typing import Any

from history.permanence import refuse_updates


def protect_revisions(*, using: str, **_: Any) -> None:
    """Any update of a revision's row raises IntegrityError from now on. For `post_migrate`."""
    refuse_updates("articles_revision", "A revision never changes.", using=using)
