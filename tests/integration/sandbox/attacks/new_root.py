# Takes another root directory and climbs out of it, the classic way out of a chroot.
os.makedirs("jail", exist_ok=True)
must_fail("chroot", REFUSED, os.chroot, "jail")
must_fail("pivot_root", REFUSED, syscall, 155, b"jail", b"jail")
outside = os.open("/", os.O_RDONLY)
for step in range(50):
    os.chdir("..")
must_fail("the bait from above", ABSENT, open, "." + HOST["file"])
os.fchdir(outside)
must_fail("the bait from the old root", ABSENT, open, "." + HOST["file"])
