"""What a verb of the record says when it can't be carried out."""


class Refused(Exception):
    """Says why a verb was not carried out, and what to do instead. Nothing has changed.

    `fields` gives each sentence that belongs to one field of a form by that field's name;
    `sentences` has them all.
    """

    def __init__(self, *sentences: str, fields: dict[str, str] | None = None) -> None:
        self.fields = fields or {}
        self.sentences = [*sentences, *self.fields.values()]
        super().__init__(" ".join(self.sentences))
