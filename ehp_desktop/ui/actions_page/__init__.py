"""The actions page: what is to be done, by whom and by when; overdue first."""
