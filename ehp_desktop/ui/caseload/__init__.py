"""The caseload: its list, its filters, its page."""
