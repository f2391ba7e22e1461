"""The keys of the desk: the one table that the dialog prints and the script reads from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.desk_nav import Group as Places


@dataclass(frozen=True)
class Key:
    """What to type, one key after the other ("g s"), and what it does: go to an address, or a deed
    that static/js/desk/keys.js knows by name.
    """

    typed: str
    label: str
    address: str = ""
    does: str = ""

    @property
    def parts(self) -> list[str]:
        return self.typed.split()


@dataclass(frozen=True)
class Group:
    name: str
    keys: tuple[Key, ...]
    is_writing: bool = False  # the story's screen shows it first


# static/js/desk/story and saving.js know them: they mean nothing elsewhere.
WRITING = Group(
    "While writing a story",
    (
        Key("/", "In the text: put in a heading, a table, a picture, a speech or a box"),
        Key("@", "In the text: link a name of the record"),
        Key("Ctrl+K", "In the text: link the selected words (⌘ for Ctrl on a Mac)"),
        Key("Ctrl+S", "Save"),
        Key("Ctrl+P", "Preview"),
        Key("Ctrl+Enter", "Save, then publish or submit: a dialog asks first"),
        Key("Ctrl+B", "Bold"),
        Key("Ctrl+I", "Emphasis; with Shift, or in the headline, a title"),
        Key("Ctrl+F", "In the text: find and replace"),
        Key("Alt+F10", "From the text to the toolbar; Esc goes back"),
        Key("Tab", "In a speech or a pull quote: who says it; Shift+Tab goes back"),
        Key("Tab", "In a table: the next cell, and after the last a new row; Esc leaves it"),
    ),
    is_writing=True,
)
# static/js/desk/board.js knows them: they mean nothing elsewhere.
BOARD = Group(
    "On a ceremony’s board",
    (
        Key("↑ ↓", "From fold to fold, from nomination to nomination, into the field"),
        Key("Enter", "In the field: enter the name; when it is empty, begin the next nomination"),
        Key("Tab", "In the field: choose the name, and say the role"),
        Key("w", "On a nomination: it won, or it didn’t; on a second one: a tie"),
        Key("0", "No award"),
        Key("Alt+↑ Alt+↓", "Move the nomination, or on its fold the contest"),
        Key("Delete", "Take the nomination out"),
        Key("u", "Take the last change back (Ctrl+Z too)"),
        Key("→ ←", "Open the fold, close it"),
    ),
)


def read(
    places: Iterable[Places], *, new_story: str = "", enters: bool = False
) -> tuple[Group, ...]:
    """The keys of who sees these places. `new_story` is where one begins, or ""; `enters` is for who
    enters ceremonies. No query.
    """
    anywhere = (
        Key("/", "Find a story, a name or a place", does="jump"),
        Key("Ctrl+K", "The same, also in a field that isn’t a story’s text (⌘K on a Mac)"),
        Key("Ctrl+S", "Save the form, and stay (⌘S on a Mac)"),
        *([Key("n", "New story", new_story)] if new_story else []),
        Key("?", "These keys", does="keys"),
        Key("Esc", "Close what is open"),
    )
    going = tuple(
        Key(f"g {entry.place.key}", entry.place.label, entry.url)
        for group in places
        for entry in group.entries
        if entry.place.key
    )
    stories = (WRITING,) if new_story else ()
    boards = (BOARD,) if enters else ()
    return Group("Anywhere", anywhere), Group("Go to", going), *stories, *boards
