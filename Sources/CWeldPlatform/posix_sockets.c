// Local stream sockets of POSIX systems: who may listen and connect where, bytes and descriptors.
#include "system.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

// MARK: addresses

size_t weld_path_limit(void) { return sizeof(((struct sockaddr_un *)0)->sun_path) - 1; }

static socklen_t fill_address(struct sockaddr_un *address, const char *path) {
    const size_t length = strlen(path);
    memset(address, 0, sizeof *address);
    if (length == 0 || length > weld_path_limit()) {
        errno = length == 0 ? EINVAL : ENAMETOOLONG;
        return 0;
    }
    SYSTEM_SET_LENGTH(address, offsetof(struct sockaddr_un, sun_path) + length + 1);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
}

static int set_time(int socket, int option, uint64_t nanoseconds) {
    // {0, 0} means "for ever", and so would an absurdly large one after the kernel's cut.
    struct timeval time = {0};
    if (nanoseconds != WELD_NEVER) {
        time.tv_sec = (time_t)(nanoseconds / 1000000000u);
        time.tv_usec = (suseconds_t)(nanoseconds % 1000000000u / 1000u);
        if (time.tv_sec == 0 && time.tv_usec == 0) time.tv_usec = 1;
    }
    return setsockopt(socket, SOL_SOCKET, option, &time, sizeof time);
}

// MARK: connecting

weld_handle weld_connect(const char *path, uint64_t deadline) {
    struct sockaddr_un address;
    const socklen_t size = fill_address(&address, path);
    if (size == 0) return WELD_FAILED;
    const int made = system_socket();
    if (made < 0) return WELD_FAILED;
    for (;;) {
        // A full backlog is waited for under the send timeout, set again when interrupted.
        const uint64_t now = deadline == WELD_NEVER ? 0 : weld_now();
        if (now >= deadline) {
            errno = ETIMEDOUT;
            break;
        }
        if (deadline != WELD_NEVER) set_time(made, SO_SNDTIMEO, deadline - now);
        if (connect(made, (const struct sockaddr *)&address, size) == 0) {
            if (deadline != WELD_NEVER) set_time(made, SO_SNDTIMEO, WELD_NEVER);
            return made;
        }
        if (errno == EAGAIN) errno = ETIMEDOUT;
        if (errno != EINTR) break;
    }
    system_close(made);
    return WELD_FAILED;
}

weld_handle weld_accept(weld_handle listener) {
    int made;
    RETRYING(made, system_accept(listener));
    return made < 0 && (errno == EAGAIN || errno == ECONNABORTED) ? WELD_AGAIN : made;
}

// MARK: listening

enum { NO_LOCK = -1, LOCKED_OUT = -2 };

// Keeps everybody else who looks at a socket's file and then acts upon it away from its directory:
// between a look and an act another could put its own there. Nothing has to be removed for it, and
// the system ends it with the process. LOCKED_OUT: another keeps it; NO_LOCK: this one has none.
static int lock_directory(const char *path) {
    char directory[PATH_MAX];
    const char *name = strrchr(path, '/');
    const size_t length = name == NULL ? 0 : (size_t)(name - path) + 1;
    if (length >= sizeof directory) return NO_LOCK;
    memcpy(directory, name == NULL ? "." : path, length == 0 ? 1 : length);
    directory[length == 0 ? 1 : length] = '\0';
    const int lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) return NO_LOCK;
    for (const uint64_t end = weld_now() + 2000000000u; flock(lock, LOCK_EX | LOCK_NB) != 0;) {
        if (errno != EINTR && errno != EWOULDBLOCK) {
            // A file system without locks.
            close(lock);
            return NO_LOCK;
        }
        if (weld_now() >= end) {
            close(lock);
            return LOCKED_OUT;
        }
        poll(NULL, 0, 1);
    }
    return lock;
}

static void unlock_directory(int lock) {
    if (lock >= 0) system_close(lock);
}

static int32_t remove_locked(const char *path, const struct weld_facts *made) {
    if (made->type != WELD_SOCKET) return system_refusal(ENOTSOCK);
    return weld_remove_made(path, made);
}

// Without the lock too: it is late, and the file is in all likelihood ours.
int32_t weld_remove_socket(const char *path, const struct weld_facts *made) {
    const int lock = lock_directory(path);
    const int32_t result = remove_locked(path, made);
    unlock_directory(lock);
    return result;
}

// Removes a socket that nobody listens at. To know whether one is alive one must connect, so a
// living listener sees a connection come and go.
static int32_t remove_dead(const char *path) {
    struct weld_facts found;
    if (weld_facts_at(path, &found) != 0) return errno == ENOENT ? 0 : WELD_FAILED;
    if (found.type != WELD_SOCKET) return system_refusal(ENOTSOCK);
    const int probe = weld_connect(path, weld_now() + 100000000u);
    if (probe >= 0) {
        close(probe);
        return system_refusal(EADDRINUSE);
    }
    switch (errno) {
    case ECONNREFUSED: remove_locked(path, &found); return 0;
    case ENOENT: return 0;
    // A full backlog is nobody's death.
    case ETIMEDOUT: return system_refusal(EADDRINUSE);
    default: return WELD_FAILED;
    }
}

// Looks at a socket's file that was made a moment ago; one that cannot be looked at is removed.
static int32_t look_at_bound(const char *path, struct weld_facts *made) {
    if (weld_facts_at(path, made) == 0) return 0;
    const int code = errno;
    unlink(path);
    return system_refusal(code);
}

// Binds a socket to a file of mode 0600 exactly, whatever the umask, which belongs to the whole
// process and is not touched. fchmod before bind narrows what bind creates to 0600 less the umask,
// so the file is never open to others, not even for an instant; chmod after it restores what the
// umask took. Nobody can connect in between, because listen comes last.
static int32_t bind_privately(int socket, const char *path, struct weld_facts *made) {
    struct sockaddr_un address;
    const socklen_t size = fill_address(&address, path);
    if (size == 0) return WELD_FAILED;
    if (SYSTEM_NARROWS_SOCKETS && fchmod(socket, 0600) != 0) return WELD_FAILED;
    if (bind(socket, (const struct sockaddr *)&address, size) != 0) return WELD_FAILED;
    if (look_at_bound(path, made) != 0) return WELD_FAILED;
    if (made->mode == 0600) return 0;
    if (chmod(path, 0600) == 0) return 0;
    const int code = errno;
    remove_locked(path, made);
    return system_refusal(code);
}

static int listen_locked(const char *path, int32_t backlog, struct weld_facts *made) {
    if (remove_dead(path) != 0) return WELD_FAILED;
    const int listener = system_socket();
    if (listener < 0) return WELD_FAILED;
    if (weld_set_non_blocking(listener, true) == 0 && bind_privately(listener, path, made) == 0) {
        if (listen(listener, backlog) == 0) return listener;
        const int code = errno;
        remove_locked(path, made);
        errno = code;
    }
    system_close(listener);
    return WELD_FAILED;
}

weld_handle weld_listen(const char *path, int32_t backlog, struct weld_facts *made) {
    struct sockaddr_un address;
    if (fill_address(&address, path) == 0) return WELD_FAILED;
    const int lock = lock_directory(path);
    if (lock == LOCKED_OUT) return system_refusal(ETIMEDOUT);
    const weld_handle listener = listen_locked(path, backlog, made);
    unlock_directory(lock);
    return listener;
}

int32_t weld_leave_dead_socket(const char *path) {
    struct weld_facts made;
    const int socket = system_socket();
    if (socket < 0) return WELD_FAILED;
    const int32_t result = bind_privately(socket, path, &made);
    system_close(socket);
    return result;
}

// MARK: messages

// A control buffer for the largest legal message, aligned as CMSG_FIRSTHDR expects.
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(WELD_HANDLE_LIMIT * sizeof(int))];
};

static ssize_t send_with_handles(int socket, const void *bytes, size_t count,
                                 const weld_handle *handles, int32_t handle_count) {
    union control control;
    memset(&control, 0, sizeof control);
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE((size_t)handle_count * sizeof(int));
    struct cmsghdr *entry = CMSG_FIRSTHDR(&message);
    entry->cmsg_level = SOL_SOCKET;
    entry->cmsg_type = SCM_RIGHTS;
    entry->cmsg_len = CMSG_LEN((size_t)handle_count * sizeof(int));
    memcpy(CMSG_DATA(entry), handles, (size_t)handle_count * sizeof(int));
    return sendmsg(socket, &message, SYSTEM_SEND_FLAGS);
}

int64_t weld_send(weld_handle socket, const void *bytes, size_t count, const weld_handle *handles,
                  int32_t handle_count) {
    if (handle_count < 0 || handle_count > WELD_HANDLE_LIMIT) return system_refusal(EINVAL);
    ssize_t taken;
    if (handle_count == 0) {
        RETRYING(taken, send(socket, bytes, count, SYSTEM_SEND_FLAGS));
    } else {
        RETRYING(taken, send_with_handles(socket, bytes, count, handles, handle_count));
    }
    return taken < 0 && errno == EAGAIN ? WELD_AGAIN : taken;
}

static void take_handles(struct msghdr *message, weld_handle *handles, int32_t places,
                         struct weld_received *received) {
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(message); entry != NULL;
         entry = CMSG_NXTHDR(message, entry)) {
        if (entry->cmsg_level != SOL_SOCKET || entry->cmsg_type != SCM_RIGHTS) continue;
        size_t carried = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        const size_t free_places = (size_t)(places - received->handle_count);
        if (carried > free_places) carried = free_places;
        memcpy(handles + received->handle_count, CMSG_DATA(entry), carried * sizeof(int));
        received->handle_count += (int32_t)carried;
    }
}

int64_t weld_receive(weld_handle socket, void *bytes, size_t count, int32_t flags,
                     weld_handle *handles, int32_t places, struct weld_received *received) {
    union control control;
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    *received = (struct weld_received){0};
    if (places < 0 || places > WELD_HANDLE_LIMIT) return system_refusal(EINVAL);
    if (places > 0 && (flags & WELD_PEEKS) != 0) return system_refusal(EINVAL);
    const bool waits = (flags & WELD_WAITS) != 0;
    const int system_flags =
        ((flags & WELD_INHERITS) != 0 ? 0 : SYSTEM_RECEIVE_FLAGS) | (waits ? 0 : MSG_DONTWAIT) |
        ((flags & WELD_PEEKS) != 0 ? MSG_PEEK : 0);
    ssize_t taken;
    do {
        if (places > 0) {
            message.msg_control = control.bytes;
            // CMSG_LEN and not CMSG_SPACE: the padding would make room for one more.
            message.msg_controllen = CMSG_LEN((size_t)places * sizeof(int));
        }
        taken = recvmsg(socket, &message, system_flags);
        // Who waits looks at its deadline again after every signal: retried here, a storm of
        // signals would postpone the deadline for ever.
    } while (taken < 0 && errno == EINTR && !waits);
    if (taken < 0) return errno == EAGAIN || errno == EINTR ? WELD_AGAIN : WELD_FAILED;
    received->is_truncated = (message.msg_flags & MSG_CTRUNC) != 0;
    if (places > 0 && message.msg_controllen > 0) {
        take_handles(&message, handles, places, received);
    }
    for (int32_t i = 0; !SYSTEM_RECEIVES_PRIVATELY && i < received->handle_count; i++) {
        if ((flags & WELD_INHERITS) == 0) fcntl(handles[i], F_SETFD, FD_CLOEXEC);
    }
    return taken;
}

int32_t weld_set_receive_tick(weld_handle socket, uint64_t nanoseconds) {
    return set_time(socket, SO_RCVTIMEO, nanoseconds);
}

int32_t weld_set_send_buffer(weld_handle socket, int32_t bytes) {
    return setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

int32_t weld_shutdown(weld_handle socket, bool only_sending) {
    return shutdown(socket, only_sending ? SHUT_WR : SHUT_RDWR);
}
