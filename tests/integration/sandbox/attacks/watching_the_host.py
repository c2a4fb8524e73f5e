# Watches the system directories, which are the host's own: what it opens there tells what its users do.
must_fail("inotify_init1", REFUSED, call, "inotify_init1", 0)
must_fail("inotify_init", REFUSED, syscall, 253)
must_fail("inotify_add_watch", REFUSED, call, "inotify_add_watch", 0, b"/usr/bin", 0xFFF)
must_fail("fanotify_init", REFUSED, syscall, 300, 0x200, 0)  # what users without rights may ask for
must_fail("fanotify_mark", REFUSED, syscall, 301, 0, 1, 0x20, -100, b"/usr/bin")
