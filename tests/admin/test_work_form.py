"""A source as a form: fields by its type, filled from what is pasted, over the record as CSL-JSON."""

import json
from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support.factories import make_actor, make_source
from tests.support.forms import fields_of
from tests.support.office import errors_of, url

pytestmark = pytest.mark.any_database

BIBTEX = r"""@article{gaulle, title = {The {NATO} crisis}, author = {de Gaulle, Charles and {NATO}}, journal = {Review},
    year = 1964, month = apr, annote = {Read in full.}, doi = {10.1000/xyz}}"""


def shown(page: Any) -> dict[str, str]:
    """What the fields of a form say."""
    return {name: values[-1] for name, values in fields_of(page).items()}


@pytest.fixture
def paste(office: Client, db: None) -> Any:
    """Presses the button beside the box on the form of a new source, or of one that is there."""

    def paste(text: str, record: Any = models.Source, chosen: str = "") -> Any:
        address = url(record, "add" if isinstance(record, type) else "change")
        return office.post(address, fields_of(office.get(address)) | {"pasted_record": text, "_fill": chosen})

    return paste


def test_a_pasted_record_fills_the_form_and_is_saved_by_the_next_button(paste: Any, office: Client):
    make_source("stored", csl={"type": "book", "title": "Another", "DOI": "https://doi.org/10.1000/XYZ"})
    filled = paste(BIBTEX)
    page = filled.content.decode()
    assert models.Source.objects.count() == 1
    assert "Nothing is saved yet" in page and "the same DOI" in page
    assert "errorlist" not in page
    fields = shown(filled)
    assert fields["csl_type"] == "article-journal"
    assert (fields["csl_author-0-particle"], fields["csl_author-0-family"]) == ("de", "Gaulle")
    saved = office.post(url(models.Source, "add"), fields | {"kind": "secondary", "csl_volume": "3", "_save": "1"})
    assert ">de Gaulle &amp; NATO 1964</a>” is saved" in office.get(saved.url).content.decode()
    source = models.Source.objects.get(slug="de-gaulle-nato-1964")
    assert source.csl == {
        "type": "article-journal",
        "title": "The NATO crisis",
        "author": [
            {"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"},
            {"literal": "NATO"},
        ],
        "container-title": "Review",
        "issued": {"date-parts": [[1964, 4]]},
        "annote": "Read in full.",
        "DOI": "10.1000/xyz",
        "volume": "3",
    }


def test_several_records_are_offered_one_by_one(paste: Any):
    two = BIBTEX + "@book{b, title = {Another}, year = 1970}"
    asked = paste(two)
    assert "2 records are in it" in asked.content.decode()
    assert shown(asked)["csl_title"] == ""
    chosen = shown(paste(two, chosen="1"))
    assert (chosen["csl_title"], chosen["csl_issued"]) == ("Another", "1970")


def test_what_is_no_record_is_said_below_the_box(paste: Any):
    assert "line 1 at character 2" in paste("{").content.decode()


def test_a_bare_identifier_fills_its_field_alone(paste: Any):
    source = make_source(csl={"type": "book", "title": "Kept", "volume": 7})
    fields = shown(paste("ISBN 978-0-306-40615-7", source))
    assert json.loads(fields["csl"]) == {"type": "book", "title": "Kept", "volume": 7, "ISBN": "978-0-306-40615-7"}
    assert (fields["csl_title"], fields["csl_ISBN"]) == ("Kept", "978-0-306-40615-7")


def test_a_field_changes_its_variable_and_leaves_the_others_as_they_are(save: Any, db: None):
    author = {"family": "Müller", "given": "A.", "suffix": "Jr.", "ORCID": "0000"}
    record = {"type": "book", "title": "A", "volume": 7, "author": [author], "custom": {"x": [1]}}
    source = make_source(csl=record | {"issued": {"date-parts": [[1964]]}})
    save(source, {"csl_title": "B", "csl_author-0-given": "Anna", "csl_issued": "April 1964", "csl_publisher": "P"})
    source.refresh_from_db()
    assert source.csl == record | {
        "title": "B",
        "author": [author | {"given": "Anna"}],
        "issued": {"date-parts": [[1964, 4]]},
        "publisher": "P",
    }
    assert source.issued == "1964-04"


def test_an_emptied_field_is_gone_from_the_record_and_a_wrong_one_is_said_at_its_place(save: Any, db: None):
    source = make_source(csl={"type": "book", "title": "A", "volume": "7", "issued": {"literal": "n.d."}})
    save(source, {"csl_volume": ""})
    source.refresh_from_db()
    assert source.csl == {"type": "book", "title": "A", "issued": {"literal": "n.d."}}
    wrong = {"csl_title": "", "csl_issued": "soon after", "csl_author-0-literal": "N", "csl_author-0-family": "O"}
    answer = save(source, wrong)
    assert {*answer.context["adminform"].form.errors} == {"csl_title", "csl_issued", "csl_author"}


def test_a_variable_is_not_changed_to_two_values_at_once(save: Any, db: None):
    source = make_source(csl={"type": "book", "title": "A"})
    both = {"csl_title": "B", "csl": json.dumps({"type": "book", "title": "C", "volume": "1"})}
    assert "says something else: “C”" in errors_of(save(source, both))
    save(source, both | {"csl_title": "C"})
    source.refresh_from_db()
    assert source.csl == {"type": "book", "title": "C", "volume": "1"}


def test_likely_duplicates_are_named_while_one_types(office: Client, db: None):
    isbn = make_source("one", csl={"type": "book", "title": "One", "ISBN": "0-306-40615-2"})
    title = make_source("two", csl={"type": "book", "title": "Two", "issued": {"date-parts": [[1964, 4]]}})
    ask = url(models.Source, "alike")
    assert url(isbn) in office.get(ask, {"ISBN": "9780306406157"}).content.decode()
    assert url(title) in office.get(ask, {"title": "two", "issued": "1964"}).content.decode()
    for other in ({"title": "Two", "issued": "1965"}, {"title": "Two", "issued": "1964", "but": title.pk}, {}):
        assert office.get(ask, other).content == b""


def test_a_pasted_address_of_an_authority_file_gives_its_identifier(save: Any, db: None):
    actor, place = make_actor("Gheorghe Gheorghiu-Dej"), models.Place.objects.create(slug="bucharest", name="Bucharest")
    save(actor, {"wikidata": "https://www.wikidata.org/wiki/Q312576", "viaf": "https://viaf.org/viaf/4932349/"})
    save(place, {"geonames": "https://www.geonames.org/683506/bucharest.html"})
    actor.refresh_from_db()
    place.refresh_from_db()
    assert (actor.wikidata, actor.viaf, place.geonames) == ("Q312576", "4932349", "683506")


def test_the_title_of_a_work_is_not_quoted_twice(office: Client, db: None):
    source = make_source("unsigned", csl={"type": "book", "title": "A history"})
    saved = office.post(url(source, "change"), fields_of(office.get(url(source, "change"))) | {"_save": "1"})
    assert ">“A history”</a> is saved" in office.get(saved.url).content.decode()
