"""Words for the templates of the editorial office."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin import dashboard, worklist_panel
from events.admin.links import admin_url, review_url
from events.admin.site import in_editors_order
from events.editing import roles
from events.site.languages import name_of_language

register = template.Library()

register.filter("in_editors_order", in_editors_order)
register.filter("admin_url", admin_url)
register.filter("review_url", review_url)
register.filter("worklist_of", worklist_panel.chosen_in)
register.filter("worklists_for", worklist_panel.panel)
register.filter("queue_of", dashboard.queue_of)
register.filter("task_url", dashboard.task_url)
register.filter("recent_changes", dashboard.recent_changes)
register.filter("documents_for", dashboard.documents)


@register.filter
def seen_by_readers(records: Any) -> list[Any]:
    return [record for record in records if roles.is_public(record)]


@register.filter
def history_url(record: Any) -> str:
    """The address of the record's history in the office."""
    return admin_url(record).removesuffix("change/") + "history/"


@register.filter
def whole_name(user: Any) -> str:
    """The name of an account; of one that is no more, what is known of it."""
    return (user if isinstance(user, str) else user.get_full_name() or user.get_username()) if user else "–"


@register.filter
def and_more(number: int) -> str:
    """What is said of the rest of a list that is cut."""
    return ngettext("and %(n)s more", "and %(n)s more", number) % {"n": number}


@register.filter
def marked(pieces: Any) -> SafeString:
    """A text that has changed: what went is struck out, what came is underlined, and both are said in words."""
    said = {"del": _("removed:"), "ins": _("added:")}
    tagged = '<{kind}><span class="visually-hidden">{said} </span>{text}</{kind}>'
    return format_html_join(
        "",
        "{}",
        (
            (format_html(tagged, kind=each.kind, said=said[each.kind], text=linebreaksbr(each.text)),)
            if each.kind in said
            else (linebreaksbr(each.text),)
            for each in pieces
        ),
    )


@register.filter
def field_label(comment: Any) -> str:
    """The name of the field that a comment is about, as the form has it."""
    model = comment.content_type.model_class()
    names = {field.name: field.verbose_name for field in model._meta.get_fields() if hasattr(field, "verbose_name")}
    name, _dot, language = comment.field.partition(".")
    label = str(capfirst(names.get(name, name)))
    return f"{label} ({name_of_language(language)})" if language else label


@register.filter
def kind_of(record: Any) -> str:
    return str(record._meta.verbose_name)


@register.simple_tag
def error_links(adminform: Any, inline_admin_formsets: Any) -> list[tuple[str, str, str]]:
    """Every error of a form and of its inlines: the address of its field, the field's name, the message."""
    found = list(_errors_of_form(adminform.form, ""))
    for formset in inline_admin_formsets:
        inline = formset.formset
        title = capfirst(formset.opts.verbose_name_plural)
        found += [(f"#{inline.prefix}-group", title, str(error)) for error in inline.non_form_errors()]
        for number, form in enumerate(inline.forms, 1):
            row = f"{capfirst(formset.opts.verbose_name)} {number}"
            found += _errors_of_form(form, row, f"#{inline.prefix}-group")
            for citation in getattr(form, "citations", None) or ():
                found += _errors_of_form(citation, row, f"#{inline.prefix}-group")
    return found


def _errors_of_form(form: Any, within: str, whole: str = "#content") -> Iterator[tuple[str, str, str]]:
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        label = ", ".join(filter(None, [within, str(capfirst(field.label)) if field else ""]))
        address = f"#{field.id_for_label or field.auto_id}" if field else whole
        for error in errors:
            if error:
                yield address, label, str(error)
