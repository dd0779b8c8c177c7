"""From the whole table to one raw row: which values are rows, which are learnt."""
