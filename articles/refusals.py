"""The refusals that only verbs of stories raise: somebody saved a newer revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles import story_details
from articles.models import Revision
from verbs.refusals import Refused


def who_saved(revisions: Sequence[Revision]) -> str:
    """Return a sentence naming who saved these revisions after the story was opened."""
    names = dict.fromkeys(map(_name, revisions))
    return (
        f"{_joined(names)} saved {_joined(map(paper_name, revisions))} after you opened this story."
    )


def _name(revision: Revision) -> str:
    by = revision.saved_by
    return by.display_name if by else "The newsroom"


def paper_name(revision: Revision) -> str:
    """Return what the desk calls a revision: the color of its paper."""
    return story_details.paper(revision.number - 1)[1]


def _joined(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


class Unseen(Refused):
    """Raised instead of publishing a newer revision than the one that the editor looked at."""

    def __init__(self, newer: Sequence[Revision]) -> None:
        super().__init__(
            f"{who_saved(newer)} Nothing was published. Look at what changed, then try again."
        )


class Clash(Refused):
    """Raised for a save that began from an older revision than the newest."""

    title = "Somebody else saved first"

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        self.saved = self.sentence(newest)
        super().__init__(
            f"{self.saved} Your text is still on this screen. Compare it with theirs, then save yours over it."
        )

    def sentence(self, newest: Revision) -> str:
        return who_saved([newest])


class Unfounded(Clash):
    """Raised for a save that doesn't say which revision it began from: it could overwrite anything."""

    title = "Check the latest version first"

    def __init__(self, newest: Revision, *, named: int | None = None) -> None:
        self.named = named
        super().__init__(newest)

    def sentence(self, newest: Revision) -> str:
        who, paper = _name(newest), paper_name(newest)
        began = (
            "This form didn’t say which version it started from."
            if self.named is None
            else "This form says it started from a version that this story doesn’t have."
        )
        return f"{began} {who} saved {paper} last."
