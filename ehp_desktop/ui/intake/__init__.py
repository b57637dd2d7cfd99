"""The import page: files chosen, the plan shown, decisions taken, applied or left."""
