from tests.admin.test_reader_browser import *
from axe_playwright_python.sync_playwright import Axe
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dbg(office, event, document, scheme, width):
    cite(event, document, "troops had left")
    models.Passage.objects.filter(number=2).update(note="A note.", context="A reason.")
    office.set_viewport_size({"width": width, "height": 800})
    office.emulate_media(color_scheme=scheme)
    open_document(office, event)
    panel(office).locator("summary").click()
    select(office, 2, "troops")
    office.keyboard.press("c")
    for i in range(3):
        v = Axe().run(office, options={"preload": False}).response["violations"]
        print(scheme, width, i, [(x["id"], len(x["nodes"]), x["nodes"][0]["failureSummary"], x["nodes"][0]["html"][:80]) for x in v])
        print(office.evaluate("[document.getAnimations().length, getComputedStyle(document.querySelector('.breadcrumbs a')).color, getComputedStyle(document.body).backgroundColor]"))
