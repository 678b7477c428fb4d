"""A refusal that a reader can act on."""


class Refused(Exception):
    """An intention that a rule forbids.

    `sentence` is already in the reader's language and says why; the way out, where there is one, is a
    link that leads to what the reader can do instead. Views show both and lose nothing that was typed.
    """

    def __init__(self, sentence: str, *, way_out_url: str = "", way_out_label: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out_url = way_out_url
        self.way_out_label = way_out_label
