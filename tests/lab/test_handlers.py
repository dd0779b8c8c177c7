import json
import subprocess
import sys

import pytest
from tornado.httpclient import HTTPClientError


async def test_status_names_the_versions(jp_fetch):
    response = await jp_fetch("jupyter-prod", "status")
    answer = json.loads(response.body)
    assert response.code == 200
    assert answer["schema_version"] == 1
    assert set(answer) == {"schema_version", "version", "python"}
    assert answer["python"].startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")


async def test_status_refuses_a_caller_without_token(jp_serverapp, http_server_client):
    with pytest.raises(HTTPClientError) as refusal:
        await http_server_client.fetch(f"{jp_serverapp.base_url}jupyter-prod/status")
    assert refusal.value.code == 403


async def test_status_refuses_a_wrong_token(jp_serverapp, http_server_client):
    with pytest.raises(HTTPClientError) as refusal:
        await http_server_client.fetch(
            f"{jp_serverapp.base_url}jupyter-prod/status",
            headers={"Authorization": "token wrong"},
        )
    assert refusal.value.code == 403


async def test_status_cannot_be_written(jp_fetch):
    with pytest.raises(HTTPClientError) as refusal:
        await jp_fetch("jupyter-prod", "status", method="POST", body="{}")
    assert refusal.value.code == 405


def test_loading_the_extension_imports_nothing_heavy():
    """Every user's server pays for what an extension imports at start."""
    program = (
        "import sys, jupyter_server.serverapp; before = set(sys.modules);"
        "import jupyter_prod; jupyter_prod._jupyter_server_extension_points();"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    tops = {name.partition(".")[0] for name in done.stdout.split()}
    heavy = {"libcst", "papermill", "nbclient", "IPython", "fastapi", "pandas", "rich", "psutil"}
    assert not tops & heavy
    ours = {name for name in done.stdout.split() if name.startswith("nb2prod")}
    assert ours <= {"nb2prod", "nb2prod.errors", "nb2prod.wire"}
