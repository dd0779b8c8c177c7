"""Every decision about the project, taken from the flow and the run."""
