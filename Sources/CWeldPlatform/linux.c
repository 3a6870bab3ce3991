#ifdef __linux__
#define _GNU_SOURCE

#include "linux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <malloc.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the wire format is little-endian and is written as it stands in memory"
#endif

extern char **environ;

// MARK: descriptors

int weld_pipe2(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int weld_socketpair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int weld_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int weld_signalfd(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int weld_ppoll(struct pollfd *entries, size_t count, const struct timespec *timeout) {
    return ppoll(entries, count, timeout, NULL);
}

// MARK: sockets

int weld_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

int weld_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

size_t weld_socket_path_limit(void) { return sizeof(((struct sockaddr_un *)0)->sun_path) - 1; }

static socklen_t fill_address(struct sockaddr_un *address, const char *path, size_t length) {
    memset(address, 0, sizeof *address);
    if (length == 0 || length > weld_socket_path_limit()) {
        errno = length == 0 ? EINVAL : ENAMETOOLONG;
        return 0;
    }
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
}

int weld_connect(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    socklen_t size = fill_address(&address, path, length);
    return size == 0 ? -1 : connect(socket, (const struct sockaddr *)&address, size);
}

int weld_bind(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    socklen_t size = fill_address(&address, path, length);
    return size == 0 ? -1 : bind(socket, (const struct sockaddr *)&address, size);
}

int weld_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid) {
    struct ucred credentials = {0};
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
    *pid = credentials.pid;
    *uid = credentials.uid;
    *gid = credentials.gid;
    return 0;
}

// A control buffer for the largest legal message, aligned as CMSG_FIRSTHDR expects.
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(WELD_MAXIMUM_DESCRIPTORS * sizeof(int))];
};

ssize_t weld_receive(int socket, void *buffer, size_t length, bool waits, bool close_on_exec,
                     int *descriptors, int places, struct weld_received *received) {
    union control control;
    struct iovec part = {.iov_base = buffer, .iov_len = length};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (places > WELD_MAXIMUM_DESCRIPTORS) places = WELD_MAXIMUM_DESCRIPTORS;
    if (places > 0) {
        message.msg_control = control.bytes;
        // CMSG_LEN and not CMSG_SPACE: the padding would make room for one more.
        message.msg_controllen = CMSG_LEN((size_t)places * sizeof(int));
    }
    received->descriptor_count = 0;
    received->control_truncated = false;
    int flags = (close_on_exec ? MSG_CMSG_CLOEXEC : 0) | (waits ? 0 : MSG_DONTWAIT);
    ssize_t count = recvmsg(socket, &message, flags);
    if (count < 0) return count;
    received->control_truncated = (message.msg_flags & MSG_CTRUNC) != 0;
    if (places == 0 || message.msg_controllen == 0) return count;
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(&message); entry != NULL;
         entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level != SOL_SOCKET || entry->cmsg_type != SCM_RIGHTS) continue;
        size_t carried = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        if (carried > (size_t)(places - received->descriptor_count)) {
            carried = (size_t)(places - received->descriptor_count);
        }
        memcpy(descriptors + received->descriptor_count, CMSG_DATA(entry), carried * sizeof(int));
        received->descriptor_count += (int)carried;
    }
    return count;
}

ssize_t weld_send(int socket, const void *buffer, size_t length, const int *descriptors,
                  int count) {
    const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    if (count == 0) return send(socket, buffer, length, flags);
    if (count < 0 || count > WELD_MAXIMUM_DESCRIPTORS) {
        errno = EINVAL;
        return -1;
    }
    union control control;
    memset(&control, 0, sizeof control);
    struct iovec part = {.iov_base = (void *)buffer, .iov_len = length};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
    struct cmsghdr *entry = CMSG_FIRSTHDR(&message);
    entry->cmsg_level = SOL_SOCKET;
    entry->cmsg_type = SCM_RIGHTS;
    entry->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memcpy(CMSG_DATA(entry), descriptors, (size_t)count * sizeof(int));
    return sendmsg(socket, &message, flags);
}

// MARK: memory

int weld_memfd_create(const char *label) {
    return memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

int weld_seal_size(int descriptor) {
    return fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
}

int weld_size_is_sealed(int descriptor) {
    int seals = fcntl(descriptor, F_GET_SEALS);
    if (seals < 0) return -1;
    return (seals & (F_SEAL_SHRINK | F_SEAL_GROW)) == (F_SEAL_SHRINK | F_SEAL_GROW);
}

int weld_shm_open(const char *name, int flags, mode_t mode) { return shm_open(name, flags, mode); }

// Not FUTEX_PRIVATE_FLAG: the other side is another process. The bitset form is the one whose
// deadline is absolute.
int weld_futex_wait(const uint32_t *word, uint32_t value, const struct timespec *deadline) {
    return (int)syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value, deadline, NULL,
                        FUTEX_BITSET_MATCH_ANY);
}

int weld_futex_wake(const uint32_t *word, int count) {
    return (int)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

// MARK: processes and threads

static bool is_target(int number, const struct weld_inherited *inherited, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (inherited[i].target == number) return true;
    }
    return false;
}

// Sources move above every target first: a plain dup2 would overwrite a source that is still to come.
static int add_inherited(posix_spawn_file_actions_t *actions, const struct weld_inherited *inherited,
                         size_t count, int *moved) {
    int highest = 2;
    for (size_t i = 0; i < count; i++) {
        if (inherited[i].target > highest) highest = inherited[i].target;
    }
    int error = 0;
    for (size_t i = 0; i < count; i++) {
        moved[i] = fcntl(inherited[i].source, F_DUPFD_CLOEXEC, highest + 1);
        if (moved[i] < 0) return errno;
        error = posix_spawn_file_actions_adddup2(actions, moved[i], inherited[i].target);
        if (error != 0) return error;
    }
    for (int number = 0; number <= highest; number++) {
        if (is_target(number, inherited, count)) continue;
        if (number > 2) {
            error = posix_spawn_file_actions_addclose(actions, number);
        } else if (fcntl(number, F_GETFD) >= 0) {
            error = posix_spawn_file_actions_adddup2(actions, number, number);  // clears close-on-exec
        } else {
            error = posix_spawn_file_actions_addopen(actions, number, "/dev/null", O_RDWR, 0);
        }
        if (error != 0) return error;
    }
    return posix_spawn_file_actions_addclosefrom_np(actions, highest + 1);
}

static int set_attributes(posix_spawnattr_t *attributes, bool new_group) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (new_group) flags |= POSIX_SPAWN_SETPGROUP;
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0 && new_group) error = posix_spawnattr_setpgroup(attributes, 0);
    if (error == 0) error = posix_spawnattr_setflags(attributes, flags);
    return error;
}

int weld_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
               const char *directory, const struct weld_inherited *inherited, size_t count,
               bool new_group) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int *moved = malloc((count + 1) * sizeof(int));
    if (moved == NULL) return ENOMEM;
    for (size_t i = 0; i < count; i++) moved[i] = -1;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) goto release_moved;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) goto release_actions;

    error = add_inherited(&actions, inherited, count, moved);
    if (error == 0 && directory != NULL) {
        error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    }
    if (error == 0) error = set_attributes(&attributes, new_group);
    if (error == 0) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);

    posix_spawnattr_destroy(&attributes);
release_actions:
    posix_spawn_file_actions_destroy(&actions);
release_moved:
    for (size_t i = 0; i < count; i++) {
        if (moved[i] >= 0) close(moved[i]);
    }
    free(moved);
    return error;
}

int weld_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int weld_pidfd_send_signal(int pid_descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pid_descriptor, signal, NULL, 0);
}

int weld_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

struct weld_wait_status weld_decode_wait_status(int status) {
    struct weld_wait_status decoded = {0};
    if (WIFEXITED(status)) {
        decoded.exited = true;
        decoded.code = WEXITSTATUS(status);
    } else if (WIFSIGNALED(status)) {
        decoded.signalled = true;
        decoded.code = WTERMSIG(status);
        decoded.core_dumped = WCOREDUMP(status);
    }
    return decoded;
}

pid_t weld_gettid(void) { return (pid_t)syscall(SYS_gettid); }

int weld_set_thread_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

_Static_assert(sizeof(cpu_set_t) == 16 * sizeof(uint64_t), "1024 CPUs, as the header says");

int weld_set_affinity(pid_t tid, const uint64_t mask[16]) {
    return sched_setaffinity(tid, sizeof(cpu_set_t), (const cpu_set_t *)mask);
}

int weld_get_affinity(pid_t tid, uint64_t mask[16]) {
    memset(mask, 0, sizeof(cpu_set_t));
    return sched_getaffinity(tid, sizeof(cpu_set_t), (cpu_set_t *)mask);
}

int weld_ignore_signal(int number) {
    struct sigaction action = {0};
    action.sa_handler = SIG_IGN;
    return sigaction(number, &action, NULL);
}

int weld_set_pipe_capacity(int pipe, int bytes) { return fcntl(pipe, F_SETPIPE_SZ, bytes); }

int weld_limit_open_files(pid_t pid, uint64_t count) {
    struct rlimit limit;
    if (prlimit(pid, RLIMIT_NOFILE, NULL, &limit) == -1) return -1;
    limit.rlim_cur = count;
    return prlimit(pid, RLIMIT_NOFILE, &limit, NULL);
}

char **weld_environment(void) { return environ; }

struct weld_heap_use weld_heap_use(void) {
    struct mallinfo2 all = mallinfo2();
    return (struct weld_heap_use){.in_use = all.uordblks, .mapped = all.hblkhd};
}

#endif
