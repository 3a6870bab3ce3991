// Handles that others share or sent: how to use them without ever waiting for those others.
#include "system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int64_t weld_write_now(weld_handle handle, const void *bytes, size_t count) {
    struct stat status;
    const int flags = fcntl(handle, F_GETFL);
    if (flags < 0 || fstat(handle, &status) != 0) return WELD_FAILED;
    if ((flags & O_ACCMODE) == O_RDONLY) return system_refusal(EBADF);
    ssize_t taken;
    switch (status.st_mode & S_IFMT) {
    case S_IFSOCK:
        RETRYING(taken, send(handle, bytes, count, SYSTEM_SEND_FLAGS));
        break;
    // The opened file of a pipe and of a terminal belongs to others too, who may change its flags
    // at any moment.
    case S_IFIFO:
    case S_IFCHR: taken = system_write_opened(handle, bytes, count); break;
    case S_IFREG: RETRYING(taken, write(handle, bytes, count)); break;
    default:
        if ((flags & O_NONBLOCK) == 0) return system_refusal(EOPNOTSUPP);
        RETRYING(taken, write(handle, bytes, count));
    }
    return taken < 0 && errno == EAGAIN ? WELD_AGAIN : taken;
}

// A connection that lingers would hold up whoever closes it last.
int32_t weld_close_received(weld_handle handle) {
    struct linger linger = {0};
    socklen_t size = sizeof linger;
    if (getsockopt(handle, SOL_SOCKET, SO_LINGER, &linger, &size) == 0 && linger.l_onoff != 0) {
        linger.l_onoff = 0;
        setsockopt(handle, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
    return weld_close(handle);
}

int32_t weld_fill_standard_streams(void) {
    for (int number = 0; number <= 2; number++) {
        if (fcntl(number, F_GETFD) >= 0) continue;
        // Those below it are open, so it gets this very number.
        if (open("/dev/null", O_RDWR) < 0) return WELD_FAILED;
    }
    return 0;
}
