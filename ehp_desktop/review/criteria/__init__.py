"""The criteria: one small pure function each."""
