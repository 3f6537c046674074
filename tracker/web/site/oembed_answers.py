"""The answers of oEmbed 1.0 in its two formats; what they hold is made elsewhere."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, jsonify

from tracker.exports.facts import one_line

Answer = Mapping[str, str | int]


def as_json(told: Answer) -> Response:
    """Answer in JSON."""
    return jsonify(told)


def as_xml(told: Answer) -> Response:
    """Answer in XML: an element for each value, its markup as text."""
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = one_line(str(value))
    written = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(written, content_type="text/xml; charset=utf-8")


WRITERS: Mapping[str, Callable[[Answer], Response]] = {"json": as_json, "xml": as_xml}
