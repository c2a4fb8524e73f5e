# Leaves links that lead out of its directory, for the pool to follow on the host.
os.mkdir("deep")
links = {"file": HOST["file"], "directory": HOST["directory"], "root": "/", "up": "../" * 20, "process": "/proc/self/root",
         "loop": "loop", "deep/directory": HOST["directory"], "deep/up": "../" * 20, "own": "/mnt/data/own"}
for name, target in links.items():
    os.symlink(target, name)
for path in ("file", "directory/bait.txt", "root" + HOST["file"], "up" + HOST["file"], "process" + HOST["file"], "loop", "own",
             "deep/directory/bait.txt", "deep/up" + HOST["file"], "deep/../../data/file"):
    try_routes(path)
