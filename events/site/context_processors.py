from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from events.site import description
from events.site.languages import own_name_of


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: the site's own words, and this view in the languages that there are to choose."""
    query = request.GET.copy()
    languages = []
    site = description.current()
    for code in site.languages:
        query["lang"] = code
        languages.append({"code": code, "name": own_name_of(code), "url": f"{request.path}?{query.urlencode()}"})
    return {
        "site": site,
        "language": get_language(),
        "languages": languages if len(languages) > 1 else [],
        "fonts_built": settings.FONTS_BUILT,
    }
