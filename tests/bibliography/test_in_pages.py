"""Works as reference managers read them in pages."""

from urllib.parse import parse_qs

import pytest

from events.bibliography import in_pages

BOOK = {
    "type": "book",
    "title": "Romania under communist rule",
    "author": [{"family": "Deletant", "given": "Dennis"}, {"literal": "Institutul de Istorie"}],
    "issued": {"date-parts": [[1999]]},
    "ISBN": "9739839282",
    "publisher": "Civic Academy",
}
ARTICLE = {
    "type": "article-journal",
    "title": "The withdrawal",
    "author": [{"family": "Verona", "given": "Sergiu"}],
    "issued": {"date-parts": [[1990, 5]]},
    "container-title": "Problems of Communism",
    "volume": 39,
    "page": "53–73",
    "DOI": "10.1000/x",
}


def test_a_book_and_an_article_have_the_tags_that_tell_them_apart():
    assert in_pages.tags(BOOK) == [
        ("citation_title", "Romania under communist rule"),
        ("citation_author", "Deletant, Dennis"),
        ("citation_author", "Institutul de Istorie"),
        ("citation_publication_date", "1999"),
        ("citation_publisher", "Civic Academy"),
        ("citation_isbn", "9739839282"),
    ]
    tags = dict(in_pages.tags(ARTICLE))
    assert tags["citation_journal_title"] == "Problems of Communism"
    assert (tags["citation_publication_date"], tags["citation_firstpage"], tags["citation_lastpage"]) == (
        "1990/05",
        "53",
        "73",
    )


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        ({"edtf": "[1965..1969]"}, None),
        ({"edtf": "1964~"}, "1964"),
        ({"literal": "n.d."}, None),
        ({"date-parts": [[1964, 4, 26]]}, "1964/04/26"),
    ],
)
def test_a_date_is_never_more_exact_than_it_is_known(issued: dict, said: str | None):
    assert dict(in_pages.tags(BOOK | {"issued": issued})).get("citation_publication_date") == said


def test_coins_name_the_work_in_openurl():
    said = parse_qs(in_pages.coins(ARTICLE))
    assert said["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert (said["rft.atitle"], said["rft.jtitle"]) == (["The withdrawal"], ["Problems of Communism"])
    assert (said["rft.au"], said["rft.date"], said["rft_id"]) == (
        ["Verona, Sergiu"],
        ["1990-05"],
        ["info:doi/10.1000/x"],
    )
    chapter = {"type": "chapter", "title": "Ties", "container-title": "A Cardboard Castle?"}
    assert parse_qs(in_pages.coins(chapter))["rft.btitle"] == ["A Cardboard Castle?"]
    assert parse_qs(in_pages.coins({"type": "manuscript", "title": "Note"}))["rft.type"] == ["manuscript"]
    assert in_pages.coins({}) == "ctx_ver=Z39.88-2004&rft.type=document&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc"
