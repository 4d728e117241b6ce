from django.urls import path

from events.exports.formats import FORMATS
from events.views import about, compare, exports, facets, health, preview, records, sitemaps, suggestions, timeline

urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("events/", records.events, name="events"),
    path("events/<str:slug>/", records.EventDetail.as_view(), name="event"),
    path("actors/", records.actors, name="actors"),
    path("actors/<str:slug>/", records.ActorDetail.as_view(), name="actor"),
    path("sources/", records.sources, name="sources"),
    path("sources/<str:slug>/", records.SourceDetail.as_view(), name="source"),
    path("interpretations/", records.interpretations, name="interpretations"),
    path("interpretations/<str:slug>/", records.InterpretationDetail.as_view(), name="interpretation"),
    path("debates/", records.debates, name="debates"),
    path("debates/<str:slug>/", records.DebateDetail.as_view(), name="debate"),
    path("themes/", records.themes, name="themes"),
    path("themes/<str:slug>/", records.ThemeDetail.as_view(), name="theme"),
    path("compare/", compare.compare, name="compare"),
    path("facets/<str:slug>/", facets.facet, name="facet"),
    path("suggest/", suggestions.suggest, name="suggest"),
    path("about/", about.about, name="about"),
    path("preview/<str:token>/", preview.page, name="preview"),
    path("preview/<str:token>/timeline/", preview.in_timeline, name="preview-timeline"),
    *(path(f"export/{name}", exports.events, {"name": name}, name=name) for name in FORMATS),
    path("export/facets.json", exports.facets_json, name="facets.json"),
    path("picture.png", exports.picture, name="picture.png"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemaps.section, name="sitemap-section"),
    path("robots.txt", health.robots, name="robots"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
