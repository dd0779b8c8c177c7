"""Nothing outside of the server's root: not by dots, not by links, not by hidden folders."""

import pytest

from tests.notebooks import write_notebook


@pytest.fixture
def link(jp_root_dir, tmp_path):
    """A link within the root to a notebook's folder outside of it."""
    write_notebook(tmp_path / "outside" / "secret.ipynb", "# %% load\nx = 1")
    (jp_root_dir / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    return "link"


REFUSED = [
    ("../secret.ipynb", 400),
    ("link/secret.ipynb", 403),
    (".hidden/a.ipynb", 404),
    ("missing.ipynb", 404),
    ("folder", 404),
    ("loop", 400),
]


@pytest.mark.parametrize("route", ["preview", "jobs"])
@pytest.mark.parametrize(("path", "status"), REFUSED)
async def test_a_notebook_elsewhere_is_refused(ask, jp_root_dir, link, route, path, status):
    (jp_root_dir / "folder").mkdir()
    (jp_root_dir / "loop").symlink_to(jp_root_dir / "loop")
    write_notebook(jp_root_dir / ".hidden" / "a.ipynb", "# %% load\nx = 1")
    body = {"path": path} if route == "preview" else {"path": path, "kind": "check"}
    assert (await ask("POST", route, body=body))[0] == status


@pytest.mark.parametrize(
    ("folder", "status"),
    [("..", 400), ("../x", 400), ("link/x", 403), ("link", 403), (".x", 404), ("small.ipynb", 400)],
)
@pytest.mark.parametrize("route", ["preview", "jobs"])
async def test_a_folder_elsewhere_is_refused(ask, notebook, link, route, folder, status):
    body = {"path": "small.ipynb", "folder": folder}
    if route == "jobs":
        body["kind"] = "convert"
    assert (await ask("POST", route, body=body))[0] == status


async def test_a_link_with_the_name_of_the_package_is_refused(ask, notebook, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (notebook.parent / "small").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    code, answer = await ask("POST", "preview", body={"path": "small.ipynb"})
    assert code == 403
    assert "leads out of the server's root" in answer["message"]


async def test_the_folder_of_the_notebook_itself_is_refused(ask, jp_root_dir):
    write_notebook(jp_root_dir / "work" / "a.ipynb", "# %% load\nx = 1")
    body = {"kind": "convert", "path": "work/a.ipynb", "folder": "work"}
    code, answer = await ask("POST", "jobs", body=body)
    assert code == 400
    assert "choose one beside it" in answer["message"]
