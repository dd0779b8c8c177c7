"""The data that the floors hand to each other: frozen, slotted, standard library only."""
