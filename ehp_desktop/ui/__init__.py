"""What people see: all of PySide6, and nothing else that decides."""
