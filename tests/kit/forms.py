"""Files as browsers post them, to the door of the bucket that a form leads to."""

from collections.abc import Mapping

BOUNDARY = "----a-browser-made-this-up"


def posted(fields: Mapping[str, str], content: bytes, *, name: str = "a file") -> tuple[str, bytes]:
    """Return the content type and the body of a form with one file, which comes last."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode()
        for field, text in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return kind, b"".join([*parts, head.encode(), content, end])
