"""What a name or a value says about being a secret."""

import math
import re
from collections import Counter

# a name that ends in one of these words holds a secret
_PASSWORDS = frozenset({"password", "passwd", "passphrase", "pwd", "passcode"})
_KEYS = frozenset({"token", "secret", "apikey", "credential", "credentials", "authorization"})
_KEY_PAIRS = frozenset({
    ("api", "key"), ("access", "key"), ("secret", "key"), ("private", "key"), ("account", "key"),
    ("auth", "key"), ("encryption", "key"), ("signing", "key"), ("storage", "key"),
    ("subscription", "key"), ("consumer", "key"), ("app", "key"), ("service", "key"),
    ("key", "id"), ("token", "id"), ("client", "secret"), ("account", "sid"), ("db", "pass"),
    ("user", "pass"), ("database", "pass"), ("smtp", "pass"), ("mysql", "pass"),
})  # fmt: skip
_STANDS_FOR = re.compile(
    r"(?i)^(?:x+|\*+|\.+|-+|_+|0+|none|null|nan|true|false|todo|tbd|change.?me|replace.?me|"
    r"password|passwd|pass|pwd|secret|token|key|api.?key|access.?token|example|sample|dummy|"
    r"fake|test|testing|placeholder|redacted|hidden|removed|empty|string|str|text|value|"
    r"user(?:name)?|basic|bearer|utf-?8|prompt|env|environment)$"
)
_BLANK = re.compile(
    r"(?i)(?:^|[_\-<\[{( ])(?:your|my|insert|enter|put|add|paste|replace|some|the|example|dummy|"
    r"fake|placeholder|redacted|here)(?:$|[_\-\]>}) ])|^(?:your|my|insert|enter)[A-Z_\-]|"
    r"^<.*>$|^\[.*\]$|^\{.*\}$|^\$|^%\w+%$|(?:xxx|\*\*\*|\.\.\.)|here$|changeme"
)


def is_password_name(name: str) -> bool:
    """Whether the name is that of a password, which may be any word."""
    words = _words(name)
    return bool(words) and (words[-1] in _PASSWORDS or tuple(words[-2:]) in {
        pair for pair in _KEY_PAIRS if pair[1] == "pass"
    })  # fmt: skip


def is_key_name(name: str) -> bool:
    """Whether the name is that of a key or a token, which looks random."""
    words = _words(name)
    return bool(words) and (words[-1] in _KEYS or tuple(words[-2:]) in _KEY_PAIRS)


def is_odd_key(name: str, value: str) -> bool:
    """Whether a name that ends in `key` has a value that is no word, and no name of a column."""
    #   os.environ["KAGGLE_KEY"] = "0a1b2c3d..."      sort_key = "price_2024"
    return (
        _words(name)[-1:] == ["key"]
        and looks_random(value, 20)
        and len(re.findall(r"\d", value)) > 3
    )


def _words(name: str) -> list[str]:
    #   apiKey, API_KEY, api-key, X-Api-Key
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def stands_for_nothing(value: str) -> bool:
    """Whether the value only shows where one belongs: `<your key>`, `xxx`, `changeme`."""
    return bool(len(set(value)) < 3 or _STANDS_FOR.match(value.strip()) or _BLANK.search(value))


def looks_random(value: str, least: int = 12) -> bool:
    """Whether nobody would choose the value as a word: long, without blanks, mixed."""
    if len(value) < least or not re.fullmatch(r"[\w+/=.:~!@#%^&*-]+", value):
        return False
    if re.fullmatch(r"[A-Za-z]+(?:[_\-. ][A-Za-z]+)*\d{0,4}", value):
        return False  # word_and_word, WordCase, model-2024
    if re.match(r"(?:https?|s3|gs|file)://|[./~]|\w:[\\/]", value) or (
        "/" in value[1:-1] and "." in value
    ):
        return False
    has = sum(bool(re.search(part, value)) for part in ("[a-z]", "[A-Z]", r"\d"))
    return has >= 2 and entropy(value) >= 2.8


def entropy(value: str) -> float:
    """The bits of a character of the value, as often as each occurs in it."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values())


def is_strong(value: str) -> bool:
    """Whether the value can be searched for in any text without hitting other things."""
    return len(value) >= 8 and not re.fullmatch(r"[A-Za-z]+|\d+|[a-z]+[_-][a-z]+", value)


def variable_name(name: str) -> str:
    """The name of an environment variable: API_KEY for `apiKey`."""
    #   PWD is the shell's own word for the current folder
    words = ["password" if word in ("pwd", "pass", "passwd") else word for word in _words(name)]
    return "_".join(words).upper()
