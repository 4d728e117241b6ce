"""Elements of a CSL style as the specification has them (CSL 1.0.2), where citeproc-py 0.11 renders them otherwise.

citeproc-py takes for each element of a style the newest of the direct subclasses of `CitationStylesElement` that bears
its name, so that the ones below stand in for its own.
"""

import re
from typing import Any

from citeproc import CitationItem, model
from citeproc.model import CitationStylesElement
from citeproc.source import Reference, VariableError


class Item(CitationItem):
    """A work to be rendered once, and what has been rendered of it so far."""

    def __init__(self, work: Reference) -> None:
        super().__init__(work.key)
        self.update(work=work, called=0, filled=0, rendered=set(), suppressed=set())

    @property
    def reference(self) -> Reference:
        return self["work"]


class _Variable:
    """An element that renders a variable: it tells the groups and the substitution in which it stands."""

    def render(self, item: Item, *args: Any, **kwargs: Any) -> Any:
        names = set((self.get("variable") or "").split())  # type: ignore[attr-defined]
        if not names:
            return super().render(item, *args, **kwargs)  # type: ignore[misc]
        item["called"] += 1
        if names <= item["suppressed"]:
            return None
        text = super().render(item, *args, **kwargs)  # type: ignore[misc]
        if text:
            item["filled"] += 1
            item["rendered"] |= names
        return text


class Text(_Variable, model.Text, CitationStylesElement):
    def render(self, item: Item, *args: Any, **kwargs: Any) -> Any:
        text = super().render(item, *args, **kwargs)
        if self.get("term") == "no date":  # stands for the date
            item["called"] += 1
            item["filled"] += 1
        return text

    def get_macro(self, name: str) -> Any:
        macros = self.get_root().macros
        if name not in macros:
            macros[name] = super().get_macro(name)
        return macros[name]

    def quote(self, string: Any) -> Any:
        """Marks of quotation within what is quoted become the inner ones."""
        if self.get("quotes") != "true":
            return string
        opening, closing, inner, inner_end = (str(self.get_single_term(name=name)) for name in _MARKS)
        return opening + _QUOTED.sub(rf"{inner}\1{inner_end}", str(string)) + closing


_MARKS = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
_QUOTED = re.compile("[“„]([^“„”]*)”")


class Number(_Variable, model.Number, CitationStylesElement):
    pass


class Date(_Variable, model.Date, CitationStylesElement):
    def render(self, item: Item, *args: Any, **kwargs: Any) -> Any:
        text = super().render(item, *args, **kwargs)
        return f"{IN_WORDS}{text}" if text and str(text)[0].islower() else text


IN_WORDS = "\ue003"
"""Stands before a date that begins with a small letter, which has a capital where it begins a sentence."""


class Names(_Variable, model.Names, CitationStylesElement):
    def process(self, item: Item, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
        """Names that stand in for others are formatted as those are, and not said again where several are asked for."""
        if names_context is None and self.name is None:
            names_context = next((above.getparent() for above in self.iterancestors(_SUBSTITUTE)), None)
        work, asked = item.reference, item["suppressed"].intersection(self.get("variable").split())
        said = {variable: work.pop(variable) for variable in asked if variable in work}
        try:
            return super().process(item, names_context=names_context, context=context, **kwargs)
        finally:
            work.update(said)

    def substitute(self) -> Any:
        return self.find(_SUBSTITUTE)  # faster than an XPath


_SUBSTITUTE = "{http://purl.org/net/xbiblio/csl}substitute"


class Name(model.Name, CitationStylesElement):
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        """`initialize="false"` keeps given names as they are, whatever the style's `initialize-with` says."""
        if name == "initialize-with" and self.get("initialize") == "false":
            return None
        return super().get_option(name, context, sort_options)


class Label(model.Label, CitationStylesElement):
    def process(self, item: Item, variable: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """No label without its variable."""
        named = variable or self.get("variable")
        if named == "locator" and not item.has_locator:
            return None
        if variable is None and named != "locator" and (named not in item.reference or named in item["suppressed"]):
            return None
        return super().process(item, variable, *args, **kwargs)

    def _is_plural(self, item: Item) -> bool:
        """A number of pages may be no number; nor does one with a hyphen (“803-01”) stand for several."""
        variable = self.get("variable") or ""
        if variable.startswith("number-of"):
            return str(item.reference[variable]) != "1"
        return variable != "number" and bool(super()._is_plural(item))


class Substitute(model.Substitute, CitationStylesElement):
    def render(self, item: Item, context: Any = None, **kwargs: Any) -> Any:
        """The first child that has something; what it renders, by macros too, is not said again."""
        for child in self:
            before, item["rendered"] = item["rendered"], set()
            try:
                text = child.render(item, context=context, **kwargs)
            except VariableError:
                text = None
            if text:
                item["suppressed"] |= item["rendered"]
            item["rendered"] |= before
            if text:
                return text
        return None


class Group(model.Group, CitationStylesElement):
    def process(self, item: Item, context: Any = None, **kwargs: Any) -> Any:
        """Nothing where variables are called and none is filled, by macros and nested groups too."""
        called, filled = item["called"], item["filled"]
        output = []
        for child in self:
            more = {"delimiter": self.get("delimiter", "")} if isinstance(child, model.Choose) else {}
            try:
                text = child.render(item, context=context, **more, **kwargs)
            except VariableError:
                continue
            if text:
                output.append(text)
        if not output or (item["called"] > called and item["filled"] == filled):
            raise VariableError
        return self.join(output)
