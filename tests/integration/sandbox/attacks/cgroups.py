# Leaves its control group, or lifts its limits.
must_fail("the groups", ABSENT, os.listdir, "/sys/fs/cgroup")
for line in open("/proc/self/cgroup").read().splitlines():
    held(line) if line.endswith(":/") else broken("its place is told: " + line)
os.makedirs("groups", exist_ok=True)
for kind in (b"cgroup2", b"cgroup"):
    must_fail(kind.decode(), REFUSED, call, "mount", b"none", b"groups", kind, 0, None)
must_fail("a group of its own", REFUSED, call, "unshare", 0x2000000)
must_fail("place when memory runs out", REFUSED, open, "/proc/self/oom_score_adj", "w")
