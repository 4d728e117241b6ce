"""Form fields of identifiers in authority files: a pasted address of the file gives the identifier that it names."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget

from events.bibliography.formats import identifiers


class IdentifierField(forms.CharField):
    """Any other text stays as it is, for the model to check; so does its length, since an address is longer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"max_length": None, "widget": AdminTextInputWidget})

    read: Callable[[str], str]
    """From a text the identifier that it names, if it is an address of the file."""

    def to_python(self, value: Any) -> str:
        return self.read(super().to_python(value) or "")


class WikidataField(IdentifierField):
    read = staticmethod(identifiers.wikidata)


class ViafField(IdentifierField):
    read = staticmethod(identifiers.viaf)


class GeonamesField(IdentifierField):
    read = staticmethod(identifiers.geonames)
