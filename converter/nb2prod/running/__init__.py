"""Runs a notebook and says what was seen; the only room that knows papermill and nbclient."""
