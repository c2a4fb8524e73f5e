# Reads what the kernel tells of the whole machine: keys of its users, addresses, locks and timers of others, its command line.
FILES = ("keys", "key-users", "kallsyms", "kcore", "kmsg", "cmdline", "config.gz", "modules", "timer_list", "sched_debug",
         "locks", "slabinfo", "vmallocinfo", "pagetypeinfo", "kpagecount", "kpageflags", "kpagecgroup", "iomem", "ioports",
         "interrupts", "softirqs", "partitions", "diskstats", "consoles", "crypto", "misc", "zoneinfo", "mdstat", "schedstat")
DIRECTORIES = ("acpi", "asound", "bus", "driver", "fs", "irq", "pressure", "scsi", "tty", "tty/driver", "dynamic_debug")
for name in FILES:
    try:
        content = open("/proc/" + name, "rb").read(100)
    except OSError as error:
        held("%s: %s" % (name, error.strerror))
    else:
        broken("%s: %r" % (name, content)) if content else held(name + " is empty")
for name in DIRECTORIES:
    try:
        content = os.listdir("/proc/" + name)
    except OSError as error:
        held("%s: %s" % (name, error.strerror))
    else:
        broken("%s: %s" % (name, content)) if content else held(name + " is empty")
must_fail("/sys", ABSENT, os.listdir, "/sys")
expected = {"cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "swaps", "uptime", "version", "vmstat"}
told = {entry.name for entry in os.scandir("/proc") if entry.is_file(follow_symlinks=False)
        and os.access(entry.path, os.R_OK) and open(entry.path, "rb").read(1)}
held("no other table") if told <= expected else broken("more tables: %s" % (told - expected))
