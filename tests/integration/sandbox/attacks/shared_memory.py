# Opens the host's shared memory, that of POSIX by its name and that of System V by its key and by its number.
must_fail("/dev/shm", ABSENT, open, "/dev/shm/" + HOST["name"])
must_fail("shm_open", ABSENT, call, "shm_open", b"/" + HOST["name"].encode(), os.O_RDWR, 0)
must_fail("shmget", (errno.ENOSYS,), call, "shmget", HOST["shm_key"], 4096, 0o666)
must_fail("shmat", (errno.EINVAL,), call, "shmat", HOST["shm_id"], None, 0)
must_fail("shmctl", (errno.EINVAL,), call, "shmctl", HOST["shm_id"], 0, None)
segments = open("/proc/sysvipc/shm").read().splitlines()[1:]
broken("segments: %s" % segments) if segments else held("no segments")
