"""Which tags an untagged notebook should have, told from what its statements do."""
