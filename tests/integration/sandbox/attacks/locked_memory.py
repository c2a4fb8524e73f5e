# Takes memory that the machine cannot take back: locked pages, and huge pages that were set aside for others.
import mmap

block = mmap.mmap(-1, 1 << 20)
address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(block)))
LIMITED = REFUSED + (errno.ENOMEM,)
must_fail("mlock", LIMITED, call, "mlock", address, ctypes.c_size_t(1 << 20))
must_fail("mlock2", LIMITED, syscall, 325, address, 1 << 20, 1)
must_fail("mlockall", LIMITED, call, "mlockall", 2)
must_fail("locked mapping", LIMITED + (errno.EAGAIN,), mmap.mmap, -1, 1 << 20, 0x22 | 0x2000)
for size in (0, 21 << 26, 30 << 26):
    must_fail("huge pages", (errno.ENOMEM,), mmap.mmap, -1, 2 << 20, 0x22 | 0x40000 | size)
must_fail("a file of huge pages", (errno.ENOSYS,), os.memfd_create, "huge", 4)
must_fail("more huge pages", REFUSED + ABSENT, open, "/proc/sys/vm/nr_hugepages", "w")
