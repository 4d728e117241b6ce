"""Numbers as the reader's language writes them."""

import pytest
from django.template import engines
from django.utils import translation

from events.site.numbers import filled, grouped
from events.timeline.drawing.detail import events_words


@pytest.mark.parametrize(("language", "said"), [("en", "98,000"), ("ro", "98.000")])
def test_numbers_of_things_are_grouped_as_the_language_does(language: str, said: str):
    template = engines["jinja2"].env.from_string(
        "{% trans n=98000 %}{{ n }} event{% pluralize %}{{ n }} events{% endtrans %}"
    )
    with translation.override(language):
        assert grouped(98_000) == said
        assert said in events_words(98_000)
        assert said in template.render()


def test_other_places_of_a_sentence_stay_as_they_are():
    with translation.override("en"):
        assert filled("%(years)s: %(n)d of %(m)d", n=1958, m=3) % {"years": "1958"} == "1958: 1,958 of 3"
