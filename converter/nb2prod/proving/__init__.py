"""Runs a generated project on what its notebook showed, and says what is proven."""
