"""Records out of tables and of reference managers: rows become seed records, and go through the one planner."""
