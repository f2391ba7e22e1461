"""What a verb of a story says when it can't be carried out, beside what any verb says."""

from __future__ import annotations

from articles.models import Revision
from people.refusals import Refused


class Clash(Refused):
    """A save that began from an older revision than the newest one."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        saved_by = newest.saved_by.get_username() if newest.saved_by else "The newsroom"
        super().__init__(
            f"{saved_by} saved revision {newest.number} after you opened this story. "
            "Your text is kept on this screen: look at theirs, then save yours on top of it."
        )
