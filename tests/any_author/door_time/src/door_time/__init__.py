"""Seconds that a van stands at a customer's door."""
