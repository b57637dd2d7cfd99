"""What is kept: tables, the encrypted store, reads and writes. No Qt, no rules."""
