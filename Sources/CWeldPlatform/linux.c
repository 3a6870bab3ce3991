// What only Linux has: handles made close-on-exec in one step, sealed memory, futexes, process
// descriptors, what /proc tells, processors and their scheduling.
#ifdef __linux__
#include "system.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// MARK: what the POSIX half needs

int system_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

int system_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int system_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int system_socket_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

static struct timespec time_of(uint64_t nanoseconds) {
    return (struct timespec){
        .tv_sec = (time_t)(nanoseconds / 1000000000u),
        .tv_nsec = (long)(nanoseconds % 1000000000u),
    };
}

int system_poll(struct pollfd *entries, size_t count, uint64_t left) {
    const struct timespec timeout = time_of(left);
    return ppoll(entries, count, left == WELD_NEVER ? NULL : &timeout, NULL);
}

int system_close_from(posix_spawn_file_actions_t *actions, int number) {
    return posix_spawn_file_actions_addclosefrom_np(actions, number);
}

void system_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// MARK: handles

// The open file of a pipe or terminal is shared, and so is whether it waits: another one is opened
// for one write. Who cannot open one (no handle left, no /proc) is told so.
int64_t system_write_opened(int descriptor, const void *bytes, size_t count) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    const int own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    // A pipe with a name cannot be opened so where nobody reads it.
    if (own < 0) return system_refusal(errno == ENXIO ? EPIPE : errno);
    ssize_t taken;
    RETRYING(taken, write(own, bytes, count));
    system_close(own);
    return taken;
}

int32_t weld_set_pipe_capacity(weld_handle pipe, int32_t bytes) {
    return fcntl(pipe, F_SETPIPE_SZ, bytes);
}

weld_handle weld_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// A full counter (2^64 - 2) is as awake as it can be.
int32_t weld_event_signal(weld_handle event) {
    const uint64_t one = 1;
    ssize_t count;
    RETRYING(count, write(event, &one, sizeof one));
    return count >= 0 || errno == EAGAIN ? 0 : WELD_FAILED;
}

int64_t weld_event_drain(weld_handle event) {
    uint64_t value = 0;
    ssize_t count;
    RETRYING(count, read(event, &value, sizeof value));
    if (count != sizeof value) return errno == EAGAIN ? 0 : WELD_FAILED;
    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

int32_t weld_peer(weld_handle socket, struct weld_peer *peer) {
    struct ucred credentials = {0};
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return WELD_FAILED;
    peer->process = credentials.pid;
    peer->user = credentials.uid;
    peer->group = credentials.gid;
    return 0;
}

// MARK: memory

weld_handle weld_memory(const char *label, uint64_t size) {
    const int made = memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (made < 0) return WELD_FAILED;
    if (weld_memory_resize(made, size) == 0 &&
        fcntl(made, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0) {
        return made;
    }
    system_close(made);
    return WELD_FAILED;
}

// A lock of the open file and not of the process: it ends with the last copy of the handle, and
// holds whatever namespace who asks is in.
int system_own(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_SETLK, &lock);
}

int32_t weld_memory_is_owned(weld_handle memory) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(memory, F_OFD_GETLK, &lock) != 0) return WELD_FAILED;
    return lock.l_type != F_UNLCK;
}

int32_t weld_memory_is_fixed(weld_handle memory) {
    const int seals = fcntl(memory, F_GET_SEALS);
    if (seals < 0) return WELD_FAILED;
    return (seals & (F_SEAL_SHRINK | F_SEAL_GROW)) == (F_SEAL_SHRINK | F_SEAL_GROW);
}

// In pieces: an interruption undoes the piece that it meets.
int32_t weld_memory_reserve(weld_handle memory, uint64_t size) {
    const uint64_t piece = 1 << 20;
    if (size > INT64_MAX) return system_refusal(EINVAL);
    for (uint64_t start = 0; start < size; start += piece) {
        const uint64_t rest = size - start;
        int result;
        RETRYING(result, fallocate(memory, 0, (off_t)start, (off_t)(rest < piece ? rest : piece)));
        if (result != 0) return WELD_FAILED;
    }
    return 0;
}

const char *weld_memory_directory(void) { return "/dev/shm"; }

int32_t weld_map(weld_handle memory, uint64_t size, int32_t flags, void **address) {
    const int protection = (flags & WELD_MAP_WRITABLE) != 0 ? PROT_READ | PROT_WRITE : PROT_READ;
    const int populated = (flags & WELD_MAP_POPULATED) != 0 ? MAP_POPULATE : 0;
    void *mapped = mmap(NULL, size, protection, MAP_SHARED | populated, memory, 0);
    if (mapped == MAP_FAILED) return WELD_FAILED;
    *address = mapped;
    return 0;
}

// Not FUTEX_PRIVATE_FLAG: the other side is another process. The bitset form is the one whose
// deadline is absolute, a moment of CLOCK_MONOTONIC.
int32_t weld_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline) {
    const struct timespec moment = time_of(deadline);
    long result;
    RETRYING(result,
             syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value,
                     deadline == WELD_NEVER ? NULL : &moment, NULL, FUTEX_BITSET_MATCH_ANY));
    if (result == 0) return WELD_RUNG;
    switch (errno) {
    case EAGAIN: return WELD_CHANGED;
    case ETIMEDOUT: return WELD_DEADLINE;
    default: return WELD_FAILED;
    }
}

int32_t weld_word_wake(const uint32_t *word, int32_t count) {
    return (int32_t)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

int32_t weld_memory_use(struct weld_memory_use *use) {
    // The allocator's own statistics; a sanitizer's allocator answers with zeros.
    const struct mallinfo2 all = mallinfo2();
    *use = (struct weld_memory_use){.heap_in_use = all.uordblks, .heap_mapped = all.hblkhd};
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) return WELD_FAILED;
    unsigned long long pages = 0;
    const bool is_read = fscanf(file, "%*s %llu", &pages) == 1;
    fclose(file);
    use->resident = pages * (uint64_t)sysconf(_SC_PAGESIZE);
    return is_read ? 0 : system_refusal(EIO);
}

// MARK: processes

// GNU's C library hands these to what runs before main. Nothing else that tells them is sure: what
// a process reads of itself below /proc needs a free handle, and a /proc.
static int argument_count;
static char **arguments;

#ifdef __GLIBC__
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    arguments = values;
}
#endif

const char *weld_argument(size_t index) {
    return index < (size_t)argument_count ? arguments[index] : NULL;
}

weld_handle weld_process(int32_t process) {
    return (weld_handle)syscall(SYS_pidfd_open, process, 0);
}

int32_t weld_process_signal(weld_handle handle, int32_t process, int32_t signal) {
    (void)process;
    return (int32_t)syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0);
}

// Reads the state (field 3), the parent (field 4) and the start (field 22) of a line of
// /proc/PID/stat. Field 2, the name, may itself hold blanks and parentheses, so counting starts
// after the last closing one.
static bool parse(char *line, struct weld_process_facts *facts) {
    char *rest = strrchr(line, ')');
    char state;
    int parent;
    unsigned long long start;
    if (rest == NULL || sscanf(rest + 1, " %c %d", &state, &parent) != 2) return false;
    for (int field = 2; field < 22 && rest != NULL; field++) rest = strchr(rest + 1, ' ');
    if (rest == NULL || sscanf(rest, "%llu", &start) != 1) return false;
    facts->start = start;
    facts->parent = parent;
    facts->is_dead = state == 'Z' || state == 'X' || state == 'x';
    return true;
}

int32_t weld_process_facts(int32_t process, struct weld_process_facts *facts) {
    if (process <= 0) return system_refusal(ESRCH);
    char path[32], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    const size_t length = file == NULL ? 0 : fread(line, 1, sizeof line - 1, file);
    if (file != NULL) fclose(file);
    line[length] = '\0';
    if (parse(line, facts)) return 0;
    return system_refusal(kill(process, 0) == 0 || errno == EPERM ? EPERM : ESRCH);
}

uint64_t weld_starts_per_second(void) {
    const long ticks = sysconf(_SC_CLK_TCK);
    return ticks > 0 ? (uint64_t)ticks : 100;
}

uint64_t weld_start_in_real_time(uint64_t start) {
    struct timespec real, since_boot;
    clock_gettime(CLOCK_REALTIME, &real);
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    const int64_t boot = (int64_t)(real.tv_sec - since_boot.tv_sec) * 1000000000 +
                         (real.tv_nsec - since_boot.tv_nsec);
    return (uint64_t)boot + start * (1000000000u / weld_starts_per_second());
}

int32_t weld_limit_handles(int32_t process, uint64_t count) {
    struct rlimit limit;
    if (prlimit(process, RLIMIT_NOFILE, NULL, &limit) != 0) return WELD_FAILED;
    limit.rlim_cur = count;
    return prlimit(process, RLIMIT_NOFILE, &limit, NULL);
}

int64_t weld_program_path(char *path, size_t room) {
    const ssize_t length = readlink("/proc/self/exe", path, room);
    if (length < 0) return WELD_FAILED;
    if ((size_t)length >= room) return system_refusal(ENAMETOOLONG);
    path[length] = '\0';
    return length;
}

int32_t weld_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

// MARK: processors

int32_t weld_thread_id(void) { return (int32_t)syscall(SYS_gettid); }

_Static_assert(sizeof(cpu_set_t) == WELD_CPU_WORDS * sizeof(uint64_t),
               "as many as the header says");

int32_t weld_affinity(int32_t thread, uint64_t cpus[WELD_CPU_WORDS]) {
    memset(cpus, 0, sizeof(cpu_set_t));
    return sched_getaffinity(thread, sizeof(cpu_set_t), (cpu_set_t *)cpus);
}

int32_t weld_set_affinity(int32_t thread, const uint64_t cpus[WELD_CPU_WORDS]) {
    return sched_setaffinity(thread, sizeof(cpu_set_t), (const cpu_set_t *)cpus);
}

int32_t weld_set_process_affinity(int32_t process, const uint64_t cpus[WELD_CPU_WORDS]) {
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *threads = opendir(path);
    if (threads == NULL) return WELD_FAILED;
    int32_t result = 0;
    int code = 0;
    for (const struct dirent *entry; result == 0 && (entry = readdir(threads)) != NULL;) {
        const int thread = atoi(entry->d_name);
        if (thread <= 0) continue;
        // A thread that ended meanwhile is passed over.
        result = weld_set_affinity(thread, cpus) == 0 || errno == ESRCH ? 0 : WELD_FAILED;
        code = errno;
    }
    closedir(threads);
    errno = code;
    return result;
}

int32_t weld_priority(void) {
    struct sched_param record;
    // The flag that children do not inherit may stand beside the class.
    const int class = sched_getscheduler(0);
    if (class < 0 || (class & 0xFF) != SCHED_RR || sched_getparam(0, &record) != 0) return 0;
    return record.sched_priority;
}

int32_t weld_set_priority(int32_t priority) {
    const struct sched_param record = {.sched_priority = priority};
    return sched_setscheduler(0, priority == 0 ? SCHED_OTHER : SCHED_RR, &record);
}

// MARK: signals

weld_handle weld_signal_receiver(const int32_t *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) {
        if (sigaddset(&set, signals[i]) != 0) return WELD_FAILED;
    }
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int32_t weld_signal_next(weld_handle receiver) {
    struct signalfd_siginfo record;
    ssize_t count;
    RETRYING(count, read(receiver, &record, sizeof record));
    if (count < 0) return errno == EAGAIN ? WELD_AGAIN : WELD_FAILED;
    return (int32_t)record.ssi_signo;
}

#endif
