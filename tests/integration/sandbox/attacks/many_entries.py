# Makes almost as many files as it may, for the pool to list.
for number in range(99_000):
    os.mknod("f%d" % number)
laid("99,000 files")
