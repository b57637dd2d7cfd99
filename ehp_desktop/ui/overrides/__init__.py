"""A senior lawyer's overrides: made, ended and confirmed again from the child's panel."""
