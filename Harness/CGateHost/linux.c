#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int gate_host_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int gate_host_event_counter(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

int gate_host_signal_counter(int counter) {
    const uint64_t one = 1;
    return write(counter, &one, sizeof one) == sizeof one ? 0 : -1;
}

static volatile sig_atomic_t interrupt_counter = -1;

static void on_interrupt(int number) {
    (void)number;
    const int saved = errno;
    (void)gate_host_signal_counter(interrupt_counter);
    errno = saved;
}

static void on_broken_pipe(int number) {
    (void)number;
}

static int handle(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

int gate_host_survive_broken_pipes(void) {
    return handle(SIGPIPE, on_broken_pipe);
}

int gate_host_catch_interrupts(int counter) {
    interrupt_counter = counter;
    if (handle(SIGINT, on_interrupt) != 0) return -1;
    if (handle(SIGTERM, on_interrupt) != 0) return -1;
    if (handle(SIGHUP, on_interrupt) != 0) return -1;
    return gate_host_survive_broken_pipes();
}

int gate_host_peek_status(pid_t pid, gate_host_status *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    memset(status, 0, sizeof *status);
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != EINTR) return -1;
    }
    if (info.si_pid == 0) return 0;
    status->ended = true;
    status->signalled = info.si_code != CLD_EXITED;
    status->core_dumped = info.si_code == CLD_DUMPED;
    status->value = info.si_status;
    return 0;
}

int gate_host_reap(pid_t pid) {
    int status;
    pid_t reaped;
    do {
        reaped = waitpid(pid, &status, WNOHANG);
    } while (reaped < 0 && errno == EINTR);
    return (int)reaped;
}

int gate_host_pipe(int *read_end, int *write_end, bool non_blocking_read) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    if (non_blocking_read) {
        const int flags = fcntl(ends[0], F_GETFL);
        if (flags < 0 || fcntl(ends[0], F_SETFL, flags | O_NONBLOCK) != 0) {
            const int saved = errno;
            close(ends[0]);
            close(ends[1]);
            errno = saved;
            return -1;
        }
    }
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

int gate_host_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB);
}
