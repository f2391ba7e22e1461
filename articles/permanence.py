"""The database itself refuses to change a revision. See `history.permanence`."""

from __future__ import annotations

from typing import Any

from history.permanence import refuse_deletions, refuse_updates


def protect_revisions(*, using: str, **_: Any) -> None:
    """Make any update or deletion of a revision raise IntegrityError. A receiver of `post_migrate`."""
    refuse_updates("articles_revision", "A revision never changes.", using=using)
    refuse_deletions("articles_revision", "A revision is never deleted.", using=using)
