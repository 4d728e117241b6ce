from django.conf import settings
from django.utils.translation import get_language

from events import site as sites


def site(request):
    """What every page needs: the site's own words, and the addresses of this view in the other languages."""
    query = request.GET.copy()
    languages = []
    for code, name in settings.LANGUAGES:
        query["lang"] = code
        languages.append({"code": code, "name": name, "url": f"{request.path}?{query.urlencode()}"})
    return {
        "site": sites.current(),
        "language": get_language(),
        "languages": languages,
        "fonts_built": settings.FONTS_BUILT,
    }
