"""Bytes of strangers on their way out: saved or looked at, and never run by a browser."""

from io import BytesIO

from flask import Response, send_file

_ANY_BYTES = "application/octet-stream"
_SEALED = "sandbox; default-src 'none'"


def as_file(content: bytes, name: str) -> Response:
    """Answer with a file to save, whatever it is."""
    return _sealed(
        send_file(BytesIO(content), mimetype=_ANY_BYTES, as_attachment=True, download_name=name)
    )


def as_picture(content: bytes, media_type: str) -> Response:
    """Answer with a picture to look at; the caller has looked at its bytes."""
    return _sealed(send_file(BytesIO(content), mimetype=media_type))


def _sealed(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _SEALED
    return answer
