"""Numbers as numbers: printed digits are a claim about a value, not a text."""

import math
import re
from decimal import Decimal, InvalidOperation

RELATIVE = 1e-9
ENOUGH_DIGITS = 4  # a shorter print than this says too little to be called equal

NUMBER = r"[-+]?(?:\d[\d_]*\.\d*|\.\d+|\d[\d_]*)(?:[eE][-+]?\d+)?"
_INTEGER = re.compile(r"[-+]?\d[\d_]*")


def same_number(recorded: str, fresh: str) -> bool:
    """
    Whether two printed numbers show one value.

    Integers must be equal. Floats may differ by rounding noise, or be printed with
    different precision: 0.3333 and 0.33333333 agree in all digits that both show.
    """
    if recorded == fresh:
        return True
    if _INTEGER.fullmatch(recorded) or _INTEGER.fullmatch(fresh):
        #   5 -> 5.0   the type changed, and with it what the notebook shows
        whole = _INTEGER.fullmatch(recorded) and _INTEGER.fullmatch(fresh)
        return bool(whole) and int(recorded) == int(fresh)
    return close(float(recorded), float(fresh)) or _agree_in_shown_digits(recorded, fresh)


def close(recorded: float, fresh: float) -> bool:
    """Whether two floats are equal but for rounding noise; nan equals nan."""
    if math.isnan(recorded) or math.isnan(fresh):
        return math.isnan(recorded) and math.isnan(fresh)
    return math.isclose(recorded, fresh, rel_tol=RELATIVE, abs_tol=0.0)


def _agree_in_shown_digits(recorded: str, fresh: str) -> bool:
    try:
        one, two = Decimal(recorded.replace("_", "")), Decimal(fresh.replace("_", ""))
    except InvalidOperation:
        return False
    if _places(one) == _places(two):
        return False
    coarse, fine = sorted((one, two), key=_places)
    if len(coarse.as_tuple().digits) < ENOUGH_DIGITS:
        return False
    try:
        return fine.quantize(coarse) == coarse
    except InvalidOperation:
        return False


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
