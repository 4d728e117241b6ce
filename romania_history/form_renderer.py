"""Django's own widgets, labels and errors from its Jinja2 templates; those of the admin from where they are.

A form of the office has hundreds, and Django's own language takes several times as long for each.
"""

from functools import cached_property
from typing import Any

from django.forms.renderers import DjangoTemplates, Jinja2


class FormRenderer(DjangoTemplates):
    @cached_property
    def jinja2(self) -> Any:
        return Jinja2().engine

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """A field without errors has a list of them all the same, of which nothing is seen."""
        if template_name.startswith("django/forms/errors/") and not context["errors"]:
            return ""
        return super().render(template_name, context, request)

    def get_template(self, template_name: str) -> Any:
        is_own = template_name.startswith("django/forms/")
        return (self.jinja2 if is_own else self.engine).get_template(template_name)
