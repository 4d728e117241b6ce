"""The feed (Atom, RFC 4287): what was newly published and newly corrected, of everything or of a view."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import http_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.historiography.wording import signature
from events.models import Interpretation
from events.published import recent
from events.published.recent import RecentRecord
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site import description
from events.timeline.form import Form
from events.views.jinja2 import description_of
from events.views.refusing import refused

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML 1.0 cannot hold."""


class Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Django's gives the time of asking where there is nothing, which would make an empty feed new each time."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """With parameters that narrow a view: its events, and what is argued about them."""
    view = TimelineFilter(request.GET)
    if refusal := refused(view):
        return refusal
    found = Selection(view)
    site, url = description.current(), request.build_absolute_uri
    made = Feed(
        title=_plain(f"{site.title}: {Form(view, found).in_words}" if view.in_force else site.title),
        subtitle=_("Newly published and newly corrected"),
        link=url(view.public_address),
        description=None,
        language=get_language(),
        author_name=_plain(site.title),
        feed_url=url(view.address("feed")),
        feed_copyright=_plain(site.licence) or None,
    )
    for change in recent.newest(found.ids() if view.in_force else None):
        address = url(change.record.get_absolute_url())
        kind = str(change.record._meta.verbose_name)
        made.add_item(
            title=_plain(_title(change.record)),
            link=address,
            unique_id=get_tag_uri(f"{url('/')}{change.record._meta.model_name}/{change.record.pk}", change.published),
            description=_plain(_told(change)),
            pubdate=change.published,
            updateddate=change.updated,
            categories=[kind, _("corrected") if change.is_correction else _("new")],
        )
    return _answer(request, made)


def _title(record: Any) -> str:
    """What a record is called; a claim with who makes it."""
    return f"{record} — {signature(record)}" if isinstance(record, Interpretation) else str(record)


def _told(change: RecentRecord) -> SafeString:
    """As HTML: each erratum, which version this is, and what the record is about."""
    errata = format_html_join("", "<p>{}</p>", ((erratum.text,) for erratum in change.errata))
    version = format_html("<p>{}</p>", _("Version %(number)d") % {"number": change.number})
    about = description_of(change.record)
    return mark_safe(errata + (version if change.number > 1 else "") + (f"<p>{escape(about)}</p>" if about else ""))


def _plain(text: object) -> str:
    return CONTROLS.sub("", str(text))


def _answer(request: HttpRequest, made: Feed) -> HttpResponse:
    """What has not changed since a reader asked last is not sent again, to those either who go by the time alone."""
    updated = int(made.latest_post_date().timestamp())
    if unchanged := get_conditional_response(request, last_modified=updated):
        return unchanged
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    response["Last-Modified"] = http_date(updated)
    return response
