"""What a person can mend."""


class RefusedError(Exception):
    """Something is not fit to be used; the text says what, why, and the way out."""
