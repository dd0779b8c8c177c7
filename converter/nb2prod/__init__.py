"""nb2prod: turn a tagged notebook into a production project, and prove that it does the same."""
