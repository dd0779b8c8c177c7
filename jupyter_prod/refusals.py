"""A request that is refused, in words for the person in front of the lab."""

from tornado import web


class Refused(web.HTTPError):
    """Answered with its status and its words; nothing was done."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(status)
        self.said = said
