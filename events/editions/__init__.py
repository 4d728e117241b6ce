"""Editions: the published corpus as it was on a day, under a name that may be cited for decades."""
