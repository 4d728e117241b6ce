"""Small files of each format, made as they are needed."""

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_paragraph(*runs: str, style: str = "") -> str:
    """Runs are words, or XML that begins with `<`."""
    inner = "".join(
        run if run.startswith("<w:") else f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs
    )
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{inner}</w:p>"


def word_call(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def docx(*paragraphs: str, footnotes: dict[int, str] | None = None, endnotes: dict[int, str] | None = None) -> bytes:
    """A Word file; `paragraphs` are those of `word_paragraph`, or plain words."""
    body = "".join(each if each.startswith("<w:") else word_paragraph(each) for each in paragraphs)
    notes = {"footnote": footnotes or {}, "endnote": endnotes or {}}
    types = "".join(
        f'<Override PartName="/word/{kind}s.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"/>'
        for kind in notes
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        + "".join(f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}s" Target="{kind}s.xml"/>' for kind in notes)
        + "</Relationships>",
        "word/styles.xml": f'<w:styles {WORD}><w:style w:type="paragraph" w:styleId="Heading1"><w:name '
        'w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="ro-RO"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>',
        "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
    }
    for kind, texts in notes.items():
        inner = "".join(f'<w:{kind} w:id="{at}">{word_paragraph(text)}</w:{kind}>' for at, text in texts.items())
        files[f"word/{kind}s.xml"] = f"<w:{kind}s {WORD}>{inner}</w:{kind}s>"
    return packed(files)


def odt(body: str, meta: str = "") -> bytes:
    """An OpenDocument text of the XML between its `office:text`."""
    spaces = " ".join(f'xmlns:{short}="{ODF}:{short}:1.0"' for short in ("office", "text", "table", "style"))
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}'
            "</office:meta></office:document-meta>",
        }
    )


def pdf(*pages: list[tuple[str, int, int, int]], title: str = "") -> bytes:
    """A PDF whose pages are lines: words, size in points, and where they stand from the left and from below."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
    kids = []
    for lines in pages:
        content = b"BT\n" + b"".join(
            b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n"
            % (size, left, up, re.sub(rb"([\\()])", rb"\\\1", words.encode("cp1252")))
            for words, size, left, up in lines
        )
        content += b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for at, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def tei(body: str, title: str = "A letter") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
        f"<title>{title}</title></titleStmt></fileDesc></teiHeader><text xml:lang='ro'><body>{body}</body></text></TEI>"
    ).encode()
