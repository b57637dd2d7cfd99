"""From files of any shape to a plan, and from a plan to the store."""
