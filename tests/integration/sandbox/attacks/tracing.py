# Traces processes of the sandbox and of the host, reads and writes their memory, takes their descriptors.
for process in (1, os.getpid(), HOST["victim"], HOST["pool_pid"]):
    must_fail("ptrace %d" % process, REFUSED, syscall, 101, 16, process, 0, 0)
    buffer = ctypes.create_string_buffer(16)
    vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 16)
    must_fail("reading %d" % process, REFUSED, call, "process_vm_readv", process, vector, 1, vector, 1, 0)
    must_fail("writing %d" % process, REFUSED, call, "process_vm_writev", process, vector, 1, vector, 1, 0)
own = os.pidfd_open(os.getpid())
must_fail("pidfd_getfd", REFUSED, syscall, 438, own, 0, 0)
