# Mounts something over the sandbox, takes something away from it, or makes it writable, by the old interface and the new.
MS_REMOUNT, MS_BIND = 32, 4096
os.makedirs("m", exist_ok=True)
must_fail("tmpfs", REFUSED, call, "mount", b"none", b"m", b"tmpfs", 0, None)
must_fail("proc", REFUSED, call, "mount", b"none", b"m", b"proc", 0, None)
must_fail("bind", REFUSED, call, "mount", b"/", b"m", None, MS_BIND, None)
must_fail("writable /usr", REFUSED, call, "mount", None, b"/usr", None, MS_REMOUNT | MS_BIND, None)
must_fail("umount", REFUSED, call, "umount2", b"/proc", 2)
for name, number in (("open_tree", 428), ("move_mount", 429), ("fsopen", 430), ("fsconfig", 431), ("fsmount", 432),
                     ("fspick", 433), ("mount_setattr", 442)):
    must_fail(name, REFUSED, syscall, number, -100, b"/", 0, 0, 0)
