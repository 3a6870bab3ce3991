#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/securebits.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { descriptor_limit = 253 };

static int do_not_block(int socket) {
    const int flags = fcntl(socket, F_GETFL);
    return flags < 0 ? -1 : fcntl(socket, F_SETFL, flags | O_NONBLOCK);
}

int gate_host_listen(int socket, const char *path, int backlog) {
    // Before the path exists: Linux takes the file's mode from the socket's.
    if (fchmod(socket, S_IRUSR | S_IWUSR) != 0) return -1;
    if (gate_host_bind(socket, path) != 0) return -1;
    if (listen(socket, backlog) != 0) return -1;
    return do_not_block(socket);
}

int gate_host_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int gate_host_connect(int socket, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const size_t length = strlen(path);
    if (length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, length);
    if (do_not_block(socket) != 0) return -1;
    return connect(socket, (const struct sockaddr *)&address, sizeof address);
}

// The system calls themselves: glibc's would change every thread of the process.
int gate_host_connect_as(int socket, const char *path, uid_t user) {
    const uid_t own = geteuid();
    const int security = prctl(PR_GET_SECUREBITS);
    const int dumpable = prctl(PR_GET_DUMPABLE);
    // The thread keeps what lets it pass every directory.
    if (security < 0 || prctl(PR_SET_SECUREBITS, security | SECBIT_NO_SETUID_FIXUP) != 0) return -1;
    int made = -1;
    int code = 0;
    if (syscall(SYS_setresuid, (uid_t)-1, user, (uid_t)-1) == 0) {
        made = gate_host_connect(socket, path);
        code = errno;
        // A thread that is still somebody else's must not go on.
        if (syscall(SYS_setresuid, (uid_t)-1, own, (uid_t)-1) != 0) abort();
    } else {
        code = errno;
    }
    if (prctl(PR_SET_SECUREBITS, security) != 0) abort();
    prctl(PR_SET_DUMPABLE, dumpable);
    errno = code;
    return made;
}

// Room for the descriptors of the largest message, aligned as the macros expect.
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(descriptor_limit * sizeof(int))];
};

ssize_t gate_host_send(int socket, const void *bytes, size_t count, const int *descriptors,
                       size_t descriptor_count) {
    if (descriptor_count == 0) return send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (descriptor_count > descriptor_limit) {
        errno = EINVAL;
        return -1;
    }
    union control control;
    memset(&control, 0, sizeof control);
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};
    message.msg_controllen = CMSG_SPACE(descriptor_count * sizeof(int));
    struct cmsghdr *entry = CMSG_FIRSTHDR(&message);
    entry->cmsg_level = SOL_SOCKET;
    entry->cmsg_type = SCM_RIGHTS;
    entry->cmsg_len = CMSG_LEN(descriptor_count * sizeof(int));
    memcpy(CMSG_DATA(entry), descriptors, descriptor_count * sizeof(int));
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Puts what came along into places while there are any, and closes the rest.
static void keep(const struct cmsghdr *entry, int *descriptors, size_t places, size_t *received) {
    const size_t count = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t index = 0; index < count; index++) {
        int descriptor;
        memcpy(&descriptor, CMSG_DATA(entry) + index * sizeof(int), sizeof descriptor);
        if (*received < places)
            descriptors[*received] = descriptor;
        else
            close(descriptor);
        *received += 1;
    }
}

ssize_t gate_host_receive(int socket, void *bytes, size_t count, int *descriptors, size_t places,
                          size_t *received) {
    union control control;
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};
    message.msg_controllen = sizeof control.bytes;
    *received = 0;
    const ssize_t taken = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (taken < 0) return -1;
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(&message); entry != NULL;
         entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level == SOL_SOCKET && entry->cmsg_type == SCM_RIGHTS)
            keep(entry, descriptors, places, received);
    }
    return taken;
}

int gate_host_end_sending(int socket) {
    return shutdown(socket, SHUT_WR);
}

int gate_host_unread(int socket) {
    int bytes = 0;
    return ioctl(socket, SIOCINQ, &bytes) == 0 ? bytes : -1;
}

int gate_host_unsent(int socket) {
    int bytes = 0;
    return ioctl(socket, SIOCOUTQ, &bytes) == 0 ? bytes : -1;
}
