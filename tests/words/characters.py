"""What the rule for unseen characters and no-break spaces makes of texts, for both who keep it.

The server's is `words.characters`, that of what is pasted `js/desk/story/characters.js`.
"""

# What is given, and what stays of it.
UNSEEN = {
    "soft hyphens": ("Tele\u00advision Aca\u00addemy", "Television Academy"),
    "zero-width space": ("Succes\u200bsion", "Succession"),
    "word joiner, byte order mark": ("\ufeffRuf\u2060falo", "Ruffalo"),
    "marks and overrides of direction": ("\u200eab\u202ec\u202c\u2066d\u2069", "abcd"),
    "combining grapheme joiner": ("Ruf\u034ffalo", "Ruffalo"),
    "blank letters": ("\u3164Ruf\u115ffa\u1160lo\uffa0", "Ruffalo"),
    "controls": ("Ruf\x00fa\x08lo\x1b\x7f\x9d", "Ruffalo"),
    "separators of records": ("Ruf\x1cfa\x1flo", "Ruffalo"),
    "what stands for an object": ("a \ufffc b\ufffe", "a  b"),
    "a joiner between letters": ("Ruf\u200dfa\u200clo", "Ruffalo"),
    "a selector on a letter or at the start": ("\ufe0fR\ufe0fuffalo", "Ruffalo"),
    "tags on a letter": ("R\U000e0067\U000e007fuffalo", "Ruffalo"),
    "emoji of several": (
        "👩🏽\u200d🚀 🏳\ufe0f\u200d🌈 ❤\ufe0f",
        "👩🏽\u200d🚀 🏳\ufe0f\u200d🌈 ❤\ufe0f",
    ),
    "a joiner after an emoji": ("🏆\u200d won", "🏆 won"),
    "a keycap": ("1\ufe0f\u20e3 and 2\ufe0f", "1\ufe0f\u20e3 and 2"),
    "the flag of England": (
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    "Persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "Hindi": ("क्\u200dष", "क्\u200dष"),
    "line ends and tabs": ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
    "nothing to take out": ("Penélope Cruz’s “Volver”…", "Penélope Cruz’s “Volver”…"),
    "nothing": ("", ""),
}

# What is given, what a story keeps of it, and what a paste keeps.
NO_BREAK = {
    "a run": ("a\xa0\xa0b", "a  b", "a  b"),
    "among plain spaces": ("a.\xa0 b \xa0c", "a.  b  c", "a.  b  c"),
    "at either end": ("\xa0a\xa0", " a ", " a "),
    "between all words": ("the\xa0academy\xa0said", "the academy said", "the academy said"),
    "one alone": ("said Mr.\xa0Ruffalo", "said Mr.\xa0Ruffalo", "said Mr. Ruffalo"),
    "narrow and figure spaces": ("a\u202fb\u2007c", "a b c", "a b c"),
    "a figure and its unit": (
        "$2.5\xa0million at 9\xa0p.m. for 100\xa0km, 5\xa0%",
        "$2.5\xa0million at 9\xa0p.m. for 100\xa0km, 5\xa0%",
        "$2.5\xa0million at 9\xa0p.m. for 100\xa0km, 5\xa0%",
    ),
    "the same among others": (
        "it\xa0cost\xa0$3\u202fmillion\xa0in\xa02020\xa0and",
        "it cost $3\xa0million in 2020 and",
        "it cost $3\xa0million in 2020 and",
    ),
    "a figure and a word": ("in\xa02020\xa0monkeys", "in 2020 monkeys", "in 2020 monkeys"),
}
