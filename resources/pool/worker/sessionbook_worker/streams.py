"""sys.stdout and sys.stderr of a session."""

import io
import os
import threading
import time

FLUSH_SECONDS = 0.03
FLUSH_CHARACTERS = 64 * 1024
PIECE_CHARACTERS = 256 * 1024


class OutputBuffer:
    """Gathers what both streams write, in order, into few messages: at once after a pause, else every 30 ms or 64 KB.

    A loop that prints is most of what it does, so writing takes no lock: appending to a list is one step for other
    threads and for an interrupt alike, and the list is emptied in place, never replaced.
    """

    def __init__(self, channel, shield):
        self._channel = channel
        self._shield = shield
        self._lock = threading.RLock()
        self._is_ours = True
        self._parts = []
        self._size = 0
        self._sent_at = 0.0
        self._written = threading.Event()
        self._start_flusher()
        os.register_at_fork(after_in_child=self._forget_in_child)
        self._flush_before_leaving()

    def write(self, name, descriptor, text):
        if not self._is_ours:
            os.write(descriptor, text.encode("utf-8", "replace"))
            return
        self._parts.append((name, text))
        self._size += len(text)  # Another thread may come between; then it is a little late, no more.
        if self._size >= FLUSH_CHARACTERS or ("\n" in text and time.monotonic() - self._sent_at >= FLUSH_SECONDS):
            self.flush()
        elif not self._written.is_set():
            self._written.set()

    def flush(self):
        with self._shield, self._lock:
            self._send()

    def send(self, message):
        """Sends another kind of output behind everything written before it."""
        with self._shield, self._lock:
            self._send()
            self._channel.send(message)

    def _send(self):
        parts = self._parts[:]
        del self._parts[:len(parts)]
        self._size = 0
        if not parts:
            return
        self._sent_at = time.monotonic()
        start = 0
        for end in range(1, len(parts) + 1):
            if end == len(parts) or parts[end][0] != parts[start][0]:
                self._send_text(parts[start][0], "".join(text for _, text in parts[start:end]))
                start = end

    def _send_text(self, name, text):
        for position in range(0, len(text), PIECE_CHARACTERS):
            piece = text[position:position + PIECE_CHARACTERS]
            self._channel.send({"type": "stream", "name": name, "text": piece})

    def _start_flusher(self):
        threading.Thread(target=self._flush_now_and_then, name="output-flush", daemon=True).start()

    def _flush_now_and_then(self):
        while True:
            self._written.wait()
            time.sleep(FLUSH_SECONDS)
            self._written.clear()
            self.flush()

    def _flush_before_leaving(self):
        """What was printed stays, even where code ends the process without cleaning up."""
        leave = os._exit

        def flush_and_leave(status):
            try:
                self.flush()
            finally:
                leave(status)

        os._exit = flush_and_leave

    def _forget_in_child(self):
        self._lock = threading.RLock()
        self._is_ours = False
        self._parts, self._size = [], 0


class OutputStream(io.TextIOBase):
    """What print writes to. fileno() is the process's own descriptor, so subprocesses can inherit it."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name, descriptor, output):
        super().__init__()
        self.name = "<%s>" % name
        self._name = name
        self._descriptor = descriptor
        self._output = output
        self.buffer = ByteStream(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        if text:
            self._output.write(self._name, self._descriptor, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        self._output.flush()

    def fileno(self):
        return self._descriptor

    def writable(self):
        return True

    def isatty(self):
        return False

    def close(self):
        pass  # A cell that closes sys.stdout would silence the whole session.


class ByteStream(io.RawIOBase):
    """sys.stdout.buffer: bytes taken as UTF-8."""

    def __init__(self, text_stream):
        super().__init__()
        self._text_stream = text_stream

    def write(self, data):
        self._text_stream.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self):
        self._text_stream.flush()

    def fileno(self):
        return self._text_stream.fileno()

    def writable(self):
        return True

    def close(self):
        pass
