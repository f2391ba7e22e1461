"""Names as they are compared: no accents, no case, no spelling marks.

SQLite's own case-insensitive look-up takes "É" and "é" as different, and PostgreSQL's depends on
its collation. A folded column is the same on both.
"""

import re
import unicodedata

from search.characters import comparable
from search.words import APOSTROPHE, SPELLED_OUT

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
