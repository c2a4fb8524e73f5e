"""What a session's process asks the kernel to keep it to."""

import resource


def limit_processes(count):
    # Counted within the session's own user namespace, hence set here and not by the pool.
    resource.setrlimit(resource.RLIMIT_NPROC, (count, count))
