#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int gate_host_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int gate_host_socket_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int gate_host_socket(void) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

int gate_host_bind(int socket, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const size_t length = strlen(path);
    if (length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, length);
    const size_t size = offsetof(struct sockaddr_un, sun_path) + length + 1;
    return bind(socket, (const struct sockaddr *)&address, (socklen_t)size);
}

int gate_host_terminal(int ends[2]) {
    const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
    ends[0] = posix_openpt(flags);
    if (ends[0] < 0) return -1;
    ends[1] = unlockpt(ends[0]) == 0 ? ioctl(ends[0], TIOCGPTPEER, flags) : -1;
    if (ends[1] >= 0) return 0;
    const int saved = errno;
    close(ends[0]);
    errno = saved;
    return -1;
}

int gate_host_size_pipe(int pipe, int bytes) {
    return fcntl(pipe, F_SETPIPE_SZ, bytes);
}

int gate_host_pipe_size(int pipe) {
    return fcntl(pipe, F_GETPIPE_SZ);
}

int gate_host_event_counter(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

int gate_host_signal_counter(int counter) {
    const uint64_t one = 1;
    return write(counter, &one, sizeof one) == sizeof one ? 0 : -1;
}

int gate_host_poll(struct pollfd *entries, size_t count, const struct timespec *timeout) {
    return ppoll(entries, count, timeout, NULL);
}

int gate_host_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB);
}

int gate_host_share_lock(int descriptor) {
    return flock(descriptor, LOCK_SH | LOCK_NB);
}

int gate_host_is_owned(int file) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(file, F_OFD_GETLK, &lock) != 0) return -1;
    return lock.l_type != F_UNLCK;
}

int gate_host_own(int file) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(file, F_OFD_SETLK, &lock);
}

int gate_host_sealed_memory(const char *label, off_t size, int seals) {
    const int memory = memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0) return -1;
    if (ftruncate(memory, size) == 0 && fcntl(memory, F_ADD_SEALS, seals) == 0) return memory;
    const int saved = errno;
    close(memory);
    errno = saved;
    return -1;
}

int gate_host_is_sealed(int memory) {
    const int seals = fcntl(memory, F_GET_SEALS);
    if (seals < 0) return -1;
    const int all = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    return (seals & all) == all;
}

int gate_host_seals(int memory) {
    return fcntl(memory, F_GET_SEALS);
}

int gate_host_resize(int file, off_t size) {
    return ftruncate(file, size);
}

ssize_t gate_host_write_at(int file, off_t offset) {
    const char byte = 1;
    return pwrite(file, &byte, 1, offset);
}
