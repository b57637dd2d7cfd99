"""What the store is put through: killed, filled up, locked out, damaged and tampered with."""
