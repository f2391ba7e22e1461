"""What a verb of a story says when it can't be carried out, beside what any verb says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles import margins
from articles.models import Revision
from verbs.refusals import Refused


def who_saved(revisions: Sequence[Revision]) -> str:
    """Return who saved these revisions since the story was opened, as a sentence."""
    names = dict.fromkeys(map(_name, revisions))
    return f"{_listed(names)} saved {_listed(map(_paper, revisions))} after you opened this story."


def _name(revision: Revision) -> str:
    by = revision.saved_by
    return by.display_name if by else "The newsroom"


def _paper(revision: Revision) -> str:
    return margins.paper(revision.number - 1)[1]


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


class Unseen(Refused):
    """Raised instead of showing readers a newer revision than the one that the editor looked at."""

    def __init__(self, newer: Sequence[Revision]) -> None:
        super().__init__(
            f"{who_saved(newer)} Nothing went out. Look at what changed, then try again."
        )


class Clash(Refused):
    """A save that began from an older revision than the newest one."""

    title = "Somebody was faster"

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        self.saved = self.say(newest)
        super().__init__(
            f"{self.saved} Your text is kept on this screen: look at theirs, then save yours on top of it."
        )

    def say(self, newest: Revision) -> str:
        return who_saved([newest])


class Unfounded(Clash):
    """A save that doesn't say from which of the story's revisions it began: it might overwrite anything."""

    title = "Look before you save"

    def __init__(self, newest: Revision, *, named: int | None = None) -> None:
        self.named = named
        super().__init__(newest)

    def say(self, newest: Revision) -> str:
        who, paper = _name(newest), _paper(newest)
        began = (
            "This form didn’t say which version it began from."
            if self.named is None
            else "This form says it began from a version that this story doesn’t have."
        )
        return f"{began} {who} saved {paper} last."
