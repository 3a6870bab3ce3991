// What a program of the judge finds when it starts, made into what it expects.
#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

int gate_host_hold_standard_streams(void) {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++) {
        if (fcntl(number, F_GETFD) >= 0) continue;
        // The wrong way round: reading and writing fail with EBADF, as if it were closed still.
        const int way = number == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        const int opened = open("/dev/null", way);
        if (opened < 0) return -1;
        if (opened == number) continue;
        // Another thread was faster; what it has is its own.
        close(opened);
    }
    return 0;
}

int gate_host_accept_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) return -1;
    // Where children's ends are ignored the kernel reaps them, and nobody learns how they ended.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGCHLD, &action, NULL);
}

int gate_host_forbid_cores(void) {
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};
    return setrlimit(RLIMIT_CORE, &none);
}
