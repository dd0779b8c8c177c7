"""The server side of the lab panel: a thin door to nb2prod for JupyterLab and Notebook."""


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where the built lab panel lies; `jupyter-builder develop` reads it."""
    return [{"src": "labextension", "dest": "jupyter-prod"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """What Jupyter Server loads; only this call imports the extension, the package stays light."""
    from jupyter_prod.extension import ProductionExtension

    return [{"module": "jupyter_prod", "app": ProductionExtension}]
