"""Where the lines of a run lie until they are fetched: segments, each written once and whole.

A segment never changes after it has come to be, so that a reader who asks for one number after the other gets every byte
once. What cannot be reached as a file is read in pieces by later calls.
"""

import hashlib
import os
import tempfile

MARK = "[sessionbook:%s:%d:%s]"
KEPT_BYTES = 128 * 1024 * 1024


def checksum(data):
    return hashlib.sha256(data).hexdigest()[:32]


def framed(run, payload):
    """What a reply carries on standard output, to be found among what others print there."""
    return MARK % (run, len(payload), checksum(payload)) + payload.decode("ascii")


class HandOver:
    def __init__(self, run, prefix):
        self.run = run
        self.count = 0
        self.end = None  # How the run ended, for whoever did not get the reply.
        self.lines = None  # Its last messages, unless they stand in a segment.
        self._prefix = prefix
        self._memory = {}
        self._size = 0

    def append(self, lines):
        """Makes the next segment of them. False where it can be had by calls only."""
        body = b"\n".join(lines) + b"\n"
        if self._size + len(body) > KEPT_BYTES:
            return False
        self._size += len(body)
        head = '{"run": "%s", "segment": %d, "bytes": %d, "sha256": "%s"}\n' % (
            self.run, self.count, len(body), checksum(body))
        data = head.encode("ascii") + body
        is_file = self._write(self.path(self.count), data)
        if not is_file:
            self._memory[self.count] = data
        self.count += 1
        return is_file

    def path(self, number):
        return "%s%s-%d.jsonl" % (self._prefix, self.run, number)

    def read(self, number, offset, size):
        """A piece of a segment and the segment's whole size; None where there is no such segment."""
        if not 0 <= number < self.count:
            return None
        data = self._memory.get(number)
        if data is None:
            try:
                with open(self.path(number), "rb") as file:
                    data = file.read()
            except OSError:
                return None
        return data[offset:offset + size], len(data)

    def remove(self):
        self._memory.clear()
        for number in range(self.count):
            remove(self.path(number))

    def _write(self, path, data):
        # Renamed into place, so that nobody finds a part of it.
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path + ".new", "wb") as file:
                file.write(data)
            os.rename(path + ".new", path)
            return True
        except Exception:  # A full disk, most often; but the user's code may have put anything in place of open().
            remove(path + ".new")
            return False


def remove(path):
    try:
        os.unlink(path)
        return True
    except OSError:
        return False


def elsewhere():
    return os.path.join(tempfile.gettempdir(), "sessionbook-%d-" % os.getpid())
