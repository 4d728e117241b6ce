"""The vocabularies that records are described in, and the context that names them.

Terms without a prefix are schema.org's, which crawlers read. Events and their time-spans are CIDOC CRM's (7.1, with the
properties of its RDF Schema for bounds), versions are PROV's, citations are annotations (W3C Web Annotation), and what
claims do to one another is said in the Argument Interchange Format.
"""

from typing import Any

Node = dict[str, Any]

CONTEXT: Node = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "url": {"@id": "url", "@type": "@id"},
    "sameAs": {"@id": "sameAs", "@type": "@id"},
    "crm:P82a_begin_of_the_begin": {"@type": "xsd:dateTime"},
    "crm:P81a_end_of_the_begin": {"@type": "xsd:dateTime"},
    "crm:P81b_begin_of_the_end": {"@type": "xsd:dateTime"},
    "crm:P82b_end_of_the_end": {"@type": "xsd:dateTime"},
    "dcterms:date": {"@type": "edtf:EDTF"},
    "dcterms:created": {"@type": "edtf:EDTF"},
    "dcterms:issued": {"@type": "edtf:EDTF"},
    "dcterms:available": {"@type": "edtf:EDTF"},
    "dcterms:temporal": {"@type": "edtf:EDTF"},
    "prov:generatedAtTime": {"@type": "xsd:dateTime"},
}
"""Pages hold it whole, so that nobody has to fetch it; elsewhere its address stands in its place."""

WORKS = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "broadcast": "CreativeWork",
    "chapter": "Chapter",
    "collection": "Collection",
    "dataset": "Dataset",
    "entry-dictionary": "Article",
    "entry-encyclopedia": "Article",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "personal_communication": "Message",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "review": "Review",
    "review-book": "Review",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
"""Types of works (CSL 1.0.2) as schema.org calls them; any other is a CreativeWork."""

ACTORS = {
    "person": ("Person", "crm:E21_Person"),
    "state": ("Country", "crm:E74_Group"),
    "organisation": ("Organization", "crm:E74_Group"),
    "party": ("PoliticalParty", "crm:E74_Group"),
    "body": ("GovernmentOrganization", "crm:E74_Group"),
    "group": ("Organization", "crm:E74_Group"),
}

ARGUMENTS = {
    "contests": ("aif:CA-node", "aif:ConflictingElement", "aif:ConflictedElement"),
    "supports": ("aif:RA-node", "aif:Premise", "aif:Conclusion"),
    "rests_on": ("aif:RA-node", "aif:Conclusion", "aif:Premise"),
    "qualifies": ("aif:MA-node", "aif:Premise", "aif:Conclusion"),
    "undermines": ("aif:CA-node", "aif:ConflictingElement", "aif:ConflictedElement"),
    "must_explain": ("aif:S-node", "aif:Premise", "aif:Conclusion"),
}
"""What one claim or piece of evidence does to another: the kind of node between them, and what the one and the other
are to it. To qualify is to say the same with a restriction, which is the framework's rephrase (MA); what a claim must
explain is no argument for or against it yet."""
