# Leaves what blocks or misleads whoever opens it: fifos, sockets, directories without permission, files that nobody may read.
import socket
import stat

os.mkfifo("fifo")
os.mkdir("directory")
os.mkfifo("directory/bait.txt")
server = socket.socket(socket.AF_UNIX)
server.bind("socket")
os.mkdir("closed")
open("closed/file", "w").close()
os.chmod("closed", 0)
open("unreadable", "w").close()
os.chmod("unreadable", 0)
try:
    os.mknod("whiteout", stat.S_IFCHR | 0o666, os.makedev(0, 0))
except OSError as error:
    held("whiteout: %s" % error.strerror)
for path in ("fifo", "directory/bait.txt", "socket", "closed/file", "unreadable", "whiteout", "fifo/bait.txt"):
    try_routes(path)
