// What mock.h declares, with Linux's calls.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// MARK: sockets

int mock_setsockopt(int socket, int level, int option, const void *value, socklen_t size) {
    if (option == 0x1022) return fcntl(socket, F_GETFD) < 0 ? -1 : 0;
    return setsockopt(socket, level, option, value, size);
}

static int peer(int socket, struct ucred *credentials) {
    socklen_t size = sizeof *credentials;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, credentials, &size);
}

int mock_getsockopt(int socket, int level, int option, void *value, socklen_t *size) {
    struct ucred credentials;
    if (level != 0) return getsockopt(socket, level, option, value, size);
    const int result = peer(socket, &credentials);
    *(pid_t *)value = credentials.pid;
    return result;
}

int getpeereid(int socket, uid_t *user, gid_t *group) {
    struct ucred credentials = {0};
    const int result = peer(socket, &credentials);
    *user = credentials.uid;
    *group = credentials.gid;
    return result;
}

ssize_t mock_send(int socket, const void *bytes, size_t count, int flags) {
    return send(socket, bytes, count, flags | MSG_NOSIGNAL);
}

ssize_t mock_sendmsg(int socket, const struct msghdr *message, int flags) {
    return sendmsg(socket, message, flags | MSG_NOSIGNAL);
}

// MARK: memory

static int is_memory(int descriptor) {
    char link[64], path[256];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 9 && strncmp(path, "/dev/shm/", 9) == 0;
}

int mock_ftruncate(int descriptor, off_t size) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return -1;
    if (is_memory(descriptor) && status.st_size != 0) {
        errno = EINVAL;
        return -1;
    }
    return ftruncate(descriptor, size);
}

int mock_shm_open(const char *name, int flags, mode_t mode) { return shm_open(name, flags, mode); }

int os_sync_wait_on_address_with_timeout(void *address, uint64_t value, size_t size, uint32_t flags,
                                         uint32_t clock, uint64_t left) {
    const struct timespec timeout = {.tv_sec = (time_t)(left / 1000000000u),
                                     .tv_nsec = (long)(left % 1000000000u)};
    (void)size, (void)flags, (void)clock;
    const long result =
        syscall(SYS_futex, address, FUTEX_WAIT, (uint32_t)value, &timeout, NULL, 0);
    return result == 0 || errno == EAGAIN ? 0 : -1;
}

int os_sync_wake_by_address_any(void *address, size_t size, uint32_t flags) {
    (void)size, (void)flags;
    if (syscall(SYS_futex, address, FUTEX_WAKE, 1, NULL, NULL, 0) > 0) return 0;
    errno = ENOENT;
    return -1;
}

// MARK: queues: an epoll with one descriptor in it that says what happened

enum { QUEUES = 4096, USER = -10, SIGNALS = -6, PROCESS = -5 };

static struct {
    int inner, filter;
    sigset_t signals;
} queues[QUEUES];

int kqueue(void) {
    const int queue = epoll_create1(0);
    if (queue >= 0 && queue < QUEUES) queues[queue].inner = queues[queue].filter = 0;
    return queue;
}

int mock_close(int descriptor) {
    if (descriptor >= 0 && descriptor < QUEUES && queues[descriptor].inner > 0) {
        close(queues[descriptor].inner);
        queues[descriptor].inner = 0;
    }
    return close(descriptor);
}

struct mock_event {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};

static int add(int queue, const struct mock_event *change) {
    int inner = -1, before = queues[queue].inner;
    if (change->filter == USER) inner = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (change->filter == PROCESS) inner = (int)syscall(SYS_pidfd_open, (pid_t)change->ident, 0);
    if (change->filter == SIGNALS) {
        if (before == 0) sigemptyset(&queues[queue].signals);
        if (sigaddset(&queues[queue].signals, (int)change->ident) != 0) return -1;
        inner = signalfd(before == 0 ? -1 : before, &queues[queue].signals,
                         SFD_CLOEXEC | SFD_NONBLOCK);
    }
    if (inner < 0) return -1;
    queues[queue].inner = inner;
    queues[queue].filter = change->filter;
    struct epoll_event event = {.events = EPOLLIN};
    return before == inner ? 0 : epoll_ctl(queue, EPOLL_CTL_ADD, inner, &event);
}

int mock_kevent(int queue, const struct mock_event *changes, int count, struct mock_event *events,
                int room, const struct timespec *timeout) {
    uint64_t value = 1;
    struct signalfd_siginfo record;
    (void)timeout;
    if (queue < 0 || queue >= QUEUES || fcntl(queue, F_GETFD) < 0) {
        errno = EBADF;
        return -1;
    }
    for (int i = 0; i < count; i++) {
        if ((changes[i].flags & 1) != 0 && add(queue, &changes[i]) != 0) return -1;
        if (changes[i].fflags == 0x01000000 &&
            write(queues[queue].inner, &value, sizeof value) != sizeof value) {
            return -1;
        }
    }
    if (room == 0) return 0;
    if (queues[queue].filter == SIGNALS) {
        if (read(queues[queue].inner, &record, sizeof record) != sizeof record) return 0;
        events[0].ident = record.ssi_signo;
        return 1;
    }
    return read(queues[queue].inner, &value, sizeof value) == sizeof value;
}

// MARK: processes and threads

struct mock_process {
    struct {
        struct timeval start;
        char state;
    } process;
    struct {
        pid_t parent;
    } more;
};

int sysctl(int *question, unsigned count, void *answer, size_t *size, void *new_value, size_t room) {
    char path[64], line[1024], state;
    int parent;
    unsigned long long start;
    struct timespec real, boot;
    struct mock_process *told = answer;
    (void)count, (void)new_value, (void)room;
    snprintf(path, sizeof path, "/proc/%d/stat", question[3]);
    FILE *file = fopen(path, "re");
    const size_t length = file == NULL ? 0 : fread(line, 1, sizeof line - 1, file);
    if (file != NULL) fclose(file);
    line[length] = '\0';
    char *rest = strrchr(line, ')');
    if (rest == NULL || sscanf(rest + 1, " %c %d", &state, &parent) != 2) {
        *size = 0;
        return 0;
    }
    for (int field = 2; field < 22 && rest != NULL; field++) rest = strchr(rest + 1, ' ');
    start = rest == NULL ? 0 : strtoull(rest, NULL, 10);
    clock_gettime(CLOCK_REALTIME, &real);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    // To a hundredth of a second, so that it is the same at every call.
    const long long begin = (real.tv_sec - boot.tv_sec) * 100ll +
                            (real.tv_nsec - boot.tv_nsec + 5000000) / 10000000 + (long long)start;
    told->process.start = (struct timeval){.tv_sec = begin / 100, .tv_usec = begin % 100 * 10000};
    told->process.state = state == 'Z' || state == 'X' ? 5 : 2;
    told->more.parent = parent;
    return 0;
}

int proc_pid_rusage(int process, int what, void **answer) {
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    (void)process, (void)what;
    if (file == NULL) return -1;
    const int count = fscanf(file, "%*s %llu", &pages);
    fclose(file);
    *(uint64_t *)answer = pages * 4096;
    return count == 1 ? 0 : -1;
}

static int argument_count;
static char **arguments;

// macOS gives a child what is listed and nothing else: what this process was given ends here.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    for (int i = 3; i < 1024; i++) {
        const int flags = fcntl(i, F_GETFD);
        if (flags >= 0) fcntl(i, F_SETFD, FD_CLOEXEC);
    }
    argument_count = count;
    arguments = values;
}

int *_NSGetArgc(void) { return &argument_count; }

char ***_NSGetArgv(void) { return &arguments; }

int _NSGetExecutablePath(char *path, uint32_t *size) {
    const ssize_t length = readlink("/proc/self/exe", path, *size - 1);
    if (length < 0) return -1;
    path[length] = '\0';
    return 0;
}

int mock_setname(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int pthread_threadid_np(pthread_t thread, uint64_t *id) {
    (void)thread;
    *id = (uint64_t)syscall(SYS_gettid);
    return 0;
}

int mock_setschedparam(pthread_t thread, int class, const struct sched_param *record) {
    const struct sched_param ordinary = {0};
    return pthread_setschedparam(thread, class, class == SCHED_OTHER ? &ordinary : record);
}
