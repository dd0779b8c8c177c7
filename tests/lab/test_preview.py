"""What a promotion would write, before anything is run."""


async def test_the_tree_has_the_code_of_the_files(ask, notebook):
    code, found = await ask("POST", "preview", body={"path": "small.ipynb"})
    assert (code, found["folder"], found["package"]) == (200, "small", "small")
    files = {file["path"]: file for file in found["files"]}
    assert files["src/small/prep.py"]["what"] == "new"
    assert "def sort_orders(" in files["src/small/prep.py"]["text"]
    assert not (notebook.parent / "small").exists()


async def test_a_folder_of_one_s_own_choice_is_named_as_the_lab_names_it(ask, notebook):
    body = {"path": "small.ipynb", "folder": "made/here"}
    _, found = await ask("POST", "preview", body=body)
    assert found["folder"] == "made/here"


async def test_a_folder_that_holds_something_else_is_told_beforehand(ask, notebook):
    (notebook.parent / "full").mkdir()
    (notebook.parent / "full" / "thesis.txt").write_text("mine")
    body = {"path": "small.ipynb", "folder": "full"}
    code, found = await ask("POST", "preview", body=body)
    assert (code, found["error"]["code"]) == (200, "NB702")
