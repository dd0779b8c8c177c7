"""A notebook file becomes data: cells, roles and plain Python, in milliseconds."""
