"""What the graph becomes: Turtle, a page, tables, answers."""
