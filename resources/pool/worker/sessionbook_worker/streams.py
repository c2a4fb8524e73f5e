"""sys.stdout and sys.stderr of a session."""

import io
import itertools
import os
import threading
import time

FLUSH_SECONDS = 0.03
FLUSH_CHARACTERS = 64 * 1024
FLUSH_PARTS = 1024
LONG_CHARACTERS = 1024
# Small enough to stay in the processor's cache, and the pool reads one while the next is made.
PIECE_CHARACTERS = 64 * 1024


class ErrorText(str):
    """What was written to stderr, among what was written to stdout."""


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
        self._is_muted = False
        self._parts = []
        self._size = 0  # Of the long parts; the others are bounded by their number.
        self._is_gathering = False  # The last message left less than 30 ms ago, and the flusher will come.
        self._written = threading.Event()
        self._start_flusher()
        os.register_at_fork(after_in_child=self._forget_in_child)
        self._flush_before_leaving()

    def writer(self, kind):
        """The write() of a stream whose text is of this kind, str or ErrorText."""
        parts = self._parts
        append = parts.append

        def write(text):
            if not isinstance(text, str):
                raise TypeError("write() argument must be str, not %s" % type(text).__name__)
            append(text if kind is str else kind(text))
            if not self._is_gathering or len(parts) >= FLUSH_PARTS or len(text) >= LONG_CHARACTERS:
                self._consider(text)
            return len(text)

        return write

    def flush(self):
        with self._shield, self._lock:
            self._send()

    def send(self, message):
        """Sends another kind of output behind everything written before it."""
        with self._shield, self._lock:
            self._send()
            if not self._is_muted:
                self._channel.send(message)

    def mute(self):
        """From now on nothing that is written is sent, nor ever will be."""
        with self._shield, self._lock:
            self._send()
            self._is_muted = True

    def unmute(self):
        with self._shield, self._lock:
            if self._is_muted:
                self._send()
            self._is_muted = False

    def _consider(self, text):
        """Sends what has been written, or sees to it that it will be sent soon."""
        self._size += len(text)  # Another thread may come between; then it is a little late, no more.
        if not self._is_ours or self._size >= FLUSH_CHARACTERS or len(self._parts) >= FLUSH_PARTS:
            self.flush()
        elif not self._is_gathering and "\n" in text:
            self.flush()
            self._is_gathering = True
        if not self._written.is_set():
            self._written.set()

    def _send(self):
        # First, so that what another thread writes meanwhile is considered. Here and not only in the flusher, which an
        # interrupt may have kept from being woken.
        self._is_gathering = False
        parts = self._parts[:]
        del self._parts[:len(parts)]
        self._size = 0
        if self._is_muted:
            return
        for kind, run in itertools.groupby(parts, type):
            text = "".join(run)
            if self._is_ours:
                self._send_text("stderr" if kind is ErrorText else "stdout", text)
            else:
                os.write(2 if kind is ErrorText else 1, text.encode("utf-8", "replace"))

    def _send_text(self, name, text):
        for position in range(0, len(text), PIECE_CHARACTERS):
            self._channel.send_text(name, text[position:position + PIECE_CHARACTERS])

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
        self._is_gathering = False
        self._parts.clear()


class OutputStream(io.TextIOBase):
    """What print writes to. fileno() is the process's own descriptor, so subprocesses can inherit it."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name, descriptor, kind, output):
        super().__init__()
        self.name = "<%s>" % name
        self._descriptor = descriptor
        self._output = output
        self.write = output.writer(kind)  # A function is called sooner than a method, twice for each line printed.
        self.buffer = ByteStream(self)

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
