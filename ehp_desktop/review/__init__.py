"""What the surgery does: criteria, routes, import, agendas, documents. No Qt, no SQL."""
