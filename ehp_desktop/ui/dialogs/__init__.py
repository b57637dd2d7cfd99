"""Dialogs that are not about one child or one surgery."""
