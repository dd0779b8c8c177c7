import json
from pathlib import Path

import pytest

from tests.notebooks import notebook_json, write_notebook

pytest.importorskip("jupyter_server", reason="needs the extra `lab`")

SMALL = """
    # %% load
    orders = [3, 1, 2]
    # %% prep:sort_orders
    ordered = sorted(orders)
    ordered
"""


@pytest.fixture
def jp_server_config() -> dict[str, object]:
    """A server with our extension, where a route without authentication is an error."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_prod": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def notebook(jp_root_dir) -> Path:
    return write_notebook(jp_root_dir / "small.ipynb", SMALL)


@pytest.fixture
def ask(jp_fetch):
    """Call a route with a JSON body; gives the status and the answer, refusals too."""
    from tornado.httpclient import HTTPClientError

    async def call(method, *parts, body=None, **options):
        sent = {} if body is None else {"body": json.dumps(body)}
        try:
            response = await jp_fetch("jupyter-prod", *parts, method=method, **sent, **options)
        except HTTPClientError as error:
            body = error.response.body if error.response else b"null"
            return error.code, json.loads(body)
        return response.code, json.loads(response.body)

    return call


@pytest.fixture
def small() -> dict[str, object]:
    return notebook_json(SMALL)
