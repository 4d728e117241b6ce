"""Records as data beside the live rows: what pending revisions, comparisons, conflicts and restoring rest on."""
