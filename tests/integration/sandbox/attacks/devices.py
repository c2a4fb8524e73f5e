# Opens the machine's devices, or makes nodes of its own for them.
import stat

allowed = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm", "fd", "core",
           "stdin", "stdout", "stderr", "console"}
others = set(os.listdir("/dev")) - allowed
broken("more devices: %s" % others) if others else held("no other devices in /dev")
for kind, number in ((stat.S_IFCHR, (1, 1)), (stat.S_IFCHR, (10, 232)), (stat.S_IFBLK, (8, 0)), (stat.S_IFBLK, (254, 0))):
    for place in ("/mnt/data", "/tmp", "/dev/shm"):
        must_fail("a node in " + place, REFUSED, os.mknod, place + "/node", 0o666 | kind, os.makedev(*number))
for path in ("/sys", "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/vda", "/dev/sda"):
    must_fail(path, ABSENT, os.stat, path)
