"""Compares recorded outputs with those of a fresh run, and finds the cause where they differ."""
