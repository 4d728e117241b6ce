"""SQL that the ORM does not write: statements compiled once, and waiting for locks."""
