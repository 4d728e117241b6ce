"""The variables of CSL 1.0.2 (appendix IV) that hold text or a number; names and dates are in `csl_checks`."""

from events.bibliography.csl_checks import DATES, NAMES

_TEXTS = """
abstract annote archive archive_collection archive_location archive-place authority call-number
collection-number collection-title container-title container-title-short dimensions division DOI edition
event-place event-title genre ISBN ISSN issue jurisdiction keyword language license medium note number
number-of-pages number-of-volumes original-publisher original-publisher-place original-title page part-number
part-title PMCID PMID printing-number publisher publisher-place references reviewed-genre reviewed-title scale
section source status supplement-number title title-short URL version volume volume-title year-suffix
chapter-number
"""
TEXTS = _TEXTS.split()

ALL = {*TEXTS, *NAMES, *DATES}

BY_LOWER_CASE = {name.lower(): name for name in ALL}
