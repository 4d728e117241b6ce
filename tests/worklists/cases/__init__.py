"""A case for each worklist, in modules as the lists are."""

from tests.worklists.cases import arguments, dating, duplicates, kept, provenance, translations
from tests.worklists.cases.registry import CASES

__all__ = ["CASES", "arguments", "dating", "duplicates", "kept", "provenance", "translations"]
