// ptrace in the form in which GateHost uses it: seized, so that nothing of it is a signal of the
// process's own. Of registers it speaks only where a call is changed, and only here.
#define _GNU_SOURCE
#include "CGateHostTracer.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

// The C library's header of the kernel's own structure differs between libraries; these are the
// kernel's.
#ifndef PTRACE_EVENT_STOP
#define PTRACE_EVENT_STOP 128
#endif

static const unsigned long of_threads =
    PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE;
static const unsigned long of_children =
    PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEFORK;

static int request(int what, pid_t thread, uintptr_t address, uintptr_t data) {
    return ptrace(what, thread, (void *)address, (void *)data) < 0 ? -1 : 0;
}

int gate_host_trace_begin(pid_t process, bool children) {
    siginfo_t info;
    int result;
    do {
        // Looked at and left: whoever started it may wait for it as ever.
        result = waitid(P_PID, (id_t)process, &info, WSTOPPED | WEXITED | WNOWAIT);
    } while (result != 0 && errno == EINTR);
    if (result != 0) return -1;
    if (info.si_code != CLD_STOPPED && info.si_code != CLD_TRAPPED) {
        errno = ESRCH;
        return -1;
    }
    if (request(PTRACE_SEIZE, process, 0, children ? of_children : of_threads) != 0) return -1;
    return kill(process, SIGCONT);
}

int gate_host_trace_threads(pid_t process) {
    return request(PTRACE_SETOPTIONS, process, 0, of_threads);
}

static void describe_call(gate_host_stop *stop) {
    struct __ptrace_syscall_info info;
    memset(&info, 0, sizeof info);
    stop->kind = GATE_HOST_STOP_OTHER;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, stop->thread, (void *)sizeof info, &info) <= 0) return;
    if (info.op == PTRACE_SYSCALL_INFO_EXIT) stop->kind = GATE_HOST_STOP_EXIT;
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return;
    stop->kind = GATE_HOST_STOP_ENTRY;
    stop->call = info.entry.nr;
    stop->instruction = info.instruction_pointer;
    for (int index = 0; index < 3; index++) stop->arguments[index] = info.entry.args[index];
}

static void describe(int status, gate_host_stop *stop) {
    const int event = status >> 16;
    const int signal = WSTOPSIG(status);
    if (signal == (SIGTRAP | 0x80)) {
        describe_call(stop);
    } else if (event == PTRACE_EVENT_EXEC) {
        stop->kind = GATE_HOST_STOP_EXEC;
    } else if (event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_FORK) {
        unsigned long child = 0;
        ptrace(PTRACE_GETEVENTMSG, stop->thread, NULL, &child);
        stop->kind = GATE_HOST_STOP_CHILD;
        stop->value = (int64_t)child;
    } else if (event != 0) {
        stop->kind = GATE_HOST_STOP_OTHER;
    } else {
        stop->kind = GATE_HOST_STOP_SIGNAL;
        stop->value = signal;
    }
}

// Whether a thread is its process's first, which stands for the process.
static bool is_first(pid_t thread) {
    char path[64], line[128];
    snprintf(path, sizeof path, "/proc/%d/status", (int)thread);
    FILE *file = fopen(path, "re");
    if (file == NULL) return false;
    int group = -1;
    while (fgets(line, sizeof line, file) != NULL && sscanf(line, "Tgid: %d", &group) != 1) {
    }
    fclose(file);
    return group == (int)thread;
}

int gate_host_trace_next(pid_t process, bool waits, gate_host_stop *stop) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    memset(stop, 0, sizeof *stop);
    const int options =
        WEXITED | WSTOPPED | WNOWAIT | __WALL | __WNOTHREAD | (waits ? 0 : WNOHANG);
    int result;
    do {
        result = waitid(P_ALL, 0, &info, options);
    } while (result != 0 && errno == EINTR);
    if (result != 0) return -1;
    if (info.si_pid == 0) {
        stop->kind = GATE_HOST_STOP_NONE;
        return 0;
    }
    stop->thread = info.si_pid;
    const bool ended = info.si_code == CLD_EXITED || info.si_code == CLD_KILLED ||
                       info.si_code == CLD_DUMPED;
    if (ended) stop->kind = GATE_HOST_STOP_ENDED;
    // A process is its parent's to wait for, and that may be us by now: its editor can be dead.
    if (ended && (info.si_pid == process || is_first(info.si_pid))) return 0;
    int status = 0;
    if (waitpid(info.si_pid, &status, __WALL | __WNOTHREAD) < 0) return -1;
    if (!ended) describe(status, stop);
    return 0;
}

int gate_host_trace_go_on(pid_t thread, bool calls, int signal) {
    return request(calls ? PTRACE_SYSCALL : PTRACE_CONT, thread, 0, (uintptr_t)signal);
}

int gate_host_trace_let_go(pid_t thread) {
    return request(PTRACE_DETACH, thread, 0, 0);
}

#if defined(__x86_64__)
int gate_host_trace_skip(pid_t thread) {
    return request(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, orig_rax),
                   (uintptr_t)-1);
}

int gate_host_trace_return(pid_t thread, int64_t value) {
    return request(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, rax),
                   (uintptr_t)value);
}

// The register of a call's third argument, which a program finds again after it as it was.
static int set_third_argument(pid_t thread, uint64_t value) {
    return request(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, rdx),
                   (uintptr_t)value);
}
#elif defined(__aarch64__)
// The header of the kernel's that has it does not go together with the C library's.
#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

int gate_host_trace_skip(pid_t thread) {
    int none = -1;
    struct iovec call = {.iov_base = &none, .iov_len = sizeof none};
    return request(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, (uintptr_t)&call);
}

static int set_register(pid_t thread, int number, uint64_t value) {
    struct user_regs_struct registers;
    struct iovec all = {.iov_base = &registers, .iov_len = sizeof registers};
    if (request(PTRACE_GETREGSET, thread, NT_PRSTATUS, (uintptr_t)&all) != 0) return -1;
    registers.regs[number] = value;
    return request(PTRACE_SETREGSET, thread, NT_PRSTATUS, (uintptr_t)&all);
}

int gate_host_trace_return(pid_t thread, int64_t value) {
    return set_register(thread, 0, (uint64_t)value);
}

static int set_third_argument(pid_t thread, uint64_t value) {
    return set_register(thread, 2, value);
}
#else
int gate_host_trace_skip(pid_t thread) {
    (void)thread;
    errno = ENOSYS;
    return -1;
}

int gate_host_trace_return(pid_t thread, int64_t value) {
    (void)thread, (void)value;
    errno = ENOSYS;
    return -1;
}

static int set_third_argument(pid_t thread, uint64_t value) {
    (void)thread, (void)value;
    errno = ENOSYS;
    return -1;
}
#endif

int gate_host_watch_join(pid_t thread) {
    if (request(PTRACE_SEIZE, thread, 0, 0) != 0) return -1;
    return request(PTRACE_INTERRUPT, thread, 0, 0);
}

int gate_host_watch_interrupt(pid_t thread) { return request(PTRACE_INTERRUPT, thread, 0, 0); }

#if defined(__x86_64__)
// Register 7 enables register 0 for this thread, for writes, of four bytes; register 6 says which of
// them was met.
enum { debug_enabled = 1, debug_writes = 1 << 16, debug_four_bytes = 3 << 18, debug_met = 1 };

static int set_debug(pid_t thread, int number, uint64_t value) {
    return request(PTRACE_POKEUSER, thread, offsetof(struct user, u_debugreg[number]), value);
}

int gate_host_watch_writes(pid_t thread, uint64_t address) {
    if (address == 0) return set_debug(thread, 7, 0);
    if (set_debug(thread, 0, address) != 0) return -1;
    return set_debug(thread, 7, debug_enabled | debug_writes | debug_four_bytes);
}

bool gate_host_watch_hit(pid_t thread) {
    errno = 0;
    const long met =
        ptrace(PTRACE_PEEKUSER, thread, (void *)offsetof(struct user, u_debugreg[6]), NULL);
    if (errno != 0 || (met & debug_met) == 0) return false;
    return set_debug(thread, 6, 0) == 0;
}
#else
int gate_host_watch_writes(pid_t thread, uint64_t address) {
    (void)thread, (void)address;
    errno = ENOSYS;
    return -1;
}

bool gate_host_watch_hit(pid_t thread) {
    (void)thread;
    return false;
}
#endif

// Copies to an address of a stopped thread; false where not all of it could be copied.
static bool store(pid_t thread, uint64_t address, const void *bytes, size_t count) {
    struct iovec here = {.iov_base = (void *)bytes, .iov_len = count};
    struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = count};
    return process_vm_writev(thread, &here, 1, &there, 1, 0) == (ssize_t)count;
}

int gate_host_trace_shorten(const gate_host_stop *stop, uint64_t count, gate_host_shortened *was) {
    switch (stop->call) {
    case SYS_sendto:
    case SYS_recvfrom:
        *was = (gate_host_shortened){.length = stop->arguments[2]};
        if (was->length <= count) return 0;
        return set_third_argument(stop->thread, count) == 0 ? 1 : -1;
    case SYS_sendmsg:
    case SYS_recvmsg: {
        struct msghdr message;
        struct iovec part;
        if (gate_host_trace_read(stop->thread, stop->arguments[1], &message, sizeof message) !=
                sizeof message ||
            message.msg_iovlen != 1 ||
            gate_host_trace_read(stop->thread, (uintptr_t)message.msg_iov, &part, sizeof part) !=
                sizeof part ||
            part.iov_len <= count)
            return 0;
        *was = (gate_host_shortened){
            .address = (uintptr_t)message.msg_iov + offsetof(struct iovec, iov_len),
            .length = part.iov_len};
        const size_t shorter = count;
        return store(stop->thread, was->address, &shorter, sizeof shorter) ? 1 : 0;
    }
    default: return 0;
    }
}

int gate_host_trace_lengthen(pid_t thread, const gate_host_shortened *was) {
    if (was->address == 0) return set_third_argument(thread, was->length);
    const size_t length = was->length;
    if (store(thread, was->address, &length, sizeof length)) return 0;
    errno = ESRCH;
    return -1;
}

size_t gate_host_trace_read(pid_t thread, uint64_t address, void *bytes, size_t count) {
    struct iovec here = {.iov_base = bytes, .iov_len = count};
    struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = count};
    const ssize_t copied = process_vm_readv(thread, &here, 1, &there, 1, 0);
    return copied < 0 ? 0 : (size_t)copied;
}
