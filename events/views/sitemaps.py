"""The public pages for search engines (sitemaps.org): an index, and files for each kind of record."""

from collections.abc import Callable
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.models import Actor, Debate, Event, Interpretation, Source, Theme
from events.site import description


class SitemapInLanguages(Sitemap):
    """With the address of each page in every language that readers may choose."""

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        offered = description.current().languages
        for url in urls if len(offered) > 1 else ():
            joint = "&" if "?" in url["location"] else "?"
            url["alternates"] = [
                {"lang_code": "x-default", "location": url["location"]},
                *({"lang_code": code, "location": f"{url['location']}{joint}lang={code}"} for code in offered),
            ]
        return urls


class PagesSitemap(SitemapInLanguages):
    """The pages that are no record's."""

    def items(self) -> list[str]:
        return [
            "timeline",
            "actors",
            "sources",
            "interpretations",
            "debates",
            "themes",
            "about",
            "guide",
            "glossary",
            "api",
            "editions",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class RecordsSitemap(SitemapInLanguages):
    """The records of a kind that readers may see; `limit` of them are one file."""

    limit = 2_000

    def __init__(self, visible: Callable[[], QuerySet]) -> None:
        self.visible = visible

    def items(self) -> Any:
        return self.visible().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Any) -> Any:
        return item.updated_at

    def get_latest_lastmod(self) -> Any:
        return self.visible().order_by().aggregate(latest=Max("updated_at"))["latest"]


SITEMAPS: dict[str, Any] = {
    "pages": PagesSitemap,
    "events": RecordsSitemap(Event.objects.published),
    "interpretations": RecordsSitemap(Interpretation.objects.published),
    "debates": RecordsSitemap(Debate.objects.published),
    "actors": RecordsSitemap(Actor.objects.public),
    "sources": RecordsSitemap(Source.objects.public),
    "themes": RecordsSitemap(Theme.objects.public),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap-section")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SITEMAPS, section)
