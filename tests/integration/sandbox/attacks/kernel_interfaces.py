# Uses the large interfaces of the kernel that ways out of sandboxes have been found in.
numbers = {"bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
           "io_uring_register": 427, "add_key": 248, "request_key": 249, "keyctl": 250, "fanotify_init": 300,
           "vmsplice": 278, "memfd_secret": 447, "modify_ldt": 154, "kcmp": 312, "personality": 135, "mbind": 237,
           "move_pages": 279, "migrate_pages": 256, "process_madvise": 440, "lookup_dcookie": 212}
for name, number in numbers.items():
    must_fail(name, REFUSED, syscall, number, 0, 0, 0, 0, 0)
