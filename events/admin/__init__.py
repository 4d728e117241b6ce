"""The editorial office: Django's own admin, made to check quotes, keep history and say what to do.

`base` holds what all records share; there is one module per entity, its forms beside it.
"""

from events.admin import (  # noqa: F401  (each registers its models)
    accounts,
    actor,
    debate,
    edition,
    erratum,
    event,
    evidence,
    interpretation,
    passage,
    place,
    redirect,
    site,
    source,
    theme,
)
