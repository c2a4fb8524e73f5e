# Searches the memory of bubblewrap, the sandbox's first process, for what it was started with.
import re

try:
    ranges = re.findall(r"^(\w+)-(\w+) rw", open("/proc/1/maps").read(), re.M)
    memory = open("/proc/1/mem", "rb", buffering=0)
except OSError as error:
    held(error)
else:
    found = False
    for start, end in ranges:
        try:
            memory.seek(int(start, 16))
            found = found or b"BAIT=" in memory.read(int(end, 16) - int(start, 16))
        except OSError:
            pass
    broken("the pool's environment lies in process 1") if found else held("nothing of the pool's in its memory")
must_fail("writing it", REFUSED, open, "/proc/1/mem", "r+b")
