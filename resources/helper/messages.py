"""The contents of Jupyter's messages, as the stream extension sends them: one JSON object each, in ASCII."""

import base64
import json

PIECE_CHARACTERS = 64 * 1024


def encoded(message):
    """One line of JSON. ASCII only, so that no encoding on its way can hurt it."""
    try:
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        text = json.dumps(without_nan(message), ensure_ascii=False, default=str)
    if text.isascii():
        return text.encode("ascii")
    return json.dumps(json.loads(without_lone_surrogates(text))).encode("ascii")


def stream(name, text):
    return encoded({"type": "stream", "name": name, "text": text})


def pieces(name, text):
    """A text of any length as messages of a bounded one."""
    return [stream(name, text[start:start + PIECE_CHARACTERS]) for start in range(0, len(text), PIECE_CHARACTERS)]


def json_ready(data):
    """A MIME bundle as nbformat stores it: bytes in base64, JSON types as objects, all else as text."""
    ready = {}
    for mime, value in data.items():
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        elif not isinstance(value, str) and "json" not in mime:
            value = str(value)
        ready[str(mime)] = value
    return ready


def safe_text(value):
    try:
        return str(value)
    except Exception:
        return "<the exception has no text>"


def without_lone_surrogates(text):
    """They become U+FFFD, pairs become the character they mean, as in any UTF-8."""
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def without_nan(value):
    """JSON has no NaN and no infinity; null stands for both, as in Jupyter's own messages."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, dict):
        return {str(key): without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    return value
