"""The plan as files in memory."""
