"""What a verb of a story says when it can't be carried out, beside what any verb says."""

from __future__ import annotations

from articles import margins
from articles.models import Revision
from people.refusals import Refused


class Clash(Refused):
    """A save that began from an older revision than the newest one."""

    title = "Somebody was faster"

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        by = newest.saved_by
        who = by.get_full_name() or by.get_username() if by else "The newsroom"
        _, paper = margins.paper(newest.number - 1)
        self.saved = self.say(who, paper)
        super().__init__(
            f"{self.saved} Your text is kept on this screen: look at theirs, then save yours on top of it."
        )

    def say(self, who: str, paper: str) -> str:
        return f"{who} saved {paper} after you opened this story."


class Unfounded(Clash):
    """A save that doesn't say from which revision it began: it might overwrite anything."""

    title = "Look before you save"

    def say(self, who: str, paper: str) -> str:
        return f"This form didn’t say which version it began from; {who} saved {paper} last."
