import pytest

pytest.importorskip("jupyter_server", reason="needs the extra `lab`")


@pytest.fixture
def jp_server_config() -> dict[str, object]:
    """A server with our extension, where a route without authentication is an error."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_prod": True},
            "allow_unauthenticated_access": False,
        }
    }
