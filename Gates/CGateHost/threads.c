#define _GNU_SOURCE
#include "CGateHost.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert(sizeof(cpu_set_t) == 16 * sizeof(uint64_t), "1024 processors, as the header says");

pid_t gate_host_thread_number(void) {
    return (pid_t)syscall(SYS_gettid);
}

int gate_host_name_thread(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

int gate_host_set_timer_slack(uint64_t nanoseconds) {
    return prctl(PR_SET_TIMERSLACK, (unsigned long)nanoseconds, 0, 0, 0);
}

int gate_host_set_affinity(pid_t thread, const uint64_t mask[16]) {
    return sched_setaffinity(thread, sizeof(cpu_set_t), (const cpu_set_t *)mask);
}

int gate_host_get_affinity(pid_t thread, uint64_t mask[16]) {
    memset(mask, 0, sizeof(cpu_set_t));
    return sched_getaffinity(thread, sizeof(cpu_set_t), (cpu_set_t *)mask);
}

// Of shared memory: without the private flag.
long gate_host_wake(const uint32_t *word) {
    return syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
