"""What the program costs, against floors measured in the same run on the same machine."""
