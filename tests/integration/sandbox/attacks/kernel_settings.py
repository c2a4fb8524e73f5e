# Changes settings of the kernel that hold for the whole machine, and its own place when memory runs out.
for path in ("/proc/sys/kernel/sysrq", "/proc/sys/kernel/modprobe",
             "/proc/sys/vm/overcommit_memory", "/proc/sys/fs/file-max", "/proc/sys/net/ipv4/ip_forward",
             "/proc/self/uid_map", "/proc/self/setgroups"):
    must_fail(path, REFUSED + ABSENT, open, path, "w")  # not every kernel has them all
for path in ("/proc/sys/kernel/core_pattern", "/proc/self/oom_score_adj", "/proc/1/oom_score_adj"):
    must_fail(path, REFUSED, open, path, "w")
must_fail("sysrq", REFUSED + ABSENT, open, "/proc/sysrq-trigger", "w")
must_fail("interrupts", REFUSED + ABSENT, open, "/proc/irq/default_smp_affinity", "w")
