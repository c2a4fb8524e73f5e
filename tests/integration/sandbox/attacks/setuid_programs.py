# Runs programs that give rights to whoever runs them, those of the system and one of its own making.
import shutil
import subprocess

status = open("/proc/self/status").read()
held("no new privileges") if "NoNewPrivs:\t1" in status else broken("new privileges are possible")
for path in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/sudo", "/mnt/data/own"):
    if path == "/mnt/data/own":
        shutil.copy("/usr/bin/id", path)
        os.chmod(path, 0o6755)
    for place in filter(os.path.exists, (path,)):
        flags = os.statvfs(place).f_flag
        held(path + " is on a nosuid mount") if flags & os.ST_NOSUID else broken(path + " keeps its setuid bit")
identity = subprocess.run(["/mnt/data/own", "-u"], capture_output=True, text=True).stdout
held("still user " + identity.strip()) if identity == "1000\n" else broken("became user " + identity)
