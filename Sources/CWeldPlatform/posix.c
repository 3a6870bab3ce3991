// What every POSIX system has: errors, clock, handles, files, waiting.
#include "system.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// MARK: errors

// The first code of a kind is the one that stands for it.
static const struct {
    int code;
    int32_t kind;
} kinds[] = {
    {EINTR, WELD_INTERRUPTED},
    {ETIMEDOUT, WELD_TIMED_OUT},
    {EAGAIN, WELD_WOULD_BLOCK},
    {ECONNRESET, WELD_RESET},
    {EPIPE, WELD_BROKEN_PIPE},
    {ECONNREFUSED, WELD_REFUSED},
    {EPERM, WELD_PERMISSION},
    {EACCES, WELD_PERMISSION},
    {EADDRINUSE, WELD_IN_USE},
    {ENAMETOOLONG, WELD_NAME_TOO_LONG},
    {ENOENT, WELD_NOT_FOUND},
    {ESRCH, WELD_NOT_FOUND},
    {EEXIST, WELD_EXISTS},
    {ENOTDIR, WELD_NOT_DIRECTORY},
    {ENOTSOCK, WELD_NOT_SOCKET},
    {EMFILE, WELD_TOO_MANY_HANDLES},
    {ENFILE, WELD_TOO_MANY_HANDLES},
    {ETOOMANYREFS, WELD_TOO_MANY_HANDLES},
    {ENOSPC, WELD_NO_SPACE},
    {ENOMEM, WELD_NO_SPACE},
    {ENOBUFS, WELD_NO_SPACE},
    {EDQUOT, WELD_NO_SPACE},
    {EFBIG, WELD_NO_SPACE},
    {EBADF, WELD_BAD_HANDLE},
    {EINVAL, WELD_INVALID},
    {EMSGSIZE, WELD_WRONG_SIZE},
    {ENOSYS, WELD_UNSUPPORTED},
    {EOPNOTSUPP, WELD_UNSUPPORTED},
    {EPROTO, WELD_PROTOCOL},
    {EIO, WELD_OTHER},
};

int32_t weld_error(void) { return errno; }

int32_t weld_error_kind(int32_t code) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].code == code) return kinds[i].kind;
    }
    return WELD_OTHER;
}

int32_t weld_error_code(int32_t kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind == kind) return kinds[i].code;
    }
    return EIO;
}

int64_t weld_error_text(int32_t code, char *text, size_t room) {
    const int length = snprintf(text, room, "%s", strerror(code));
    return (size_t)length < room ? length : (int64_t)room - 1;
}

// MARK: clock

static uint64_t nanoseconds(struct timespec time) {
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t weld_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return nanoseconds(time);
}

uint64_t weld_clock_resolution(void) {
    struct timespec time;
    clock_getres(CLOCK_MONOTONIC, &time);
    return nanoseconds(time);
}

// MARK: handles

// No retry: the number is free even when close reports an interruption.
int32_t weld_close(weld_handle handle) {
    return close(handle) == 0 || errno == EINTR ? 0 : WELD_FAILED;
}

void system_close(int descriptor) {
    const int code = errno;
    close(descriptor);
    errno = code;
}

weld_handle weld_duplicate(weld_handle handle) { return fcntl(handle, F_DUPFD_CLOEXEC, 0); }

int32_t weld_is_inheritable(weld_handle handle) {
    const int flags = fcntl(handle, F_GETFD);
    return flags < 0 ? WELD_FAILED : (flags & FD_CLOEXEC) == 0;
}

int32_t weld_set_non_blocking(weld_handle handle, bool is_non_blocking) {
    const int flags = fcntl(handle, F_GETFL);
    if (flags < 0) return WELD_FAILED;
    const int wanted = is_non_blocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    return wanted == flags ? 0 : fcntl(handle, F_SETFL, wanted);
}

static int64_t or_again(ssize_t count) { return count < 0 && errno == EAGAIN ? WELD_AGAIN : count; }

int64_t weld_read(weld_handle handle, void *bytes, size_t count) {
    ssize_t taken;
    RETRYING(taken, read(handle, bytes, count));
    return or_again(taken);
}

int64_t weld_write(weld_handle handle, const void *bytes, size_t count) {
    ssize_t taken;
    RETRYING(taken, write(handle, bytes, count));
    return or_again(taken);
}

int64_t weld_read_at(weld_handle handle, void *bytes, size_t count, uint64_t offset) {
    ssize_t taken;
    RETRYING(taken, pread(handle, bytes, count, (off_t)offset));
    return taken;
}

int64_t weld_write_at(weld_handle handle, const void *bytes, size_t count, uint64_t offset) {
    ssize_t taken;
    RETRYING(taken, pwrite(handle, bytes, count, (off_t)offset));
    return taken;
}

int32_t weld_pipe(weld_handle ends[2]) { return system_pipe(ends); }

int32_t weld_socket_pair(weld_handle ends[2]) { return system_socket_pair(ends); }

// MARK: files

static int32_t type(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return WELD_REGULAR;
    case S_IFIFO: return WELD_PIPE;
    case S_IFSOCK: return WELD_SOCKET;
    case S_IFDIR: return WELD_DIRECTORY;
    case S_IFCHR: return WELD_CHARACTER_DEVICE;
    case S_IFBLK: return WELD_BLOCK_DEVICE;
    case S_IFLNK: return WELD_SYMBOLIC_LINK;
    default: return WELD_ANONYMOUS;
    }
}

static void fill(struct weld_facts *facts, const struct stat *status) {
    *facts = (struct weld_facts){
        .type = type(status->st_mode),
        .owner = status->st_uid,
        .mode = status->st_mode & 07777,
        .device = (uint64_t)status->st_dev,
        .inode = (uint64_t)status->st_ino,
        .size = status->st_size,
        // What is older than 1970 counts as of 1970.
        .modified_ns =
            SYSTEM_MODIFIED(*status).tv_sec < 0 ? 0 : nanoseconds(SYSTEM_MODIFIED(*status)),
    };
}

int32_t weld_facts(weld_handle handle, struct weld_facts *facts) {
    struct stat status;
    if (fstat(handle, &status) != 0) return WELD_FAILED;
    fill(facts, &status);
    return 0;
}

int32_t weld_facts_at(const char *path, struct weld_facts *facts) {
    struct stat status;
    if (lstat(path, &status) != 0) return WELD_FAILED;
    fill(facts, &status);
    return 0;
}

weld_handle weld_create_file(const char *path) {
    int made;
    RETRYING(made, open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    return made;
}

int32_t weld_remove_file(const char *path) { return unlink(path); }

int32_t weld_remove_made(const char *path, const struct weld_facts *made) {
    struct weld_facts now;
    if (weld_facts_at(path, &now) != 0) return WELD_FAILED;
    if (now.type != made->type) {
        return system_refusal(made->type == WELD_SOCKET ? ENOTSOCK : EEXIST);
    }
    if (now.device != made->device || now.inode != made->inode) return system_refusal(EEXIST);
    return unlink(path);
}

int64_t weld_list(const char *path, char *names, size_t room) {
    DIR *directory = opendir(path);
    if (directory == NULL) return WELD_FAILED;
    size_t needed = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (entry == NULL) break;
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        const size_t size = strlen(name) + 1;
        if (needed + size <= room) memcpy(names + needed, name, size);
        needed += size;
    }
    const int code = errno;
    closedir(directory);
    return code == 0 ? (int64_t)needed : system_refusal(code);
}

// Makes a directory unless it is there, and checks that it is this user's alone.
static int32_t make_private(const char *path) {
    struct stat status;
    const bool is_new = mkdir(path, 0700) == 0;
    if (!is_new && errno != EEXIST) return WELD_FAILED;
    if (lstat(path, &status) != 0) return WELD_FAILED;
    if (!S_ISDIR(status.st_mode)) return system_refusal(ENOTDIR);
    if (status.st_uid != geteuid()) return system_refusal(EPERM);
    if ((status.st_mode & 07777) == 0700) return 0;
    // The umask took bits away; the directory is ours and new.
    return is_new ? chmod(path, 0700) : system_refusal(EPERM);
}

// Composes a path; 0 when it does not fit.
static size_t compose(char *path, size_t room, const char *base, const char *name) {
    const int length = snprintf(path, room, "%s%s", base, name);
    return length > 0 && (size_t)length < room ? (size_t)length : 0;
}

// sudo keeps the variable: what the superuser made there, its user could neither use nor remove.
static bool is_of_a_user_for_root(const char *directory) {
    struct stat status;
    return geteuid() == 0 && stat(directory, &status) == 0 && status.st_uid != 0;
}

int64_t weld_private_directory(const char *wanted, char *path, size_t room) {
    size_t length;
    if (wanted != NULL) {
        if ((length = compose(path, room, wanted, "")) == 0) return system_refusal(ENAMETOOLONG);
        return make_private(path) == 0 ? (int64_t)length : WELD_FAILED;
    }
    const char *base = getenv("XDG_RUNTIME_DIR");
    if (base != NULL && base[0] == '/' && !is_of_a_user_for_root(base)) {
        if ((length = compose(path, room, base, "/weld")) == 0) return system_refusal(ENAMETOOLONG);
        if (make_private(path) == 0) return (int64_t)length;
        // Where the variable is stale (a container, su), it counts as not set.
        if (errno != ENOENT) return WELD_FAILED;
    }
    base = getenv("TMPDIR");
    if (base == NULL || base[0] != '/') base = "/tmp";
    char name[32];
    snprintf(name, sizeof name, "/weld-%u", (unsigned)geteuid());
    if ((length = compose(path, room, base, name)) == 0) return system_refusal(ENAMETOOLONG);
    return make_private(path) == 0 ? (int64_t)length : WELD_FAILED;
}

// MARK: waiting

_Static_assert(WELD_READABLE == POLLIN && WELD_WRITABLE == POLLOUT && WELD_ERROR == POLLERR, "");
_Static_assert(WELD_HANG_UP == POLLHUP && WELD_NOT_OPEN == POLLNVAL, "");
_Static_assert(sizeof(struct weld_poll) == sizeof(struct pollfd), "an entry is the system's own");
_Static_assert(offsetof(struct weld_poll, wanted) == offsetof(struct pollfd, events), "");
_Static_assert(offsetof(struct weld_poll, found) == offsetof(struct pollfd, revents), "");

// Looks at one entry after the other, where the system takes no more at once.
static int poll_singly(struct pollfd *entries, size_t count) {
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        const int one = system_poll(&entries[i], 1, 0);
        if (one < 0) return one;
        found += one;
    }
    return found;
}

static void pause_for(uint64_t nanoseconds) {
    const struct timespec pause = {.tv_nsec = (long)nanoseconds};
    nanosleep(&pause, NULL);
}

int32_t weld_poll(struct weld_poll *entries, size_t count, uint64_t deadline) {
    const uint64_t pause = 10000000;
    for (;;) {
        // The remaining time is read again after every interruption.
        uint64_t left = WELD_NEVER;
        if (deadline != WELD_NEVER) {
            const uint64_t now = deadline == 0 ? 0 : weld_now();
            left = deadline > now ? deadline - now : 0;
        }
        int found = system_poll((struct pollfd *)entries, count, left);
        if (found >= 0) return found;
        if (errno == EINTR) continue;
        // No memory in the kernel just now, or more entries than handles may be opened.
        found = poll_singly((struct pollfd *)entries, count);
        if (found > 0 || (found == 0 && left == 0)) return found;
        const int code = errno;
        pause_for(found == 0 && left < pause ? left : pause);
        if (found < 0) return system_refusal(code);
    }
}
