"""The exception of a verb that can't be carried out."""


class Refused(Exception):
    """Raised when a verb was refused. It says why, and what to do instead; nothing was changed.

    `fields` has the sentences that belong to a field of a form, by the field's name; `sentences` has all
    of them.
    """

    def __init__(self, *sentences: str, fields: dict[str, str] | None = None) -> None:
        self.fields = fields or {}
        self.sentences = [*sentences, *self.fields.values()]
        super().__init__(" ".join(self.sentences))
