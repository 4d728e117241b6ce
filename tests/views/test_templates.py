"""The templates of the public pages: laid out to be read, strict about names, ready before the first request."""

import pytest
from django.conf import settings
from django.template import engines
from django.urls import reverse
from jinja2 import UndefinedError

from events.models import Actor, Debate, Event, Interpretation, Source, Theme
from events.views.jinja2 import compile_templates

TEMPLATES = settings.BASE_DIR / "templates"
PUBLIC = TEMPLATES / "public"


def test_no_line_of_a_template_is_longer_than_a_line_of_code():
    for path in TEMPLATES.rglob("*.html"):
        assert not [line for line in path.read_text().splitlines() if len(line) > 120], path


def test_all_public_templates_are_compiled_before_the_first_request():
    env = engines["jinja2"].env
    env.cache.clear()
    compile_templates()
    assert len(env.cache) == len(list(PUBLIC.rglob("*.html")))


def test_a_name_that_nothing_gives_is_an_error_and_not_a_blank():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ site.titel }}").render({"site": {"title": "Romania"}})


def test_what_records_say_is_escaped_and_marked_up_translations_are_not():
    template = engines["jinja2"].from_string("{% trans who=who %}<b>{{ who }}</b>{% endtrans %}{{ who }}")
    assert template.render({"who": "<i>"}) == "<b>&lt;i&gt;</b>&lt;i&gt;"


@pytest.mark.parametrize("model", [Actor, Debate, Event, Interpretation, Source, Theme])
def test_the_address_of_a_record_is_that_of_its_route(model: type):
    address = reverse(model._meta.model_name, args=["in-1968"])
    assert model(slug="in-1968").get_absolute_url() == address
