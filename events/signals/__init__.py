"""What follows when a record is saved, deleted or linked."""
