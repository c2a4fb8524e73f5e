# Looks for a place that sessions share and that it can write to, where it could wait for its neighbours.
OWN = ("/mnt/data", "/tmp", "/dev/shm", "/dev/pts", "/proc")
DEPTH = 3
looked = 0
for directory, below, files in os.walk("/"):
    if directory in OWN or directory.count("/") >= DEPTH:
        below[:] = []
    if directory in OWN:
        continue
    for name in [directory] + [os.path.join(directory, name) for name in files]:
        looked += 1
        mode = os.lstat(name).st_mode
        if os.access(name, os.W_OK) and not os.path.islink(name) and mode & 0o170000 != 0o020000:
            broken(name + " can be written to")
held("%d places are closed" % looked)
