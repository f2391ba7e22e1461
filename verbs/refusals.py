"""The exception that a verb raises when it refuses."""


class Refused(Exception):
    """Raised by a verb that changes nothing, with sentences that say why and what to do instead.

    `fields`: the sentences about a form's field, by its name. `sentences`: all of them.
    """

    def __init__(self, *sentences: str, fields: dict[str, str] | None = None) -> None:
        self.fields = fields or {}
        self.sentences = [*sentences, *self.fields.values()]
        super().__init__(" ".join(self.sentences))
