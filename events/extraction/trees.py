"""XML as a tree that is safe to build, and walked without recursion however deep it is."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from events.extraction.extracted import Unreadable

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTITY = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document; nothing outside it is looked at, and entities of its own are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _entity in dtd.iterentities()):
        raise Unreadable(_("The file defines entities of its own, which is not safe. Save it without them."))
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace; blank for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def walk(
    root: etree._Element,
    enter: Callable[[etree._Element, str], bool],
    leave: Callable[[etree._Element, str], None],
    text: Callable[[str], None],
) -> None:
    """Calls back for elements and words in the order of the document; `enter` says whether to look inside."""
    open_: list[tuple[etree._Element, Iterator[etree._Element]]] = []

    def begin(element: etree._Element) -> None:
        if isinstance(element.tag, str) and enter(element, local(element)):
            if element.text:
                text(element.text)
            open_.append((element, iter(element)))
        elif element is not root and element.tail:
            text(element.tail)

    begin(root)
    while open_:
        element, children = open_[-1]
        if (child := next(children, None)) is not None:
            begin(child)
            continue
        open_.pop()
        leave(element, local(element))
        if element is not root and element.tail:
            text(element.tail)
