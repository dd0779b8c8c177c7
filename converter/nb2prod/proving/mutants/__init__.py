"""Projects that are broken on purpose: a proof that cannot fail is worth nothing."""
