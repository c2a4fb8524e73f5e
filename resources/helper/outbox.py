"""What a run has given out and nobody has fetched yet, in the order of its coming, and bounded."""

import collections
import itertools
import threading

from . import messages

# The reader keeps 2 million characters of the beginning and of the end (docs/decisions/0020): so much less that the line
# between them is written here, where it is known what was left out, and that nothing is cut twice.
HEAD_CHARACTERS = 1500 * 1000
TAIL_CHARACTERS = 1500 * 1000
RICH_BYTES = 96 * 1024 * 1024
MESSAGE_BYTES = 48 * 1024 * 1024
COLLECT_CHARACTERS = 256 * 1024
COLLECT_PARTS = 16 * 1024


class Outbox:
    """Any thread may write; writing is one append, which neither another thread nor an interrupt can tear apart.

    A tail that grows too long loses its oldest text. collect() gives the lines that are certain to stay; what may still be
    shortened comes with the last one.
    """

    def __init__(self):
        self._parts = collections.deque()
        self._size = 0
        self._lines = []
        self._lock = threading.RLock()
        self.begin()

    def begin(self):
        """Forgets the counts of the run before; what was written since then belongs to the next one."""
        with self._lock:
            self._room = HEAD_CHARACTERS
            self._rich_room = RICH_BYTES
            self._tail = collections.deque()
            self._tail_size = 0
            self._omitted_characters = 0
            self._omitted_outputs = 0

    def write(self, name, text):
        """True when it is time to settle()."""
        self._parts.append((name, text))
        self._size += len(text)
        return self._size >= COLLECT_CHARACTERS or len(self._parts) >= COLLECT_PARTS

    def add(self, message):
        # At once, since what it refers to may change as soon as the cell goes on.
        line = messages.encoded(message)
        if len(line) > MESSAGE_BYTES:
            text = "[Output left out: %d MB, more than the %d MB a message may hold]\n"
            self.write("stderr", text % (len(line) >> 20, MESSAGE_BYTES >> 20))
        else:
            self._parts.append((None, line))

    def collect(self, is_last=False):
        with self._lock:
            self.settle()
            if is_last:
                self._lines += self._rest()
            lines, self._lines = self._lines, []
            return lines

    def settle(self):
        """Puts what was written into lines or into the tail, so that no more than a bounded text is kept."""
        with self._lock:
            parts = []
            while self._parts:
                parts.append(self._parts.popleft())
            self._size = 0
            for name, group in itertools.groupby(parts, key=lambda part: part[0]):
                if name is None:
                    for _, line in group:
                        self._take_rich(line)
                else:
                    self._take_text(name, "".join(text for _, text in group))

    def _take_text(self, name, text):
        if not self._tail:
            head = text[:self._room]
            self._room -= len(head)
            self._lines += messages.pieces(name, head)
            text = text[len(head):]
        if not text:
            return
        self._tail.append((name, text))
        self._tail_size += len(text)
        while self._tail_size > TAIL_CHARACTERS * 5 // 4:
            self._shorten_tail()

    def _take_rich(self, line):
        if len(line) > self._rich_room:
            self._omitted_outputs += 1
            return
        self._rich_room -= len(line)
        if self._tail:
            self._tail.append((None, line))
        else:
            self._lines.append(line)

    def _shorten_tail(self):
        excess = self._tail_size - TAIL_CHARACTERS
        for index, (name, text) in enumerate(self._tail):
            if name is not None:
                break
        cut = min(excess, len(text))
        self._omitted_characters += cut
        self._tail_size -= cut
        if cut < len(text):
            self._tail[index] = (name, text[cut:])
        else:
            del self._tail[index]

    def _rest(self):
        lines = []
        note = self._note()
        if note:
            name = next((name for name, _ in self._tail if name is not None), "stderr")
            lines.append(messages.stream(name, "\n" + note + "\n"))
        for name, text in self._tail:
            lines += [text] if name is None else messages.pieces(name, text)
        self._tail.clear()
        self._tail_size = 0
        return lines

    def _note(self):
        counts = []
        if self._omitted_characters:
            counts.append("{:,} characters".format(self._omitted_characters))
        if self._omitted_outputs:
            counts.append("{:,} outputs".format(self._omitted_outputs))
        if not counts:
            return ""
        kind = " of output" if len(counts) == 1 and self._omitted_characters else ""
        return "[… %s%s left out …]" % (" and ".join(counts), kind)
