// The names of the system calls that a program of this kind may make; any other is told by number.
#include "CGateHostTracer.h"

#include <sys/syscall.h>

// clang-format off
#define CALL(name) case SYS_##name: return #name;

const char *gate_host_call_name(uint64_t number) {
    switch (number) {
        CALL(read) CALL(write) CALL(close) CALL(fstat) CALL(lseek) CALL(mmap) CALL(mprotect)
        CALL(munmap) CALL(brk) CALL(rt_sigaction) CALL(rt_sigprocmask) CALL(rt_sigreturn)
        CALL(rt_sigtimedwait) CALL(rt_sigsuspend) CALL(ioctl) CALL(pread64) CALL(pwrite64)
        CALL(readv) CALL(writev) CALL(pipe2) CALL(pselect6) CALL(sched_yield) CALL(mremap)
        CALL(msync) CALL(mincore) CALL(madvise) CALL(dup) CALL(dup3) CALL(nanosleep)
        CALL(clock_nanosleep) CALL(getpid) CALL(getppid) CALL(gettid) CALL(getuid) CALL(geteuid)
        CALL(getgid) CALL(getegid) CALL(sendfile) CALL(socket) CALL(socketpair) CALL(connect)
        CALL(accept) CALL(accept4) CALL(sendto) CALL(recvfrom) CALL(sendmsg) CALL(recvmsg)
        CALL(shutdown) CALL(bind) CALL(listen) CALL(getsockname) CALL(getpeername)
        CALL(setsockopt) CALL(getsockopt) CALL(clone) CALL(clone3) CALL(execve) CALL(execveat)
        CALL(exit) CALL(exit_group) CALL(wait4) CALL(waitid) CALL(kill) CALL(tkill) CALL(tgkill)
        CALL(uname) CALL(fcntl) CALL(flock) CALL(fsync) CALL(truncate) CALL(ftruncate)
        CALL(getdents64) CALL(getcwd) CALL(chdir) CALL(fchdir) CALL(renameat2) CALL(mkdirat)
        CALL(linkat) CALL(unlinkat) CALL(symlinkat) CALL(readlinkat) CALL(fchmod) CALL(fchmodat)
        CALL(fchown) CALL(umask) CALL(gettimeofday) CALL(prlimit64) CALL(getrusage)
        CALL(sysinfo) CALL(times) CALL(setpgid) CALL(getpgid) CALL(setsid) CALL(sigaltstack)
        CALL(prctl) CALL(set_tid_address) CALL(set_robust_list) CALL(rseq) CALL(futex)
        CALL(sched_getaffinity) CALL(sched_setaffinity) CALL(sched_getparam)
        CALL(sched_setparam) CALL(sched_getscheduler) CALL(sched_setscheduler) CALL(getcpu)
        CALL(membarrier) CALL(restart_syscall) CALL(timer_create) CALL(timerfd_create)
        CALL(timerfd_settime) CALL(clock_gettime) CALL(clock_getres) CALL(epoll_create1)
        CALL(epoll_ctl) CALL(epoll_pwait) CALL(eventfd2) CALL(signalfd4) CALL(inotify_init1)
        CALL(inotify_add_watch) CALL(openat) CALL(openat2) CALL(statx) CALL(faccessat)
        CALL(faccessat2) CALL(ppoll) CALL(splice) CALL(memfd_create) CALL(getrandom)
        CALL(pidfd_open) CALL(pidfd_send_signal) CALL(pidfd_getfd) CALL(close_range)
        CALL(process_vm_readv) CALL(fallocate) CALL(statfs) CALL(fstatfs) CALL(utimensat)
        // What only older processors have.
#ifdef SYS_open
        CALL(open)
#endif
#ifdef SYS_stat
        CALL(stat)
#endif
#ifdef SYS_lstat
        CALL(lstat)
#endif
#ifdef SYS_poll
        CALL(poll)
#endif
#ifdef SYS_access
        CALL(access)
#endif
#ifdef SYS_pipe
        CALL(pipe)
#endif
#ifdef SYS_select
        CALL(select)
#endif
#ifdef SYS_dup2
        CALL(dup2)
#endif
#ifdef SYS_fork
        CALL(fork)
#endif
#ifdef SYS_vfork
        CALL(vfork)
#endif
#ifdef SYS_mkdir
        CALL(mkdir)
#endif
#ifdef SYS_rmdir
        CALL(rmdir)
#endif
#ifdef SYS_rename
        CALL(rename)
#endif
#ifdef SYS_link
        CALL(link)
#endif
#ifdef SYS_unlink
        CALL(unlink)
#endif
#ifdef SYS_symlink
        CALL(symlink)
#endif
#ifdef SYS_readlink
        CALL(readlink)
#endif
#ifdef SYS_chmod
        CALL(chmod)
#endif
#ifdef SYS_chown
        CALL(chown)
#endif
#ifdef SYS_epoll_wait
        CALL(epoll_wait)
#endif
#ifdef SYS_eventfd
        CALL(eventfd)
#endif
#ifdef SYS_signalfd
        CALL(signalfd)
#endif
#ifdef SYS_arch_prctl
        CALL(arch_prctl)
#endif
#ifdef SYS_getdents
        CALL(getdents)
#endif
#ifdef SYS_getrlimit
        CALL(getrlimit)
#endif
#ifdef SYS_newfstatat
        CALL(newfstatat)
#endif
        default: return NULL;
    }
}
