"""Arguments that numpy writes its result to, given by their place."""

import ast


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#   np.sqrt(a, b)        the result goes to b
_SECOND = _words(
    """
    sqrt exp exp2 expm1 log log2 log10 log1p abs absolute fabs negative positive square sin cos
    tan arcsin arccos arctan sinh cosh tanh floor ceil trunc rint sign reciprocal cbrt invert
    logical_not conjugate deg2rad rad2deg
    """
)
_THIRD = _words(
    """
    add subtract multiply divide true_divide floor_divide power float_power mod remainder fmod
    maximum minimum fmax fmin logaddexp hypot arctan2 matmul logical_and logical_or logical_xor
    bitwise_and bitwise_or bitwise_xor greater less greater_equal less_equal equal not_equal dot
    """
)


def filled_arguments(node: ast.Call, name: str) -> list[ast.expr]:
    """The arguments of a call of `name` that its result goes to."""
    if not name.startswith("numpy."):
        return []
    last = name.rsplit(".", 1)[-1]
    first = 1 if last in _SECOND else 2 if last in _THIRD else len(node.args)
    return node.args[first:]
