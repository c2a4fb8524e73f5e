"""What a command writes and reads, from its start to its end."""

import codecs
import fcntl
import os
import selectors
import signal
import struct
import termios
import threading
import time

READ_BYTES = 64 * 1024
# Between the polite end of a stopped command and the other one.
GRACE_SECONDS = 2


class StopSignal:
    """SIGINT as a descriptor that becomes readable, so that it never strikes in the middle of something."""

    def __init__(self):
        self.descriptor, write_end = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(write_end, False)
        signal.signal(signal.SIGINT, lambda number, frame: None)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)

    def forget(self):
        try:
            while os.read(self.descriptor, 64):
                pass
        except BlockingIOError:
            pass


class Stream:
    """One of a command's two outputs. `file` is the end of its pipe that is ours."""

    def __init__(self, name, file, send):
        self.name = name
        self.file = file
        self.has_ended = False
        self._send = send
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        os.set_blocking(file.fileno(), False)

    def read(self, size=READ_BYTES):
        try:
            data = os.read(self.file.fileno(), size)
        except BlockingIOError:
            return
        self.has_ended = not data
        self._send_text(self._decoder.decode(data))

    def finish(self):
        """Takes what has been written until now; a background process may write for ever."""
        left = 0 if self.has_ended else readable_bytes(self.file)
        while left > 0:
            self.read(min(left, READ_BYTES))
            left -= READ_BYTES
        self._send_text(self._decoder.decode(b"", True))

    def _send_text(self, text):
        if text:
            self._send(self.name, text)


def readable_bytes(file):
    return struct.unpack("i", fcntl.ioctl(file.fileno(), termios.FIONREAD, b"\0\0\0\0"))[0]


class RunningCommand:
    """A command whose outputs are passed on while it runs."""

    def __init__(self, process, text, send):
        self._process = process
        self._input = memoryview((text or "").encode("utf-8", "replace"))
        self.streams = [Stream("stdout", process.stdout, send), Stream("stderr", process.stderr, send)]
        self.was_stopped = False
        self._kill_at = None

    def run(self, stop):
        """Returns the exit code as a shell tells it: 128 and the signal's number for what a signal ended."""
        end = os.pidfd_open(self._process.pid)
        with selectors.DefaultSelector() as selector:
            selector.register(end, selectors.EVENT_READ)
            selector.register(stop.descriptor, selectors.EVENT_READ)
            for stream in self.streams:
                selector.register(stream.file, selectors.EVENT_READ, stream)
            if self._process.stdin:
                os.set_blocking(self._process.stdin.fileno(), False)
                selector.register(self._process.stdin, selectors.EVENT_WRITE)
            self._pass_on(selector, stop, end)
        os.close(end)
        if self._process.stdin:
            self._process.stdin.close()
        for stream in self.streams:
            stream.finish()
        code = self._process.wait()
        return code if code >= 0 else 128 - code

    def _pass_on(self, selector, stop, end):
        while True:
            ready = {key.fd: key for key, _ in selector.select(self._patience())}
            if self._kill_at and time.monotonic() >= self._kill_at:
                self._signal(signal.SIGKILL)
            if stop.descriptor in ready:
                selector.unregister(stop.descriptor)
                self.was_stopped = True
                self._kill_at = time.monotonic() + GRACE_SECONDS
                self._signal(signal.SIGINT)
            for key in ready.values():
                if key.data:
                    self._read(selector, key.data)
            if self._process.stdin and self._process.stdin.fileno() in ready:
                self._write(selector)
            if end in ready:
                return

    def _patience(self):
        return max(0.0, self._kill_at - time.monotonic()) + 0.01 if self._kill_at else None

    def _read(self, selector, stream):
        stream.read()
        if stream.has_ended:
            selector.unregister(stream.file)

    def _write(self, selector):
        try:
            self._input = self._input[os.write(self._process.stdin.fileno(), self._input[:READ_BYTES]):]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._input = self._input[:0]
        if not self._input:
            selector.unregister(self._process.stdin)
            self._process.stdin.close()
            self._process.stdin = None

    def _signal(self, number):
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass


class Leftovers:
    """Outputs that background processes still write to: read and thrown away, so that nobody has to wait or dies of it."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._thread = None

    def take(self, streams):
        """Closes those that have ended and keeps the others."""
        for stream in streams:
            if stream.has_ended:
                stream.file.close()
            else:
                self._selector.register(stream.file, selectors.EVENT_READ)
                self._start()

    def _start(self):
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="leftovers", daemon=True)
            self._thread.start()

    def _work(self):
        while True:
            # With nothing registered, epoll waits until something is.
            for key, _ in self._selector.select():
                self._discard(key.fileobj)

    def _discard(self, file):
        try:
            if os.read(file.fileno(), READ_BYTES):
                return
        except BlockingIOError:
            return
        self._selector.unregister(file)
        file.close()
