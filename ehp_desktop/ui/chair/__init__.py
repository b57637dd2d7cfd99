"""What is the chair's: parameters, the audit, backups, holds, purging, one child's whole record."""
