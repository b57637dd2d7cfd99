"""Lists as a spreadsheet shows them: order, search, columns, copying."""
