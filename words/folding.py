"""Names as they are compared: no accents, no case, no spelling marks.

SQLite's own case-insensitive look-up takes "É" and "é" as different, and PostgreSQL's depends on
its collation. A folded column is the same on both.
"""

import re
import unicodedata

from words.characters import comparable

# Letters that Unicode does not decompose, and that English readers type without.
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
    """The text in lower case, without accents, marks and what nobody sees, its words one space apart.

    "What If…?", "What If...?" and "What If….?" are all "what if"; "Schitt’s" is "schitts".
    A text of marks alone ("?") keeps them, so that no name folds to nothing. What is folded folds
    to itself.
    """
    # Letters come apart before they lose their case and once more after: "ℌ" has none until then.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = comparable("".join(c for c in plain if not unicodedata.combining(c)))
    plain = plain.translate(SPELLED_OUT)
    folded = NOT_A_WORD.sub(" ", APOSTROPHE.sub("", plain)).strip()
    return folded or plain.strip() or text.strip()


def without_accents(text: str) -> str:
    decomposed = comparable(unicodedata.normalize("NFKD", text))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
