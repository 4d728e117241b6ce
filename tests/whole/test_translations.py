"""The Romanian of `locale/`: whole, in its own letters and quotes, and on the pages.

What is to be translated is read from the code and the templates here, so that neither xgettext nor a compiled
catalogue decides what is looked at.
"""

import ast
import re
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils.translation.template import templatize

from events.models import Event
from tests.support.factories import (
    cite,
    make_actor,
    make_debate,
    make_document,
    make_event,
    make_evidence,
    make_interpretation,
    make_relation,
    make_theme,
)
from tests.support.pages import Page

pytestmark = pytest.mark.any_database

PO = Path(settings.BASE_DIR) / "locale" / "ro" / "LC_MESSAGES" / "django.po"

# How many strings a call begins with: context, singular, plural.
CALLS = {
    f"{name}{ending}": strings
    for name, strings in {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}.items()
    for ending in ("", "_lazy", "_noop")
} | {"_": 1}

Key = tuple[str | None, str]
"""The context, None for none, and the English words, of a plural its singular."""

_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(({_STRING}(?:, ?{_STRING})*)")


def key_of(call: str, strings: list[str]) -> Key:
    return (strings[0], strings[1]) if "pgettext" in call else (None, strings[0])


def marked_in_code(path: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        call = getattr(node.func, "id", getattr(node.func, "attr", ""))
        strings = [arg.value for arg in node.args[: CALLS.get(call, 0)] if isinstance(arg, ast.Constant)]
        if strings and len(strings) == CALLS[call]:
            yield key_of(call, strings)


def marked_in_template(path: Path) -> Iterator[Key]:
    template = path.read_text(encoding="utf-8")
    if "public" in path.parts:
        for _line, call, strings in engines["jinja2"].env.extract_translations(template):
            yield key_of(call, [strings] if isinstance(strings, str) else list(strings))
        return
    for call, strings in _CALL.findall(templatize(template)):
        yield key_of(call, [ast.literal_eval(string) for string in re.findall(_STRING, strings)])


def marked() -> set[Key]:
    base = Path(settings.BASE_DIR)
    code = (path for app in ("events", "romania_history") for path in (base / app).rglob("*.py"))
    templates = (path for path in (base / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})
    found = {key for path in code for key in marked_in_code(path)}
    return found | {key for path in templates for key in marked_in_template(path)}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each English form with the Romanian form that must carry as much."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    singular, plural = message.id
    return [(singular, message.string[0]), *((plural, string) for string in message.string[1:])]


def english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


# --- The catalogue ------------------------------------------------------------------------------------------


def test_all_that_is_marked_is_in_the_catalogue_and_nothing_else(catalogue: Catalog):
    listed = {(message.context, english(message)) for message in messages(catalogue)}
    wanted = marked()
    assert len(wanted) > 500, "the search for marked words finds too little"
    assert wanted - listed == set()
    assert listed - wanted == set()


def test_all_is_translated_and_nothing_is_in_doubt(catalogue: Catalog):
    open_ones = [english(m) for m in messages(catalogue) if m.fuzzy or not all(ro for _en, ro in pairs(m))]
    assert open_ones == []
    assert not catalogue.obsolete


def test_plurals_have_three_forms_chosen_by_the_romanian_rule(catalogue: Catalog):
    several = [message for message in messages(catalogue) if not isinstance(message.id, str)]
    assert several
    assert {len(message.string) for message in several} == {3}
    header = re.search(r"nplurals=3; plural=(.+);", PO.read_text(encoding="utf-8").replace("\\n", ""))
    assert header
    form = c2py(header[1])
    # 1 eveniment, 2 evenimente, 20 de evenimente, 101 evenimente, 120 de evenimente
    numbers = [0, 1, 2, 19, 20, 47, 100, 101, 119, 120, 1000]
    assert [form(number) for number in numbers] == [1, 0, 1, 1, 2, 2, 2, 1, 1, 2, 2]


def test_the_form_for_many_takes_de_before_its_noun(catalogue: Catalog):
    for message in messages(catalogue):
        if not isinstance(message.id, str):
            _one, few, many = message.string
            assert many in (few, re.sub(r"(%(?:\(\w+\))?[sd]) ", r"\1 de ", few, count=1)), message.id


_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\}|<[^>]+>")


def test_placeholders_and_markup_are_those_of_the_english(catalogue: Catalog):
    for message in messages(catalogue):
        for number, (source, target) in enumerate(pairs(message)):
            wanted, found = sorted(_PLACEHOLDER.findall(source)), sorted(_PLACEHOLDER.findall(target))
            if isinstance(message.id, tuple) and number == 0:  # “încă o interpretare” needs no number
                wanted = [part for part in wanted if part != "%(n)s" or part in found]
            assert found == wanted, source


def test_letters_have_commas_below_and_quotes_are_romanian(catalogue: Catalog):
    for message in messages(catalogue):
        for source, target in pairs(message):
            assert not set("şţŞŢ") & set(target), target
            prose = re.sub(r"<[^>]+>", "", target)
            for code in re.findall(r'"[^"]*"', source):  # JSON as an editor types it
                prose = prose.replace(code, "")
            assert not set("\"'“‘’") & set(prose), target
            assert prose.count("„") == prose.count("”"), target


def test_the_header_names_nobody():
    header = PO.read_text(encoding="utf-8").split("\n\n")[0]
    for name in ("Last-Translator", "Language-Team", "Generator", "X-", "Author", "AUTHOR"):
        assert name not in header


# --- The pages ----------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(the|of|and|or|with|without|(?<!CC )by|from|not|this|that|all|none|what|who|when|where|words|years"
    r"|events?|timeline|sources?|filters|show|search|themes?|debates?|evidence|stated|inferred|undated"
    r"|contest(?:ed|s)|supports|ground|voice|download|order|page|home|add|change|delete|save|log in|username"
    r"|password)\b",
    re.IGNORECASE,
)
"""Words of the interface that Romanian does not have."""


def romanian_text(element: ElementTree.Element) -> str:
    """The words of an element, without the parts that are said to be in another language."""
    if element.get("lang", "ro") != "ro" or element.tag in {"script", "style", "blockquote", "cite"}:
        return element.tail or ""
    label = element.get("aria-label", "") + " " if element.get("aria-label") else ""
    inside = "".join(romanian_text(child) for child in element)
    return label + (element.text or "") + inside + " " + (element.tail or "")


@pytest.fixture
def corpus(db: None) -> dict[str, str]:
    """One record of each kind, published and linked; what has no language of its own is a name."""
    document = make_document(slug="declaratie", title="Declarație")
    document.csl["language"] = "en"
    document.save()
    deletant = make_actor("Dennis Deletant")
    event = make_event(
        "April Declaration", date="1964-04-26", status="published", summary="The party declared.",
        participants=[(make_actor("PMR", kind="party"), "initiator")], themes=[make_theme("Ideology")],
        place="Bucharest", date_note="The day is in the text.",
    )  # fmt: skip
    cite(event, document)
    debate = make_debate("Was it a break?", introduction="The works differ.", status="published")
    first, second = (
        make_interpretation(claim, status="published", proponents=[who], debate=debate, made_on="2007")
        for claim, who in (("It was a break.", deletant), ("Nothing broke.", make_actor("Larry Watts")))
    )
    for interpretation in (first, second):
        cite(interpretation, document)
        make_evidence(interpretation, event)
    make_relation(second, "contests", first)
    return {
        "timeline": "/",
        "filtered": "/?actor=pmr&from=1960",
        "nothing": "/?actor=pmr&to=1900",
        "event": event.get_absolute_url(),
        "interpretation": second.get_absolute_url(),
        "interpretations": "/interpretations/",
        "debate": debate.get_absolute_url(),
        "debates": "/debates/",
        "actor": deletant.get_absolute_url(),
        "actors": "/actors/",
        "document": document.get_absolute_url(),
        "sources": "/sources/",
        "theme": "/themes/ideology/",
        "compare": f"/compare/?a={first.slug}&b={second.slug}",
        "about": "/about/",
        "missing": "/events/nothing-here/",
    }


PAGES = [
    "timeline", "filtered", "nothing", "event", "interpretation", "interpretations", "debate", "debates",
    "actor", "actors", "document", "sources", "theme", "compare", "about", "missing",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_romanian_page_has_no_english_of_the_interface(client: Client, corpus: dict[str, str], name: str):
    address = corpus[name]
    page = Page(client.get(f"{address}{'&' if '?' in address else '?'}lang=ro"))
    assert page.root.get("lang") == "ro"
    text = re.sub(r"http\S+", "", romanian_text(page.one("body")))
    assert not ENGLISH.findall(text), text


def test_the_login_and_the_office_speak_romanian(admin_client: Client, client: Client, corpus: dict[str, str]):
    text = romanian_text(Page(Client().get("/admin/login/?lang=ro")).one("body"))
    assert not ENGLISH.findall(text), text
    text = romanian_text(Page(admin_client.get("/admin/?lang=ro")).one("body"))
    assert not ENGLISH.findall(text), text


def test_an_english_title_or_note_in_a_romanian_sentence_says_its_language(client: Client, corpus: dict[str, str]):
    declaration = Event.objects.get(slug="april-declaration")
    declaration.citations.update(supports="the day")
    make_event("Reply", after_event=declaration, offset="P1M", date_basis="relative", status="published")
    reply = Page(client.get("/events/reply/?lang=ro"))
    dates = [span for span in reply.all("p[@class='when']//span[@lang='en']") if span.text == "April Declaration"]
    assert dates and "la o lună după" in reply.text("p[@class='when']")
    in_list = Page(client.get("/?lang=ro")).one("article[@id='event-reply']")
    assert [span.text for span in in_list.findall("p[1]//span[@lang='en']")] == ["April Declaration"]
    cited = Page(client.get("/events/april-declaration/?lang=ro")).one("figcaption/span")
    assert [span.text for span in cited.findall("span[@lang='en']")] == ["the day"]


def test_records_say_their_language_only_where_it_is_not_that_of_the_page(client: Client, corpus: dict[str, str]):
    romanian = Page(client.get("/?lang=ro"))
    assert romanian.one("article[@id='event-april-declaration']//h3//span").get("lang") == "en"
    english_page = Page(client.get("/?lang=en"))
    assert not english_page.one("article[@id='event-april-declaration']//h3").findall(".//span[@lang]")
