"""The page on which an editor brings a document: a file or pasted text, and what the work is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.addresses import redirects
from events.admin.forms import ProseField, is_key
from events.admin.links import admin_url
from events.admin.pages import OwnPages
from events.admin.proposals import LONGEST, QUICK, ProposalPages, said_of_new, too_long
from events.admin.work_fields import links_to_alike
from events.bibliography import csl_checks, formats
from events.editing import history, history_entries, roles
from events.extraction import Extracted, Unreadable, extract
from events.extraction.extracted import MAX_BYTES
from events.models import Source
from events.proposals import bringing, storing
from events.proposals.drafts import language
from events.proposals.folders import origin
from events.proposals.titles import plain
from events.search.folding import short_slug
from events.signals import invalidation

LONGEST_TEXT = 2_000_000
"""In characters. A longer text is loaded from a file, which takes its time outside of a request."""
PASTED = "pasted.txt"
OF_THE_WORK = ("title", "pasted_record", "kind", "licence")
"""Fields that a source has already, to which a text is brought."""


class BringForm(forms.Form):
    """`extracted` is what was read of the file or of the pasted text, `record` the work as CSL-JSON."""

    extracted: Extracted | None = None
    record: dict[str, Any]

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "Text, Markdown, HTML, wikitext, Word (.docx), OpenDocument (.odt), PDF with text, TEI."
        ),
    )
    pasted = ProseField(
        label=gettext_lazy("or its text, pasted"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
    )
    as_it_is = forms.BooleanField(
        label=gettext_lazy("keep it letter for letter"),
        required=False,
        help_text=gettext_lazy("Plain text in UTF-8: nothing is joined or left out, and a line’s end ends a passage."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=Source._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Of the work. Empty: as the file says, or the record below."),
    )
    pasted_record = forms.CharField(
        label=gettext_lazy("or a record of the work"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField csl", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A DOI, an ISBN, BibTeX, RIS or CSL-JSON, as from Zotero. Nothing is looked up elsewhere; all of it can be"
            " changed on the form of the source."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of evidence"),
        choices=Source.Kind.choices,
        initial=Source.Kind.SECONDARY,
        help_text=Source._meta.get_field("kind").help_text,
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        required=False,
        max_length=Source._meta.get_field("licence").max_length,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    text_public = forms.BooleanField(
        label=gettext_lazy("readers may see the text in full"),
        required=False,
        help_text=Source._meta.get_field("text_public").help_text,
    )

    def __init__(self, *args: Any, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        for name in OF_THE_WORK if source else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        file, pasted = cleaned.get("file"), cleaned.get("pasted") or ""
        if file and pasted.strip():
            self.add_error("pasted", _("Give the text once: as a file, or pasted."))
        elif file:
            self.read("file", file.name, None if file.size > MAX_BYTES else file.read())
        elif pasted.strip():
            self.read("pasted", PASTED, pasted.encode("utf-8", "replace"))
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the text below."))
        self.record = self.read_record(cleaned.get("pasted_record", ""))
        if self.extracted and not self.errors and self.source is None:
            self.complete(self.extracted, cleaned.get("title", ""))
        return cleaned

    def read(self, field: str, name: str, data: bytes | None) -> None:
        if data is None:
            most = {"most": MAX_BYTES // 1_000_000}
            return self.add_error(field, _("The file is larger than %(most)s MB. Bring it in parts.") % most)
        try:
            self.extracted = extract(data, "" if name == PASTED else name, self.cleaned_data.get("as_it_is", False))
        except Unreadable as error:
            return self.add_error(field, str(error))
        if len(self.extracted.text) > LONGEST_TEXT:
            self.add_error(field, _("This text is too long for the office: load it from a file."))
        elif found := Source.objects.filter(text=self.extracted.text).first():
            link = format_html('<a href="{}">{}</a>', admin_url(found), found)
            self.add_error(field, format_html("{} {}", _("This text is stored already:"), link))

    def read_record(self, text: str) -> dict[str, Any]:
        """The one record that was pasted; what is wrong with it is said at its field."""
        if not text.strip():
            return {}
        reading = formats.read(text)
        problems = list(reading.problems)
        if len(reading.items) > 1:
            problems = [_("%(n)d records are in it. Paste that of this work alone.") % {"n": len(reading.items)}]
        for problem in problems:
            self.add_error("pasted_record", problem)
        return dict(reading.items[0]) if reading.items and not problems else {}

    def complete(self, extracted: Extracted, title: str) -> None:
        """Says of the work what the record does not say, and checks it."""
        title = title or str(self.record.get("title") or "") or plain(extracted.title)
        said = {"type": "document", "language": language(extracted)} | self.record | {"title": title}
        self.record = {name: value for name, value in said.items() if value and name != "custom"}
        if not title:
            return self.add_error("title", _("Give the work's title."))
        for variable, problem in csl_checks.found(self.record):
            self.add_error("title" if variable == "title" else "pasted_record", problem)

    def slug(self) -> str:
        wanted = str(self.record.get("id") or self.record["title"])
        return redirects.free_slug(Source, short_slug(wanted) or "document")


class Bringing(ProposalPages):
    """For the admin of sources."""

    def own_pages(self) -> OwnPages:
        bring = require_http_methods(["GET", "HEAD", "POST"])(self.bring_view)
        return {"bring": ("bring/", bring)} | super().own_pages()

    def takes_text(self, source: Source) -> bool:
        """A text that may have been quoted changes by a load alone, which keeps the numbers of its passages."""
        return not (source.is_document or roles.is_public(source))

    def bring_view(self, request: HttpRequest) -> HttpResponse:
        """The form; a POST that is valid stores the document, keeps what is proposed of it, and leads there.

        With `source`, the key of one that has no text and that readers do not see, the text is brought to it.
        """
        key, source = request.GET.get("source", ""), None
        if key:
            source = Source.objects.filter(pk=int(key)).first() if is_key(key) else None
            if source is None:
                raise Http404
        may = self.has_change_permission(request, source) if source else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        if source and not self.takes_text(source):
            messages.error(request, _("The source has a text by now, or readers see it."))
            return redirect(admin_url(source))
        form = BringForm(request.POST or None, request.FILES or None, label_suffix="", source=source)
        if request.method == "POST" and form.is_valid():
            try:
                brought = self.brought(request, form)
            except ValidationError as error:
                self.refused(request, error)
                return redirect(admin_url(source))
            return redirect(self.address(brought, "proposals"))
        title = _("Bring its text") if source else _("Bring a document")
        return self.page(request, "bring", title, form=form, record=source)

    def brought(self, request: HttpRequest, form: BringForm) -> Source:
        extracted = form.extracted
        assert extracted is not None
        alike = [] if form.source else links_to_alike(form.record)
        with transaction.atomic(), invalidation.batched():
            if form.source is None:
                with history.recording(request.user, _("Brought as a document.")):
                    source = self.added(request, form)
                    history_entries.add(source)
            else:
                source = Source.objects.select_for_update().get(pk=form.source.pk)
                if not self.takes_text(source):
                    raise ValidationError([_("The source has a text by now, or readers see it.")])
                with history_entries.entry(source, request.user, _("Its text was brought.")):
                    source.text, source.text_public = extracted.text, form.cleaned_data["text_public"]
                    source.save()
                    bringing.store(source, extracted, _("Heading."))
        passages = source.passages.count()
        said = ngettext("%(n)d passage is stored.", "%(n)d passages are stored.", passages) % {"n": passages}
        if len(extracted.text) > LONGEST:
            messages.warning(request, f"{said} {too_long()}")
        elif len(extracted.text) > QUICK:
            press = _("It is long: press “Propose what is in it”, and the page says how far it is.")
            messages.success(request, f"{said} {press}")
        else:
            messages.success(request, f"{said} {said_of_new(storing.refresh(source))}")
        if alike:
            messages.warning(request, format_html("{} {}", _("This may be stored already:"), alike))
        return source

    def added(self, request: HttpRequest, form: BringForm) -> Source:
        extracted, cleaned = form.extracted, form.cleaned_data
        assert extracted is not None
        record = {name: value for name, value in form.record.items() if name != "id"}
        source = Source(slug=form.slug(), csl=record, kind=cleaned["kind"], created_by_id=request.user.pk)
        source.text, source.licence, source.text_public = extracted.text, cleaned["licence"], cleaned["text_public"]
        source.note = origin(cleaned["file"].name if cleaned["file"] else _("Pasted text"), extracted)
        source.save()
        bringing.store(source, extracted, _("Heading."))
        return source
