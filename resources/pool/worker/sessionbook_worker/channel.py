"""The line to the pool: JSON messages, one a line, over an inherited socket."""

import json
import os
import signal
import socket
import threading

# The pool refuses longer lines; saying so here names the culprit better.
MAX_MESSAGE_BYTES = 48 * 1024 * 1024
ESCAPES = ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")) + tuple(
    (bytes([code]), b"\\u%04x" % code) for code in range(32) if code != 10)


class InterruptShield:
    """Turns SIGINT into KeyboardInterrupt while a cell runs, but never in the middle of a message.

    An exception raised inside sendall would leave half a line on the wire, and the rest of the session unreadable.
    """

    def __init__(self):
        self._depth = 0
        self._pending = False
        self._armed = False
        signal.signal(signal.SIGINT, self._on_interrupt)

    def arm(self):
        self._pending = False
        self._armed = True

    def disarm(self):
        self._armed = False
        self._pending = False

    def reset(self):
        """A user's code may have put a handler of its own in place; the next cell can be interrupted again."""
        if signal.getsignal(signal.SIGINT) != self._on_interrupt:
            signal.signal(signal.SIGINT, self._on_interrupt)

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            self._depth += 1

    def __exit__(self, *unused):
        if threading.current_thread() is not threading.main_thread():
            return
        self._depth -= 1
        if self._depth == 0 and self._pending:
            self._pending = False
            raise KeyboardInterrupt

    def _on_interrupt(self, signum, frame):
        if not self._armed:
            return
        if self._depth:
            self._pending = True
        else:
            raise KeyboardInterrupt


class Channel:
    """Sends and receives messages; any thread may send. Silent in forked children, whose copy of the socket is closed."""

    def __init__(self, descriptor, shield):
        os.set_inheritable(descriptor, False)
        self._socket = socket.socket(fileno=descriptor)
        self._incoming = self._socket.makefile("rb")
        self._lock = threading.Lock()
        self._shield = shield
        self._owner = os.getpid()
        os.register_at_fork(after_in_child=self._close_in_child)

    @property
    def is_ours(self):
        return os.getpid() == self._owner

    def send(self, message):
        data = encode(message)
        if len(data) > MAX_MESSAGE_BYTES:
            data = encode(too_large(message, len(data)))
        self._send_line(data)

    def send_text(self, name, text):
        """A message of type `stream`."""
        self._send_line(b'{"type": "stream", "name": "%s", "text": "%s"}\n' % (name.encode(), escaped(text)))

    def _send_line(self, data):
        with self._shield:
            with self._lock:
                self._write(data)

    def requests(self):
        """Yields requests until the pool closes its end."""
        while True:
            line = self._incoming.readline()
            if not line:
                return
            yield json.loads(line)

    def _write(self, data):
        if not self.is_ours:
            return
        try:
            self._socket.sendall(data)
        except OSError:
            os._exit(0)  # The pool is gone; nobody can read what this session would still say.

    def _close_in_child(self):
        self._lock = threading.Lock()
        try:
            os.close(self._socket.detach())
        except OSError:
            pass


def encode(message):
    try:
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        text = json.dumps(without_nan(message), ensure_ascii=False, default=str)
    return in_utf8(text) + b"\n"


def escaped(text):
    """The inside of a JSON string. Each replace() looks for one byte as fast as memory can be read, and finds none mostly:
    together they take a tenth of the time that json needs to look at each character."""
    data = in_utf8(text)
    for plain, escape in ESCAPES:
        data = data.replace(plain, escape)
    return data


def in_utf8(text):
    """Lone surrogates become U+FFFD, pairs become the character they mean: UTF-8 has no surrogates."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def without_nan(value):
    """JSON has no NaN and no infinity; null stands for both, as in Jupyter's own messages."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, dict):
        return {str(key): without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    return value


def too_large(message, size):
    text = "[Output left out: %d MB, more than the %d MB a message may hold]\n" % (
        size // (1024 * 1024),
        MAX_MESSAGE_BYTES // (1024 * 1024),
    )
    return {"type": "stream", "name": "stderr", "text": text}
