#define _GNU_SOURCE
#include "CGateHost.h"
#include "CGateHostPassing.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { most_descriptors = 253 };

static int closing(int descriptor) {
    const int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}

static int local_socket(void) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int gate_host_listen(const char *path) {
    const int listener = local_socket();
    if (listener < 0) return -1;
    // Nobody else may connect: the file is this user's before anybody listens.
    if (fchmod(listener, 0600) != 0) return closing(listener);
    if (gate_host_bind(listener, path) != 0) return closing(listener);
    if (listen(listener, 16) != 0) return closing(listener);
    return listener;
}

int gate_host_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int gate_host_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const size_t length = strlen(path);
    if (length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, length);
    const int made = local_socket();
    if (made < 0) return -1;
    const size_t size = offsetof(struct sockaddr_un, sun_path) + length + 1;
    if (connect(made, (const struct sockaddr *)&address, (socklen_t)size) != 0)
        return closing(made);
    return made;
}

// Room for the largest legal message, aligned as CMSG_FIRSTHDR expects.
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(most_descriptors * sizeof(int))];
};

ssize_t gate_host_send(int socket, const void *bytes, size_t count, const int *descriptors,
                       size_t descriptor_count) {
    union control control;
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > most_descriptors) {
        errno = EINVAL;
        return -1;
    }
    if (descriptor_count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(descriptor_count * sizeof(int));
        struct cmsghdr *entry = CMSG_FIRSTHDR(&message);
        entry->cmsg_level = SOL_SOCKET;
        entry->cmsg_type = SCM_RIGHTS;
        entry->cmsg_len = CMSG_LEN(descriptor_count * sizeof(int));
        memcpy(CMSG_DATA(entry), descriptors, descriptor_count * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

ssize_t gate_host_receive(int socket, void *bytes, size_t count, int *descriptors, size_t places,
                          size_t *received) {
    union control control;
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    *received = 0;
    const ssize_t taken = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (taken < 0) return -1;
    size_t found = 0;
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(&message); entry != NULL;
         entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level != SOL_SOCKET || entry->cmsg_type != SCM_RIGHTS) continue;
        const size_t carried = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t index = 0; index < carried; index++) {
            int number;
            memcpy(&number, CMSG_DATA(entry) + index * sizeof(int), sizeof number);
            if (found < places)
                descriptors[found] = number;
            else
                close(number);
            found++;
        }
    }
    if (found > places || (message.msg_flags & MSG_CTRUNC) != 0) {
        for (size_t index = 0; index < found && index < places; index++) close(descriptors[index]);
        errno = EMSGSIZE;
        return -1;
    }
    *received = found;
    return taken;
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
