"""Which names each statement reads, binds and changes; standard library only."""
