# Changes programs, libraries, settings, the worker's own sources and the root directory.
for path in ("/usr/bin/new", "/usr/lib/new", "/etc/new", "/new", "/run/sessionbook/new", "/dev/new", "/mnt/new"):
    must_fail("making " + path, REFUSED, open, path, "w")
for path in ("/usr/bin/env", "/etc/passwd", "/run/sessionbook/main.py"):
    must_fail("writing " + path, REFUSED, open, path, "r+")
    must_fail("the mode of " + path, REFUSED, os.chmod, path, 0o777)
    must_fail("the times of " + path, REFUSED, os.utime, path)
    must_fail("removing " + path, REFUSED + (errno.EBUSY,), os.unlink, path)
