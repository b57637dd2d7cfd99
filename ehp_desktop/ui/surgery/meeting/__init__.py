"""The meeting: the cases one after another, and one key for each outcome."""
