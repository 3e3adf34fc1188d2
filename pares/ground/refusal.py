"""The one way an action says no."""


class Refused(Exception):  # noqa: N818 - reads as the sentence it is: "Refused: ..."
    """An action did not happen; `str()` is the sentence shown to the person who asked.

    `field` names the form field the sentence stands beside, where there is one.
    """

    sentence = "This cannot be done."

    def __init__(self, sentence: str = "", *, field: str | None = None) -> None:
        """Take the sentence to show (the class's own where empty) and the form field it belongs to."""
        super().__init__(sentence or self.sentence)
        self.field = field
