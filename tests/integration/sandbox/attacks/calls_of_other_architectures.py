# Goes round the filter of system calls by the numbers of 32-bit programs and of the x32 architecture.
import mmap
import signal


def call_as_32_bit():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x15\x00\x00\x00\xcd\x80\xc3")  # mov eax, mount; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    ctypes.CFUNCTYPE(ctypes.c_int)(address)()


syscall(39)  # getpid, for the word on machines that have other numbers
ending = ends_by(call_as_32_bit)
if ending in (signal.SIGSYS, signal.SIGSEGV):  # the latter where the kernel has no such calls at all
    held("int 0x80 ends the process with signal %d" % ending)
else:
    broken("int 0x80 was answered")
must_fail("getpid of x32", (errno.ENOSYS,), syscall, 0x40000000 + 39)
must_fail("ptrace of x32", (errno.ENOSYS,), syscall, 0x40000000 + 521, 0, 1, 0, 0)
for number in (452, 460, 471, 500, 1000):
    must_fail("call %d, younger than the filter" % number, (errno.ENOSYS,), syscall, number)
