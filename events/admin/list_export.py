"""What a list of the office shows, as a table: the same columns, of all records that its search and filters leave."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from events.admin.pages import OwnPages, Pages
from events.exports.events_csv import Lines, safe

AT_ONCE = 500


class ListExport(Pages):
    """A page that sends the list as CSV, by the address of the list with `export/` behind it."""

    leaves_as_table = True

    def own_pages(self) -> OwnPages:
        return {"export": ("export/", require_safe(self.export_view))} | super().own_pages()

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        changes: Any = self.get_changelist_instance(request)
        names = [name for name in changes.list_display if name != "action_checkbox"]
        response = StreamingHttpResponse(self._lines(changes.queryset, names), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}-list.csv"'
        return response

    def _lines(self, rows: Any, names: list[str]) -> Iterator[str]:
        line = csv.writer(Lines).writerow
        has_slug = any(each.name == "slug" for each in self.opts.fields)
        labels = [str(label_for_field(name, self.model, self)) for name in names]
        yield line(safe([*(["slug"] if has_slug else []), *labels]))
        for row in rows.iterator(chunk_size=AT_ONCE):
            cells = [self._cell(name, row) for name in names]
            yield line(safe([*([row.slug] if has_slug else []), *cells]))

    def _cell(self, name: str, row: Any) -> str:
        field, _attribute, value = lookup_field(name, row, self)
        if field is not None and field.flatchoices:
            return str(dict(field.flatchoices).get(value, value or ""))
        if hasattr(value, "isoformat"):
            value = (localtime(value) if hasattr(value, "hour") else value).isoformat(timespec="minutes")
        return "" if value is None else " ".join(strip_tags(str(value)).split())
