"""`python main.py` is the program: the same as `ehp-desktop` and `python -m ehp_desktop`."""

from ehp_desktop.main import main

if __name__ == "__main__":
    main()
