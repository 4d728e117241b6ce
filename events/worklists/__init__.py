"""What is left to do: each list names the records that need an editor's look, and says why.

A list is an invitation to look, not an error: only what is certain is listed as a contradiction, and archived
records need no work. What SQL cannot say is found in Python over a few columns and kept for a data version.
"""

from events.worklists import provenance, arguments, dates_to_check, duplicates, kept, translations  # noqa: F401, I001 - as shown
from events.worklists.registry import WORKLISTS, Group, Worklist, counts, of_model

__all__ = ["WORKLISTS", "Group", "Worklist", "counts", "of_model"]
