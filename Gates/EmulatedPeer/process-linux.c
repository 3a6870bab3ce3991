// Processes that are nobody's child of the driver: on Linux it takes in what loses its parent, for only
// a parent is told of an end.
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peer.h"

enum { ID_OF_DESCRIPTOR = 3 };  // P_PIDFD

// A process is known by a descriptor, told one higher so that NULL is none.
static void *told(int descriptor) { return (void *)(intptr_t)(descriptor + 1); }
static int descriptor_of(void *process) { return (int)(intptr_t)process - 1; }

static bool ends(int descriptor, uint64_t deadline) {
    const uint64_t now = weld_now();
    const int patience = deadline > now ? (int)((deadline - now) / 1000000 + 1) : 0;
    struct pollfd entry = {.fd = descriptor, .events = POLLIN};
    return poll(&entry, 1, patience) == 1;
}

void process_adopt(void) {
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) say_fault("no subreaper: error %d", errno);
}

void *process_open(int32_t pid) {
    const int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
    if (descriptor < 0 && errno != ESRCH) say_fault("process %d: error %d", pid, errno);
    return descriptor < 0 ? NULL : told(descriptor);
}

bool process_is_gone(int32_t pid, uint64_t deadline) {
    void *process = process_open(pid);
    if (process == NULL) return true;
    const bool is_gone = ends(descriptor_of(process), deadline);
    close(descriptor_of(process));
    return is_gone;
}

int64_t process_code(void *process, uint64_t deadline) {
    if (process == NULL || !ends(descriptor_of(process), deadline)) return -1;
    siginfo_t info = {0};
    // It becomes a child of the driver's once its parent, which was killed, is gone.
    while (waitid((idtype_t)ID_OF_DESCRIPTOR, (id_t)descriptor_of(process), &info, WEXITED) != 0) {
        if ((errno != ECHILD && errno != EINTR) || weld_now() > deadline) return -1;
        usleep(1000);
    }
    // By a signal: higher than any code.
    return info.si_code == CLD_EXITED ? info.si_status : 1000 + info.si_status;
}

void process_end(void *process) {
    if (process == NULL) return;
    syscall(SYS_pidfd_send_signal, descriptor_of(process), SIGKILL, NULL, 0);
}

void process_close(void *process) {
    if (process == NULL) return;
    process_end(process);
    ends(descriptor_of(process), in(5000));
    close(descriptor_of(process));
}
