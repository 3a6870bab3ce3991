#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>

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

int gate_host_ignore_signal(int number) {
    return handle(number, SIG_IGN);
}

int gate_host_signal_receiver(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}
