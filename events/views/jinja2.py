"""The Jinja2 environment of the public pages (`templates/public/`): what their templates may call.

Nothing here asks the database. The office's templates are Django's own (`events/templatetags/`).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial, wraps
from html import escape as escape_quoted
from operator import itemgetter
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode

import markupsafe
from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, Template, pass_environment
from jinja2.bccache import Bucket
from jinja2.filters import do_truncate
from jinja2.runtime import Context
from markupsafe import Markup

from events.addresses import redirects
from events.bibliography import csl, in_pages
from events.chronology import date_words, offices
from events.dates import Day
from events.historiography import questions, wording
from events.models import Citation, Debate, Place, PublishedVersion, Source, Theme
from events.models.base import address_of
from events.published import belongings
from events.published import events as published
from events.sharing import embedding
from events.site import description, glossary, languages, numbers
from events.site.description import Site
from events.site.languages import active
from events.site.translation import gettext
from events.timeline.entries import span_words

SHAPES = 8
"""So many hues and shapes tell themes apart."""


class PublicTemplate(Template):
    """Gives what it includes, its blocks and itself in one piece each, and escapes at a third of the cost.

    Jinja2 hands every piece of a page up through all templates around it: thousands of pieces, through five of them.
    """

    @classmethod
    def _from_namespace(cls, environment: Environment, namespace: Any, variables: Any) -> Template:
        namespace["escape"] = escaped
        template = super()._from_namespace(environment, namespace, variables)
        template.root_render_func = _in_one_piece(template.root_render_func)
        template.blocks = {name: _in_one_piece(block) for name, block in template.blocks.items()}
        return template


def _in_one_piece(render: Callable[..., Iterable[str]]) -> Callable[..., Iterator[str]]:
    @wraps(render)
    def rendered(context: Context) -> Iterator[str]:
        yield "".join(render(context))

    return rendered


def escaped(value: Any) -> str:
    """What `{{ value }}` writes: a template only joins it, so that it need not be a Markup."""
    kind = type(value)
    if kind is str or (kind is languages.Text and value.is_of_page):
        return escape_quoted(value)
    return value if kind is Markup or kind is SafeString else markupsafe.escape(value)


class PublicEnvironment(Environment):
    template_class = PublicTemplate


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps what templates are compiled to, by their text; where it cannot, they are compiled at each start."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    """Misspelt names are errors; lines of tags leave no trace, so that templates can be laid out to be read."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["bytecode_cache"] = CompiledTemplates(str(settings.BASE_DIR / "build" / "templates"))
    env = PublicEnvironment(extensions=["jinja2.ext.i18n"], **options)
    env.policies["ext.i18n.trimmed"] = True
    env.policies["truncate.leeway"] = 0
    env.install_gettext_callables(gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "_": said,
        "gettext": said,
        "ngettext": _filled_in(translation.ngettext),
        "pgettext": _filled_in(translation.pgettext),
        "npgettext": _filled_in(translation.npgettext),
    }
    env.globals |= {
        "url": address_of,
        "static": static,
        "page_address": page_address,
        "report_address": report_address,
        "in_language": in_language,
        "listed_address": listed_address,
        "as_json": partial(json.dumps, ensure_ascii=False, indent=2, default=str),
        "description_of": description_of,
        "frame_of_record": embedding.of_record,
        "oembed_address": oembed_address,
        "picture_address": picture_address,
        "words_behind": words_behind,
        "citation_in_plain_text": wording.citation_in_plain_text,
        "glossary_term": glossary.term,
        "original_language": original_language,
    }
    env.filters |= {
        "basis_words": date_words.basis_words,
        "cited": wording.cited,
        "coordinates": coordinates,
        "dated": dated,
        "day_words": date_words.day_words,
        "edtf_words": date_words.edtf_words,
        "grouped": numbers.grouped,
        "filesize": filesizeformat,
        "holder": wording.holder,
        "json_in_html": json_in_html,
        "listed": listed,
        "ground_of": wording.ground_of,
        "last_office": offices.last,
        "kind": kind_of,
        "language_name": languages.name_of_language,
        "lower_first": lower_first,
        "upper_first": upper_first,
        "direction": direction,
        "lang": languages.attributes_of,
        "linebreaksbr": with_line_breaks,
        "plain": plain,
        "truncate": truncated,
        "coins": coins,
        "mark": mark,
        "metadata": metadata,
        "mark_of_position": mark_of_position,
        "alphabetical": questions.alphabetical,
        "other_language": wording.other_language,
        "paragraphs": wording.paragraphs,
        "reference": wording.reference,
        "short_holders": wording.short_holders,
        "signature": wording.signature,
        "strongest": wording.strongest,
        "source_address": wording.source_address,
        "web_address": csl.web_address,
        "years": years,
    }
    return env


def said(message: str, **variables: Any) -> Markup:
    """A message of a template in the language of the page."""
    return _with_variables(gettext(message), variables) if variables else _said(active(), message)


@lru_cache(maxsize=2048)
def _said(language: str, message: str) -> Markup:
    with translation.override(language):
        return _with_variables(gettext(message), {})


def _with_variables(words: str, variables: dict[str, Any]) -> Markup:
    """The numbers in a sentence are of things: years come in words."""
    grouped = {name: numbers.grouped(value) if type(value) is int else value for name, value in variables.items()}
    return Markup(words) % grouped


def _filled_in(translate: Callable[..., str]) -> Callable[..., Markup]:
    """For messages with a plural or a context, which come before the variables."""

    def translated(*message: Any, **variables: Any) -> Markup:
        return _with_variables(translate(*message), {"num": message[-1]} | variables)

    return translated


def environment_in_use() -> Environment:
    """The one environment of this process."""
    return cast(Jinja2, engines["jinja2"]).env


def compile_templates() -> None:
    """So that a server's first readers do not wait for it."""
    env = environment_in_use()
    for name in env.list_templates():
        env.get_template(name)


def upper_first(label: Any) -> str:
    """A label as a heading: “A day”."""
    text = str(label)
    return languages.like(label, text[:1].upper() + text[1:])


def lower_first(label: Any) -> str:
    """A label within a sentence: “Remove from: 1963”."""
    text = str(label)
    return languages.like(label, text[:1].lower() + text[1:])


def original_language(record: Any) -> str:
    """What the language calls itself in which a record is shown for want of a translation; blank where it has one."""
    named = (getattr(record, name, "") for name in ("title", "claim", "question", "name"))
    text: Any = next(filter(None, named), "")
    is_other = isinstance(text, languages.Text) and not text.is_of_page
    return languages.own_name_of(text.language) if is_other else ""


def direction(language: str) -> SafeString:
    """The attribute of a page in a language that is written from the right."""
    return mark_safe(' dir="rtl"' if languages.direction_of(language) == "rtl" else "")


def plain(text: str) -> str:
    """A text where it cannot be marked with its language: in an attribute, a title, a choice of a form."""
    return str(text)


@pass_environment
def truncated(environment: Environment, text: str, *args: Any, **kwargs: Any) -> str:
    """Jinja's own, which keeps the language of a text."""
    return languages.like(text, do_truncate(environment, str(text), *args, **kwargs))


def json_in_html(data: Any) -> SafeString:
    """JSON for an element that holds data: no character in it is markup."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_MARKUP))


_MARKUP = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def with_line_breaks(text: str) -> SafeString:
    return languages.wrapped(text, linebreaksbr(str(text)))


# --- Themes, places and dates -----------------------------------------------------------------------------------------


def mark(theme: Theme | belongings.Theme) -> str:
    """The class of a theme's swatch by its position: eight hues and shapes, then the same again, hollow."""
    return mark_of_position(theme.position)


def mark_of_position(position: int) -> str:
    turn, place = divmod(max(position - 1, 0), SHAPES)
    return f"t{place + 1}" + (" hollow" if turn % 2 else "")


def coordinates(place: Place) -> str:
    """“44.43° N, 26.1° E”; blank where nobody has said."""
    if place.latitude is None or place.longitude is None:
        return ""
    latitude = gettext("%(degrees)s° N") if place.latitude >= 0 else gettext("%(degrees)s° S")
    longitude = gettext("%(degrees)s° E") if place.longitude >= 0 else gettext("%(degrees)s° W")
    sides = ((latitude, place.latitude), (longitude, place.longitude))
    return ", ".join(words % {"degrees": number_format(f"{round(abs(degrees), 4):g}")} for words, degrees in sides)


def dated(event: published.AnyEvent) -> SafeString:
    """The words of an event's date; the title that it is counted from is marked with its language."""
    words = escape(date_words.words_of(event))
    if event.after_event is None:
        return words
    title = event.after_event.title
    return mark_safe(words.replace(escape(str(title)), conditional_escape(title)))


def years(debate: Debate) -> str:
    """The years of a debate's events (`DebateQuerySet.for_list`), “1955–1968”; blank where none is dated."""
    found = [Day.from_key(key).year for key in (debate.earliest, debate.latest) if key is not None]
    return span_words(found[0], found[-1]) if found else ""


# --- Claims and citations ---------------------------------------------------------------------------------------------


def words_behind(citation: Citation | belongings.Citation, record: Any) -> str:
    """The address of a citation: its passage with the record's words marked, or its source's page."""
    address = citation.source.get_absolute_url()
    if citation.passage:
        return f"{address}?{type(record).__name__.lower()}={record.slug}#p{citation.passage.number}"
    return address


def listed(items: Iterable[Any]) -> SafeString:
    """“A, B and C”, of words or links."""
    return mark_safe(wording.listed(map(conditional_escape, items)))


# --- This page --------------------------------------------------------------------------------------------------------


def page_address(request: HttpRequest) -> str:
    """The whole address of this page without its query; of a preview, that which the page will have."""
    preview = getattr(request, "preview", None)
    return request.build_absolute_uri(preview.public_path if preview else request.path)


def listed_address(request: HttpRequest) -> str:
    """The whole address of a page that is neither a view's nor a record's: what it was asked for sorted, once each."""
    query = [(name, value) for name, values in sorted(request.GET.lists()) for value in values[-1:] if value]
    return page_address(request) + (f"?{urlencode(query)}" if query else "")


def in_language(address: str, language: str | None = None) -> str:
    """The address as that of the page in a language, one that readers may choose; in none, as each reader has it."""
    before, _mark, query = address.partition("?")
    pieces = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
    if language in description.current().languages:
        pieces = sorted([*pieces, ("lang", language or "")], key=itemgetter(0))
    return before + (f"?{urlencode(pieces)}" if pieces else "")


def description_of(record: Any) -> str:
    """What a record's page is about, in its own words: its summary, argument, introduction or note; else blank."""
    texts = (getattr(record, name, "") for name in ("summary", "argument", "introduction", "note"))
    return next((" ".join(text.split()) for text in texts if text), "")


def metadata(record: Any, site: Site, address: str, version: PublishedVersion | None) -> list[tuple[str, str]]:
    """Name and content of the tags that describe a record: of a source the work, of any other its page here."""
    if isinstance(record, Source):
        work = wording.dated(record)
        tags = [("z:itemType", in_pages.zotero_type(work)), *in_pages.tags(work)]
        return [*tags, ("DC.title", record.title), ("DC.identifier", address), ("DC.rights", record.licence)]
    day = version.created_at.strftime("%Y-%m-%d") if version else ""
    tags = [("z:itemType", "webpage"), ("DC.title", str(record)), ("DC.date", day), ("DC.publisher", str(site.title))]
    tags += [("DC.type", "Text"), ("DC.language", languages.active()), ("DC.identifier", address)]
    return [(name, text) for name, text in [*tags, ("DC.rights", str(site.licence))] if text]


def coins(source: Source) -> str:
    """A work in a list, as reference managers read it there."""
    return in_pages.coins(wording.dated(source))


PICTURED = ("actor", "debate", "place", "source", "theme")
"""The records by which a view can be narrowed: a link to one shows its events."""


def picture_address(record: Any = None) -> str:
    """The picture that is shown with a link to a page: of a record's own events, else of all."""
    kind = record._meta.model_name if record else ""
    return reverse("picture.png") + (f"?{kind}={quote(record.slug)}" if kind in PICTURED else "")


def kind_of(record: Any) -> str:
    """The kind of a record as addresses have it: “events”."""
    return redirects.KINDS[type(record)].value


def oembed_address(request: HttpRequest, path: str) -> str:
    """Where other sites learn how to frame the page at a path of this one."""
    return f"{address_of('oembed')}?{urlencode({'url': request.build_absolute_uri(path)})}"


def report_address(request: HttpRequest, site: Site, record: Any) -> str:
    """Where a reader proposes a correction of a record: by mail, with its address as the subject, or on the web."""
    if not site.contact_address.startswith("mailto:"):
        return site.contact_address
    return f"{site.contact_address}?subject={quote(f'{str(record)[:150]} · {page_address(request)}')}"
