#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>

static volatile sig_atomic_t interrupt_counter = -1;

static void on_interrupt(int number) {
    (void)number;
    const int saved = errno;
    (void)gate_host_signal_counter(interrupt_counter);
    errno = saved;
}

static volatile sig_atomic_t status_counter = -1;

static void on_status_request(int number) {
    (void)number;
    const int saved = errno;
    (void)gate_host_signal_counter(status_counter);
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

// What is ignored stays so: whoever started this program asked for it (nohup, a background job).
static int handle_unless_ignored(int number, void (*handler)(int)) {
    struct sigaction current;
    if (sigaction(number, NULL, &current) != 0) return -1;
    return current.sa_handler == SIG_IGN ? 0 : handle(number, handler);
}

int gate_host_survive_broken_pipes(void) {
    return handle_unless_ignored(SIGPIPE, on_broken_pipe);
}

static const int interrupts[] = {SIGINT, SIGTERM, SIGHUP};

int gate_host_catch_interrupts(int counter) {
    interrupt_counter = counter;
    for (size_t index = 0; index < sizeof interrupts / sizeof *interrupts; index++)
        if (handle_unless_ignored(interrupts[index], on_interrupt) != 0) return -1;
    return gate_host_survive_broken_pipes();
}

int gate_host_catch_status_requests(int counter) {
    status_counter = counter;
    return handle_unless_ignored(SIGUSR1, on_status_request);
}

int gate_host_leave_interrupts(void) {
    for (size_t index = 0; index < sizeof interrupts / sizeof *interrupts; index++)
        if (handle_unless_ignored(interrupts[index], SIG_DFL) != 0) return -1;
    return 0;
}

int gate_host_ignore_signal(int number) {
    return handle(number, SIG_IGN);
}

int gate_host_signal_receiver(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}
