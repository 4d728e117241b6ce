"""Templates are written to be read; what is sent to readers need not carry their layout."""

import re

from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\n\s+")
_LINE_OF_TAGS = re.compile(
    r"^(?:\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|load|include|localize|endlocalize)\b[^%]*%\})+\n",
    re.MULTILINE,
)
_BLOCKS = (
    "p|h[1-6]|article|aside|details|summary|div|section|ul|ol|li|fieldset|legend|dl|dt|dd|table|thead|tbody|tr|th|td"
    "|figure|figcaption|blockquote|nav|header|footer|main|form|option|optgroup|head|body|html|link|meta|title"
)
_BEFORE_BLOCK = re.compile(rf"\n(?=</?(?:{_BLOCKS})\b)")


class Loader(filesystem.Loader):
    """Reads a template without the white space that no reader sees: indentation, and line ends beside block elements.

    It happens once, when a template is compiled. No template here holds preformatted text.
    """

    def get_contents(self, origin):
        text = _INDENTATION.sub("\n", super().get_contents(origin))
        text = _LINE_OF_TAGS.sub(lambda line: line[0].rstrip("\n"), text)
        return _BEFORE_BLOCK.sub("", text)
