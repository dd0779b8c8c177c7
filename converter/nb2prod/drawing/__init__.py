"""Drawings of a notebook: pure functions from a Picture to the text of a file."""
