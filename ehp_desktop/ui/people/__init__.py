"""Who may open the store, and their passphrases."""
