"""Notes and legal advice: beside a child or a surgery, and all of them on one page."""
