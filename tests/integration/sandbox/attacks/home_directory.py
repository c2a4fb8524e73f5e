# Reads the home directory and the files of whoever started the pool, by the very paths they have on the host.
must_fail("the bait", ABSENT, open, HOST["file"])
must_fail("its directory", ABSENT, os.listdir, HOST["directory"])
must_fail("the home", ABSENT, os.listdir, HOST["home"])
for path in ("/root", "/home", "/var/lib", "/boot", "/srv", "/media", "/opt"):
    must_fail(path, ABSENT, os.listdir, path)
