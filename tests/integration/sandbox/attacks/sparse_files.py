# Makes files that are larger than any disk, and many that seem to be.
open("sparse", "w").close()
for size in (1 << 40, 1 << 62):
    must_fail("a file of %d bytes" % size, (errno.EFBIG,), os.truncate, "sparse", size)
must_fail("disk without writing", (errno.EOPNOTSUPP,), call, "fallocate", os.open("sparse", os.O_RDWR), 0, ctypes.c_long(0),
          ctypes.c_long(1 << 30))
for number in range(20):
    open(str(number), "w").close()
    os.truncate(str(number), 4 << 30)
    try_routes(str(number))
