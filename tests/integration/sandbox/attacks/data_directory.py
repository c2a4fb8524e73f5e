# Takes the session's directory away from under the pool, or puts another thing in its place.
must_fail("renaming it", REFUSED + (errno.EBUSY,), os.rename, "/mnt/data", "/mnt/other")
must_fail("removing it", REFUSED + (errno.EBUSY,), os.rmdir, "/mnt/data")
must_fail("a link in its place", REFUSED + (errno.EEXIST,), os.symlink, HOST["directory"], "/mnt/data")
must_fail("its neighbours' place", REFUSED + (errno.EEXIST,), os.mkdir, "/mnt/data/../other")
open("left", "w").close()
os.chmod("/mnt/data", 0)
try_routes("left")
try_routes("bait.txt")
