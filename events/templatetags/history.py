"""The project's words in templates. Nothing here asks the database."""

from urllib.parse import quote

from django import template
from django.utils.translation import gettext as _

from events import csl, date_words, wording

register = template.Library()

register.filter("words_of", date_words.words_of)
register.filter("edtf_words", date_words.edtf_words)
register.filter("holder", wording.holder)
register.filter("signature", wording.signature)
register.filter("place_in_source", wording.place_in_source)
register.filter("full_reference", wording.full_reference)
register.filter("web_address", csl.web_address)

SHAPES = 8


@register.filter
def mark(theme) -> str:
    """The class of a theme's swatch by its position: eight hues and shapes, then the same again, hollow."""
    return mark_of_position(theme.position)


@register.filter
def mark_of_position(position: int) -> str:
    turn, place = divmod(max(position - 1, 0), SHAPES)
    return f"t{place + 1}" + (" hollow" if turn % 2 else "")


@register.filter
def bounds(event) -> str:
    """The event's bounds as words: “1 February 1979 – 31 January 1980”, “from 1 January 1955”."""
    earliest, latest = date_words.days_of(event)
    if earliest is None and latest is None:
        return _("not known")
    if earliest == latest:
        return str(earliest)
    first, last = (_("open") if day is None else str(day) for day in (earliest, latest))
    return f"{first} – {last}"


@register.filter
def holders_contested(relations) -> str:
    """Who holds what an interpretation contests."""
    return wording.views_of(relation.target for relation in relations)


@register.filter
def holders_contesting(relations) -> str:
    """Who holds what contests an interpretation."""
    return wording.views_of(relation.interpretation for relation in relations)


@register.filter
def source_address(citation) -> str:
    """The address of a citation's passage, or of its source's page."""
    url = citation.source.get_absolute_url()
    return f"{url}#p{citation.passage.number}" if citation.passage_id else url


@register.simple_tag
def words_behind(citation, record) -> str:
    """The address of a citation: its passage with the record's words marked, or its source's page."""
    url = citation.source.get_absolute_url()
    if citation.passage_id:
        kind = record._meta.model_name
        return f"{url}?{kind}={record.slug}#p{citation.passage.number}"
    return url


@register.simple_tag(takes_context=True)
def page_address(context) -> str:
    """The whole address of this page without its query; of a preview, that which the page will have."""
    request = context["request"]
    preview = getattr(request, "preview", None)
    return request.build_absolute_uri(preview.public_path if preview else request.path)


@register.simple_tag(takes_context=True)
def cite_page(context, record, date="") -> str:
    """“Cite this page” in plain text."""
    return wording.citation_in_plain_text(record, page_address(context), context["site"].title, date)


@register.simple_tag(takes_context=True)
def report_address(context, record) -> str:
    """A mail to the site's contact about this page."""
    subject = quote(f"{context['site'].title}: {record}"[:200])
    body = quote(page_address(context))
    return f"mailto:{context['site'].contact}?subject={subject}&body={body}"
