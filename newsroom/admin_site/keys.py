"""The desk's keyboard shortcuts. The dialog prints this table, and keys.js reads it from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.admin_site.navigation import PlaceGroup


@dataclass(frozen=True)
class Key:
    """What to type, one key after the other ("g s"), and what it does.

    `address`: go there. `does`: an action that static/js/desk/keys.js knows by this name. Without
    either, another script handles the key, and this is only its explanation.
    """

    typed: str
    label: str
    address: str = ""
    does: str = ""

    @property
    def parts(self) -> list[str]:
        return self.typed.split()


@dataclass(frozen=True)
class KeyGroup:
    name: str
    keys: tuple[Key, ...]
    is_writing: bool = False  # the story's screen shows it first


# Handled by static/js/desk/story and saving.js, on the story's screen only.
WRITING = KeyGroup(
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
# Handled by static/js/desk/board.js, on the board only.
BOARD = KeyGroup(
    "On a ceremony’s board",
    (
        Key("↑ ↓", "From fold to fold, from nomination to nomination, into the field"),
        Key("Enter", "In the field: enter the name; in an empty field, start the next nomination"),
        Key("Tab", "In the field: choose the name, then type the role"),
        Key("w", "On a nomination: set or unset the winner; on a second one, a tie"),
        Key("0", "No award"),
        Key("Alt+↑ Alt+↓", "Move the nomination, or the category on its heading"),
        Key("Delete", "Remove the nomination"),
        Key("u", "Undo the last change (also Ctrl+Z)"),
        Key("→ ←", "Open or close the category"),
    ),
)


def keyboard_shortcuts(
    places: Iterable[PlaceGroup], *, new_story: str = "", has_boards: bool = False
) -> tuple[KeyGroup, ...]:
    """Return the shortcuts for a user who may open these places. No query.

    `new_story`: the address for a new story, "" if they may not write one. `has_boards`: whether they
    enter nominations.
    """
    anywhere = (
        Key("/", "Search stories, names and pages", does="jump"),
        Key("Ctrl+K", "Search, from any field except a story’s text (⌘K on a Mac)"),
        Key("Ctrl+S", "Save the form and stay on it (⌘S on a Mac)"),
        *([Key("n", "New story", new_story)] if new_story else []),
        Key("?", "These shortcuts", does="keys"),
        Key("Esc", "Close the open menu or dialog"),
    )
    going = tuple(
        Key(f"g {entry.place.key}", entry.place.label, entry.url)
        for group in places
        for entry in group.entries
        if entry.place.key
    )
    stories = (WRITING,) if new_story else ()
    boards = (BOARD,) if has_boards else ()
    return KeyGroup("Anywhere", anywhere), KeyGroup("Go to", going), *stories, *boards
