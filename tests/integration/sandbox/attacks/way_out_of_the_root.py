# Leaves the root directory through /proc, through what bubblewrap left behind, and upwards.
for root in ("/proc/1/root", "/proc/self/root", "/proc/1/cwd", "/..", "/mnt/data/../..", "/oldroot", "/newroot"):
    must_fail("the bait below " + root, ABSENT, open, root + HOST["file"])
for name in ("oldroot", "newroot", "tmp/oldroot", "tmp/newroot"):
    must_fail(name, ABSENT, os.stat, "/" + name)
# Where the session's directory lies on the host is told here; being told must not help.
for line in open("/proc/self/mountinfo"):
    source, target = line.split()[3:5]
    if target == "/mnt/data":
        must_fail("its place on the host", ABSENT, os.stat, source)
        must_fail("the neighbours' beside it", ABSENT, os.listdir, os.path.dirname(os.path.dirname(source)))
