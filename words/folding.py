"""Folds names for comparison: without accents, case and punctuation.

SQLite's case-insensitive look-ups don't know that "É" and "é" are the same letter, and PostgreSQL's
depend on its collation. A folded column gives the same results on both.
"""

import re
import unicodedata

from words.characters import comparable

# Letters that Unicode doesn't decompose, with what English readers type instead.
SPELLED_OUT = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "&": " and ",
    }
)
APOSTROPHES = "'’‘ʼ`´"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the text in lower case without accents, punctuation and invisible characters.

    "What If…?", "What If...?" and "What If….?" are all "what if"; "Schitt’s" is "schitts". A text
    that is only punctuation ("?") keeps it, so that no name folds to nothing. Folding twice changes nothing.
    """
    # Decompose before casefold() and again after it: "ℌ" has no case until it is decomposed.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = comparable("".join(c for c in plain if not unicodedata.combining(c)))
    plain = plain.translate(SPELLED_OUT)
    folded = NOT_A_WORD.sub(" ", APOSTROPHE.sub("", plain)).strip()
    return folded or plain.strip() or text.strip()


def without_accents(text: str) -> str:
    """Return the text without accents and invisible characters, its case and punctuation unchanged."""
    decomposed = comparable(unicodedata.normalize("NFKD", text))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
