# Lists the processes of the host and of other sessions.
processes = {int(name): open("/proc/%s/cmdline" % name).read() for name in os.listdir("/proc") if name.isdigit()}
if len(processes) > 3 or any("sessionbook-pool" in line or "sleep" in line for line in processes.values()):
    broken(processes)
else:
    held("%d processes, its own" % len(processes))
for process in (HOST["victim"], HOST["pool_pid"]):
    must_fail("process %d" % process, ABSENT, os.listdir, "/proc/%d" % process)
