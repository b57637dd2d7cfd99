"""What the people who build the program run besides it."""
