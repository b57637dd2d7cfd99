"""`python -m ehp_desktop` is the program."""

from ehp_desktop.main import main

if __name__ == "__main__":
    main()
