"""What C code and child processes write to the descriptors 1 and 2."""

import codecs
import fcntl
import os
import select
import sys
import termios
import threading
from time import monotonic, sleep

PATIENCE_SECONDS = 0.25
NOTHING = b"\0\0\0\0"


def is_unread(descriptor):
    """Whether a pipe holds something that nobody has read yet."""
    try:
        return fcntl.ioctl(descriptor, termios.FIONREAD, NOTHING) != NOTHING
    except OSError:
        return False


def flush_c_library():
    """What C code printed may lie in the C library's buffer until now. It is reached through ctypes, and only where a cell
    has imported that: code that prints from C without it is flushed by the C library when its buffer is full."""
    ctypes = sys.modules.get("ctypes")
    if ctypes is None:
        return
    try:
        ctypes.CDLL(None).fflush(None)
    except Exception:
        pass


class Diversion:
    """Leads descriptors into pipes while a cell runs. The pipes are read for ever, since children may outlive the cell; a
    Jupyter kernel that reads the descriptors itself has nothing to read meanwhile."""

    def __init__(self, takers):
        """`takers`: what to do with the text of each descriptor."""
        self._kept = {}
        self._pipes = {}
        self._is_reading = False
        readers = {}
        for descriptor, take in takers.items():
            read_end, self._pipes[descriptor] = os.pipe()
            readers[read_end] = (codecs.getincrementaldecoder("utf-8")("replace"), take)
        threading.Thread(target=self._read, args=(readers,), name="sessionbook-output", daemon=True).start()

    def begin(self):
        for descriptor, pipe in self._pipes.items():
            if descriptor not in self._kept:
                self._kept[descriptor] = os.dup(descriptor)
                os.dup2(pipe, descriptor)

    def end(self):
        while self._kept:
            descriptor = next(iter(self._kept))
            os.dup2(self._kept[descriptor], descriptor)
            os.close(self._kept.pop(descriptor))

    def wait(self):
        """Until what was written so far has been taken."""
        if not self._is_behind():
            return
        deadline = monotonic() + PATIENCE_SECONDS
        while self._is_behind() and monotonic() < deadline:
            sleep(0.0005)

    def _is_behind(self):
        # In this order: what is out of a pipe and not yet taken is being read.
        return any(map(is_unread, self._pipes.values())) or self._is_reading

    def _read(self, readers):
        poll = select.poll()
        for read_end in readers:
            poll.register(read_end, select.POLLIN)
        while True:
            for read_end, _ in poll.poll():
                self._is_reading = True
                decoder, take = readers[read_end]
                text = decoder.decode(os.read(read_end, 65536))
                if text:
                    take(text)
                self._is_reading = False
