"""Secrets are found by their look or their name, and what only looks like one is left alone."""

import ast
from pathlib import Path

import pytest

from nb2prod.model.notebook import Secret
from nb2prod.secrecy import found_in_code, found_in_text, hidden, hidden_code, hidden_text

AWS = "AKI" + "AQYLPMN5HFIQR7XYA"
# the bar keeps scanners of leaked keys away from this file
FOUND = [
    ('aws = "AKI¦AQYLPMN5HFIQR7XYA"', ("AWS_ACCESS_KEY_ID",)),
    ('aws_secret_access_key = "wJalrXUtnFEMIK7MDENGbPxRfiCYzdVqLpTr9k2Q"',
     ("AWS_SECRET_ACCESS_KEY",)),
    ('headers = {"Authorization": "Bearer 3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"}', ("AUTH_TOKEN",)),
    ('password = "hunter2"', ("PASSWORD",)),
    ('conn = psycopg2.connect(host="db", user="me", password="Sommer-2024!")', ("PASSWORD",)),
    ('engine = create_engine("postgresql://ana:s3cr3tPw@db.local:5432/shop")',
     ("DATABASE_PASSWORD",)),
    ('cs = "Server=tcp:x.database.windows.net;Uid=me;Pwd=Zebra77!;Encrypt=yes"', ("PASSWORD",)),
    ('openai.api_key = "sk-¦proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz12345"', ("API_KEY",)),
    ('os.environ["KAGGLE_KEY"] = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"', ("KAGGLE_KEY",)),
    ('os.environ["HF_TOKEN"] = "hf_¦aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456"', ("HF_TOKEN",)),
    ('url = f"https://api.weather.org/v1?q={city}&appid=9f8e7d6c5b4a39281706f5e4d3c2b1a0"',
     ("APPID",)),
    ('r = requests.get(u, auth=("me", "pa55word!"))', ("AUTH_PASSWORD",)),
    ('key = os.getenv("API_KEY", "a81bc81b-dead-4e5d-abff-90865d1e13b1")', ("API_KEY",)),
    ('def connect(user="x", passwd="geheim99"): pass', ("PASSWORD",)),
    ("# old token: ghp¦_16C7e42F292c6912E7710c838347Ae178B4a", ("GITHUB_TOKEN",)),
    ('slack = "https://hoo¦ks.slack.com/services/T0AAAAAAA/B0BBBBBBB/abcDEFghiJKLmnoPQRstu"',
     ("SLACK_WEBHOOK_URL",)),
    ('CLIENT_SECRET = "8Q~aBcDeFgHiJkLmNoPqRsTuVwXyZ.123456"', ("CLIENT_SECRET",)),
    ('consumer_key, consumer_secret = "xvz1evFS4wEEPTGEFPHBog", "L8qq9PZyRg6ieKGE"',
     ("CONSUMER_KEY", "CONSUMER_SECRET")),
    ('login(token="e7b1f0a94c2d")', ("TOKEN",)),
    ('mongo = MongoClient("mon¦godb+srv://app:Tr0ub4dor@cluster0.x.net/t")',
     ("DATABASE_PASSWORD",)),
    ('dsn = "host=db user=me password=geheim99 dbname=x"', ("PASSWORD",)),
    ('jwt = "eyJ¦hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0.dozjgNryP4J3jVmNHl0w5N"',
     ("JWT_TOKEN",)),
    ('x = "Zk9vQmFyMTIzNDU2Nzg5MFF3RXJ0WXVJb1BBc0RmR2g"', ("SECRET",)),
    ('config = {"db": {"user": "me", "password": "Pa$$w0rd"}}', ("PASSWORD",)),
    ('wandb.login(key="1234567890abcdef1234567890abcdef12345678")', ("KEY",)),
]  # fmt: skip
LEFT_ALONE = [
    'token = "[MASK]"',
    'pad_token = "<pad>"',
    'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")',
    'password = ""',
    'password = "your_password"',
    'api_key = "YOUR_API_KEY"',
    'api_key = "<your api key>"',
    'password = getpass("Password: ")',
    'key = "customer_id"',
    'api_key = os.environ["API_KEY"]',
    'secret_col = "customer_secret_name"',
    'df.groupby(key="segment_2024_q1")',
    'sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
    'url = "https://drive.google.com/uc?id=1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"',
    'url = "https://raw.githubusercontent.com/a/b/master/data_2019.csv?token=abc"',
    'file_id = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"',
    'alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"',
    'token = "hello"',
    'max_token = "end_of_sentence_token"',
    'columns = ["password_strength", "token_count"]',
    'df["password"] = df["password"].str.len()',
    'df = df.rename(columns={"pwd": "password"})',
    'tokens = "the quick brown fox".split()',
    'key="k1"; sort_key = "price"',
    'plt.plot(x, "b--", label="secret: value")',
    'protein = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQ"',
    'smiles = "CC(C)Cc1ccc(cc1)C(C)C(=O)O"',
    'password_field = "user_password"',
    'auth = ("user", "pass")',
    'uri = "postgresql://user:password@localhost/db"',
    'uri = f"postgresql://{user}:{password}@{host}/db"',
    'print("password:", password)',
    'AWS_EXAMPLE = "AKIAIOSFODNN7EXAMPLE"',
    'model_name = "distilbert-base-uncased-finetuned-sst-2-english"',
    'feature = "EngagementScoreLast30DaysNormalizedByAccountAge"',
    'run_id = "a81bc81b-dead-4e5d-abff-90865d1e13b1"',
    'g = "key=value&foo=bar"',
    'x = "sk-learn-is-a-great-library-for-ml"',
    'date_key = "2024-01-01T00:00:00"',
    'dict(token="word", secret="no")',
]  # fmt: skip


def secrets_of(code: str) -> list[Secret]:
    return [Secret(hit.name, hit.value, hit.kind, None, hit.strong) for hit in found_in_code(code)]


def read(name: str) -> str:
    return f'environment_variable("{name}")'


@pytest.mark.parametrize(("code", "names"), FOUND)
def test_a_secret_is_found_named_and_gone(code: str, names: tuple[str, ...]) -> None:
    code = code.replace("¦", "")
    assert tuple(hit.name for hit in found_in_code(code)) == names
    changed = hidden_code(code, secrets_of(code), read)
    ast.parse(changed)
    for hit in found_in_code(code):
        assert hit.value not in changed
        assert hit.name in changed
        assert hit.value not in repr(hit)
    assert hidden_code(changed, secrets_of(code), read) == changed


@pytest.mark.parametrize("code", LEFT_ALONE)
def test_what_is_no_secret_is_left_alone(code: str) -> None:
    assert found_in_code(code) == ()


def test_the_line_is_that_of_the_value() -> None:
    code = "x = 1\nconnect(\n    user='me',\n    password='hunter2',\n)\n"
    (hit,) = found_in_code(code)
    assert (hit.line, hit.strong) == (4, False)


def test_code_that_holds_it_goes_on_meaning_the_same() -> None:
    code = 'url = "postgresql://ana:s3cr3tPw@db/shop"\nkey = b"' + AWS + '"\n'
    held = {secret.name: secret.value for secret in secrets_of(code)}
    changed = hidden_code(code, secrets_of(code), read)
    given: dict[str, object] = {"environment_variable": held.__getitem__}
    exec(changed, given)
    expected: dict[str, object] = {}
    exec(code, expected)
    assert (given["url"], given["key"]) == (expected["url"], expected["key"])


def test_a_short_password_is_not_taken_out_of_other_words() -> None:
    code = 'password = "admin1"\nrole = "admin1istrator"\n# admin1 is the first\n'
    changed = hidden_code(code, secrets_of(code), read)
    assert changed == (
        'password = environment_variable("PASSWORD")\n'
        'role = "admin1istrator"\n# admin1 is the first\n'
    )


def test_a_text_that_is_no_python_is_searched_too() -> None:
    text = "the password is `Sommer-2024!`\n- key: " + AWS
    assert [(hit.name, hit.line) for hit in found_in_text(text)] == [
        ("PASSWORD", 1),
        ("AWS_ACCESS_KEY_ID", 2),
    ]


def test_a_plan_of_any_shape_is_cleaned_and_a_clean_one_is_the_same_object() -> None:
    secret = Secret("KEY", AWS, "a key", None)
    thing = ({"a": [f"see {secret.value}"]}, Secret("X", "clean", f"not {secret.value}", None))
    assert hidden(thing, [secret]) == (
        {"a": ["see ${KEY}"]},
        Secret("X", "clean", "not ${KEY}", None),
    )
    clean = ({"a": ["b"]}, Path("x"))
    assert hidden(clean, [secret]) is clean
    assert hidden_text("clean", [secret]) == "clean"


@pytest.mark.parametrize("text", ["a-" * 50_000, "x" * 100_000, "http://" + "a." * 30_000])
def test_a_long_text_is_read_once(text: str) -> None:
    # where each place of it were a new beginning, this would take minutes
    assert found_in_text(text) == ()
