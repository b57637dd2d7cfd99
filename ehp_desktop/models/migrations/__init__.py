"""The steps from each shipped shape of the store to the next."""
