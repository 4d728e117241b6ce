import pytest
from tests.factories import *
from django.urls import reverse
@pytest.mark.django_db
def test_smoke(client):
    t=make_theme("Military"); a=make_actor("Nicolae Ceaușescu"); b=make_actor("Dennis Deletant")
    doc=make_document(slug="doc")
    e=make_event("Departure", date="1958-07-25", themes=[t], participants=[a], status="published", summary="x")
    cite(e, doc, "All Soviet troops")
    e2=make_event("After", after_event=e, offset="P1M", status="published"); cite(e2)
    e3=make_event("Undated one", status="published"); cite(e3)
    e4=make_event("Late", date="[1965..1969]", date_part="late", status="published"); cite(e4)
    d=make_debate("Why?", status="published", introduction="x")
    i=make_interpretation("It was asked for.", proponents=[b], status="published", debate=d); cite(i, doc, "All Soviet")
    j=make_interpretation("It suited Moscow.", proponents=[a], status="published", debate=d); cite(j)
    ev=make_evidence(i, e); cite(ev, doc, "by 25 July")
    make_evidence(j, e); make_evidence(j, "membership")
    r=make_relation(j,"contests",i)
    make_link(e,"led_to",e2); make_further_reading(e, make_source("verona", author="Verona", year=1992))
    for url in ["/","/?q=ceausescu","/?q=foo","/?from=1958&to=1960&theme=military","/?from=zzz","/?theme=nope","/?contested=1&page=9","/events/departure/","/events/after/","/actors/","/actors/nicolae-ceausescu/","/sources/","/sources/doc/?event=departure","/sources/verona/","/interpretations/","/interpretations/%s/"%i.slug,"/debates/","/debates/why/","/themes/military/","/compare/","/compare/?a=%s&b=dennis-deletant"%j.slug,"/about/","/export/events.json","/export/events.csv","/export/facets.json","/robots.txt","/health/ready","/health/live"]:
        r=client.get(url); assert r.status_code==200,(url,r.status_code)
        body=b"".join(r) ; print(url,len(body)); open("/tmp/out_%s.html"%url.replace("/","_").replace("?","_")[:40],"wb").write(body)
    print(b"".join(client.get("/export/events.json")).decode()); print(b"".join(client.get("/export/facets.json")).decode())
    print(b"".join(client.get("/export/events.csv")).decode())
    assert client.get("/events/nope/").status_code==404
