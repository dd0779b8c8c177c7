from importlib.util import find_spec

# the server's fixtures come with the extras `dev` and `lab`; the converter's tests need neither
pytest_plugins = ["pytest_jupyter.jupyter_server"] if find_spec("jupyter_server") else []
