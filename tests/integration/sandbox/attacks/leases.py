# Takes leases on files of the system, so that whoever opens them next waits for 45 seconds, and asks for word of who opens what.
import fcntl

for path in ("/usr/bin/env", "/etc/passwd", "/run/sessionbook/main.py"):
    file = os.open(path, os.O_RDONLY)
    for kind in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        must_fail("a lease on " + path, REFUSED, fcntl.fcntl, file, fcntl.F_SETLEASE, kind)
    must_fail("a lease, high bits set", REFUSED, syscall, 72, file, 1 << 32 | fcntl.F_SETLEASE, fcntl.F_RDLCK)
directory = os.open("/usr/bin", os.O_RDONLY)
must_fail("word of a directory", REFUSED, fcntl.fcntl, directory, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
