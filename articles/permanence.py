"""The database itself refuses to change a revision or the log of stories. See `history.permanence`."""

from __future__ import annotations

from typing import Any

from history.permanence import let_only_grow, refuse_deletions, refuse_updates


def protect_revisions_and_log(*, using: str, **_: Any) -> None:
    """Any update or deletion of their rows raises IntegrityError from now on. For `post_migrate`."""
    refuse_updates("articles_revision", "A revision never changes.", using=using)
    refuse_deletions("articles_revision", "A revision is never deleted.", using=using)
    let_only_grow("articles_event", using=using)
