"""Small Word files made from the XML they are to hold."""

import zipfile
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = "".join(
    [
        (
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            '<w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
        ),
        *(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
            for level in range(1, 5)
        ),
        (
            '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Our chapter"/>'
            '<w:basedOn w:val="Heading1"/></w:style>'
        ),
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>',
    ]
)


def run(text, bold=False, italic=False, size=None, extra=""):
    """A run; tabs and newlines in the text become tabs and breaks."""
    properties = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + extra
    properties += f'<w:sz w:val="{size * 2}"/>' if size else ""
    content = escape(text, quote=False)
    content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{content}</w:t></w:r>'


def par(*runs, style="", num=None, centred=False, extra=""):
    """A paragraph of runs or plain strings. `num`: (list, level)."""
    inner = "".join(item if item.startswith("<") else run(item) for item in runs)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += extra if extra.startswith("<w:framePr") else ""
    if num:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    properties += '<w:jc w:val="center"/>' if centred else ""
    properties += extra if not extra.startswith("<w:framePr") else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def bold(text):
    return run(text, bold=True)


def columns(*widths):
    """The end of a section of pages with these columns, in twips."""
    inner = "".join(f'<w:col w:w="{width}" w:space="300"/>' for width in widths)
    return (
        '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/>'
        f'<w:cols w:num="{len(widths)}" w:equalWidth="0">{inner}</w:cols></w:sectPr></w:pPr></w:p>'
    )


COLUMN_BREAK = '<w:p><w:r><w:br w:type="column"/></w:r></w:p>'


def table(*rows, borders=True, widths=()):
    """A table. A cell is text, or (text, grid span, vertical merge), or ready paragraphs."""
    border = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if borders else ""
    xml = f"<w:tbl><w:tblPr>{border}</w:tblPr>"
    for row in rows:
        xml += "<w:tr>"
        for at, cell in enumerate(row):
            text, span, merge = cell if isinstance(cell, tuple) else (cell, 1, None)
            properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            if merge == "restart":
                properties += '<w:vMerge w:val="restart"/>'
            elif merge == "continue":
                properties += "<w:vMerge/>"
            if widths:
                properties = f'<w:tcW w:w="{widths[at]}" w:type="dxa"/>{properties}'
            content = text if text.startswith("<w:p>") else par(text)
            xml += f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
        xml += "</w:tr>"
    return xml + "</w:tbl>"


def levels(*definitions, abstract=1, lists=(1,)):
    """numbering.xml's inside: a list with levels (format, text[, start[, extra]])."""
    xml = f'<w:abstractNum w:abstractNumId="{abstract}">'
    for number, definition in enumerate(definitions):
        form, text, start, extra = (*definition, 1, "")[:4] if len(definition) < 4 else definition
        xml += (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'{extra}<w:lvlText w:val="{escape(text)}"/></w:lvl>'
        )
    xml += "</w:abstractNum>"
    for item in lists:
        xml += f'<w:num w:numId="{item}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    return xml


def write(path, *body, numbering="", styles=STYLES, notes="", relations="", media=None, parts=None):
    """Write a .docx; `relations`: more relationships, `media`: name → bytes."""
    links = [("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml")]
    links.append(("rId3", "footnotes", "footnotes.xml"))
    relationships = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for key, kind, target in links
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        f"relationships'><Relationship Id='a' Type='{_RELATION}/officeDocument' "
        "Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body>"
        "</w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>",
        "word/_rels/document.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/"
        f"package/2006/relationships'>{relationships}{relations}</Relationships>",
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
        for name, content in (media or {}).items():
            package.writestr(f"word/media/{name}", content)
    return path
