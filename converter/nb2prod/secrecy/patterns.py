"""Secrets that are known by their look, wherever they stand."""

import re
from collections.abc import Iterator

from .hits import Hit
from .words import is_strong, looks_random, stands_for_nothing, variable_name

_B = r"(?<![\w-])"
_E = r"(?![\w-])"

# name of the variable, what it is, pattern; the group `value` is the secret, else the whole match
_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("AWS_ACCESS_KEY_ID", "an access key of AWS", rf"{_B}(?:AKIA|ASIA|ABIA)[0-9A-Z]{{16}}{_E}"),
    ("GITHUB_TOKEN", "a token of GitHub", rf"{_B}gh[pousr]_[A-Za-z0-9]{{30,255}}{_E}"),
    ("GITHUB_TOKEN", "a token of GitHub", rf"{_B}github_pat_[A-Za-z0-9_]{{40,255}}{_E}"),
    ("GITLAB_TOKEN", "a token of GitLab", rf"{_B}gl(?:pat|dt|rt)-[\w-]{{18,}}"),
    ("ANTHROPIC_API_KEY", "a key of Anthropic", rf"{_B}sk-ant-[\w-]{{20,}}"),
    ("OPENAI_API_KEY", "a key of OpenAI",
     rf"{_B}sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{{20,}}"),
    ("STRIPE_API_KEY", "a key of Stripe", rf"{_B}[srp]k_(?:live|test)_[0-9a-zA-Z]{{16,}}"),
    ("HF_TOKEN", "a token of Hugging Face", rf"{_B}hf_[A-Za-z0-9]{{24,}}{_E}"),
    ("GOOGLE_API_KEY", "a key of Google", rf"{_B}AIza[\w-]{{35}}{_E}"),
    ("GOOGLE_ACCESS_TOKEN", "a token of Google", rf"{_B}ya29\.[\w-]{{20,}}"),
    ("GOOGLE_CLIENT_SECRET", "a client secret of Google", rf"{_B}GOCSPX-[\w-]{{20,}}"),
    ("SLACK_TOKEN", "a token of Slack", rf"{_B}xox[abeoprs]-[\w-]{{10,}}"),
    ("SLACK_WEBHOOK_URL", "a webhook of Slack",
     r"https://hooks\.slack\.com/(?:services|workflows)/[\w/-]{20,}"),
    ("DISCORD_WEBHOOK_URL", "a webhook of Discord",
     r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}"),
    ("TELEGRAM_TOKEN", "a token of Telegram", rf"{_B}\d{{8,10}}:AA[\w-]{{32,33}}{_E}"),
    ("SENDGRID_API_KEY", "a key of SendGrid", rf"{_B}SG\.[\w-]{{20,24}}\.[\w-]{{39,50}}"),
    ("TWILIO_API_KEY", "a key of Twilio", rf"{_B}(?:SK|AC)[0-9a-f]{{32}}{_E}"),
    ("MAILGUN_API_KEY", "a key of Mailgun", rf"{_B}key-[0-9a-f]{{32}}{_E}"),
    ("NPM_TOKEN", "a token of npm", rf"{_B}npm_[A-Za-z0-9]{{36}}{_E}"),
    ("PYPI_TOKEN", "a token of a package index", rf"{_B}pypi-[\w-]{{40,}}"),
    ("DATABRICKS_TOKEN", "a token of Databricks", rf"{_B}dapi[0-9a-f]{{32}}(?:-\d)?{_E}"),
    ("DIGITALOCEAN_TOKEN", "a token of DigitalOcean", rf"{_B}do[opr]_v1_[0-9a-f]{{64}}{_E}"),
    ("REPLICATE_API_TOKEN", "a token of Replicate", rf"{_B}r8_[A-Za-z0-9]{{32,}}{_E}"),
    ("GROQ_API_KEY", "a key of Groq", rf"{_B}gsk_[A-Za-z0-9]{{40,}}{_E}"),
    ("WANDB_API_KEY", "a key of Weights & Biases",
     r"(?i:wandb[^\n]{0,40}?)(?P<value>\b[0-9a-f]{40})\b"),
    ("AZURE_STORAGE_KEY", "a key of Azure storage",
     r"AccountKey=(?P<value>[A-Za-z0-9+/]{40,}={0,2})"),
    ("AZURE_SAS_SIGNATURE", "a signature of Azure", r"[?&;]sig=(?P<value>[\w%+/-]{30,}(?:%3D|=)*)"),
    ("JWT_TOKEN", "a signed token (JWT)",
     rf"{_B}eyJ[\w-]{{8,}}\.eyJ[\w-]{{8,}}\.[\w-]{{16,}}"),
    ("PRIVATE_KEY", "a private key",
     r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]+?"
     r"-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
)  # fmt: skip
_PEM = len(_KNOWN) - 1
# each of them holds one of these; most texts hold none, and are read no further
_MARKS = (
    *("AKIA", "ASIA", "ABIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    *("glpat-", "gldt-", "glrt-", "sk-", "k_live_", "k_test_", "hf_", "AIza", "ya29.", "GOCSPX-"),
    *("xox", "hooks.slack.com", "/api/webhooks/", ":AA", "SG.", "SK", "AC", "key-", "npm_"),
    *("pypi-", "dapi", "_v1_", "r8_", "gsk_", "AccountKey=", "sig=", "eyJ", "PRIVATE KEY"),
)


def _numbered(number: int, pattern: str) -> str:
    return f"(?P<k{number}>{pattern.replace('(?P<value>', f'(?P<v{number}>')})"


# what begins a word is looked for there only: a picture as text has a million letters
_ALL = re.compile(
    "|".join(
        [
            f"{_B}(?:"
            + "|".join(
                _numbered(number, pattern.removeprefix(_B))
                for number, (_, _, pattern) in enumerate(_KNOWN)
                if pattern.startswith(_B)
            )
            + ")",
            *(
                _numbered(number, pattern)
                for number, (_, _, pattern) in enumerate(_KNOWN)
                if not pattern.startswith(_B)
            ),
        ]
    )
)

#   postgresql://user:secret@host/db       https://me:token@example.org
_LOGIN = re.compile(
    r"(?P<scheme>[A-Za-z][\w+.-]{0,30})://(?P<user>[^\s:/@'\"{}<>]*):(?P<value>[^\s/@'\"<>{}]+)@[\w.\[-]"
)
#   https://api.example.org/v1?city=Bonn&api_key=1a2b3c4d
_QUERY = re.compile(
    r"(?i)[?&;](?P<name>api[_-]?key|apikey|app[_-]?id|appid|access[_-]?token|auth[_-]?token|token|"
    r"auth|key|secret|client[_-]?secret|password|passwd|pwd|signature|x-amz-signature)="
    r"(?P<value>[^\s&'\"#<>{}]+)"
)
#   Server=db;Uid=me;Pwd=secret;           host=db user=me password=secret
_PAIR = re.compile(
    r"(?i)(?:^|[\s;,'\"(\[{-])(?P<name>(?:[a-z0-9]{1,30}[_-]){0,5}(?:password|passwd|passphrase|pwd|"
    r"api[_-]?key|apikey|access[_-]?key|secret[_-]?key|auth[_-]?token|access[_-]?token|token|secret))"
    r"['\"]?\s?(?P<sign>[=:]|is\s)\s?['\"`]?(?P<value>[^\s;,'\"`<>{}()\[\]]+)"
)
#   Authorization: Bearer 3f2a...          Basic dXNlcjpwYXNz
_HEADERS = ("Bearer", "Basic", "Token", "token")
_HEADER = re.compile(rf"(?<!\w)(?:{'|'.join(_HEADERS)})\s+(?P<value>[\w.~+/-]{{12,}}=*)")


def known(text: str) -> Iterator[Hit]:
    """Secrets that show what they are: prefixes of providers, keys, logins in addresses."""
    for found in _ALL.finditer(text) if _may_be_known(text) else ():
        number = next(n for n in range(len(_KNOWN)) if found[f"k{n}"] is not None)
        name, kind, pattern = _KNOWN[number]
        group = f"v{number}" if "(?P<value>" in pattern else f"k{number}"
        value = found[group]
        if not stands_for_nothing(value) and (number == _PEM or _varied(value)):
            yield _hit(text, found.start(group), value, name, kind, True)
    if "://" in text:
        for found in _LOGIN.finditer(text):
            if not stands_for_nothing(found["value"]):
                name = "DATABASE_PASSWORD" if _database(found["scheme"]) else "URL_PASSWORD"
                kind = f"a password in a `{found['scheme']}` address"
                yield _hit(text, found.start("value"), found["value"], name, kind, None)
        for found in _QUERY.finditer(text):
            value = found["value"]
            least = 16 if found["name"].lower() in ("key", "auth", "appid", "app_id") else 8
            if not stands_for_nothing(value) and looks_random(value, least):
                name = variable_name(found["name"])
                yield _hit(text, found.start("value"), value, name, "a token in an address", True)
    for found in _HEADER.finditer(text) if any(word in text for word in _HEADERS) else ():
        if looks_random(found["value"], 16) and not stands_for_nothing(found["value"]):
            value = found["value"]
            yield _hit(text, found.start("value"), value, "AUTH_TOKEN", "a token of a header", True)


def _may_be_known(text: str) -> bool:
    return any(mark in text for mark in _MARKS) or "wandb" in text.casefold()


def named(text: str) -> Iterator[Hit]:
    """Secrets that a text names: `password=...`, `api_key: ...`."""
    folded = text.casefold()
    if not any(word in folded for word in ("pass", "pwd", "key", "token", "secret")):
        return
    for found in _PAIR.finditer(text):
        name, value = found["name"], found["value"]
        password = re.search(r"(?i)pass|pwd", name) is not None
        odd = not re.fullmatch(r"[A-Za-z_.]+", value) if password else looks_random(value, 12)
        if found["sign"] == "=" and password and re.search(r"(?i)user|uid|host|server", text):
            odd = True  # a connection string
        if odd and len(value) >= 4 and not stands_for_nothing(value) and "(" not in value:
            variable = variable_name(name)
            kind = "a password" if password else "a key"
            yield _hit(text, found.start("value"), value, variable, kind, None)


def _hit(text: str, start: int, value: str, name: str, kind: str, strong: bool | None) -> Hit:
    sure = is_strong(value) if strong is None else strong
    return Hit(value, name, kind, text.count("\n", 0, start) + 1, start, sure)


def _database(scheme: str) -> bool:
    return not scheme.lower().startswith(("http", "ftp", "sftp", "ssh", "git", "socks", "smtp"))


def _varied(value: str) -> bool:
    #   sk-aaaaaaaaaaaaaaaaaaaaaaaa, AKIAIOSFODNN7EXAMPLE are shown in manuals
    digits = re.search(r"\d", value) is not None
    return len(set(value)) >= 8 and digits and not value.endswith("EXAMPLE")
