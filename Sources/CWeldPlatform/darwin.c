// What only macOS has. No Linux machine runs it for real: CI/darwin.sh runs it behind a mock of
// these calls and links it for both processors, and portability.md#macos lists what is only
// believed.
//
// No call here makes a descriptor that no child inherits in one step: between the call and fcntl
// another thread may start a program. What this library starts is given its list and nothing else
// (POSIX_SPAWN_CLOEXEC_DEFAULT), so that only a program that somebody else starts at that very
// moment could inherit one.
#ifdef __APPLE__
#include "system.h"

#include <crt_externs.h>
#include <fcntl.h>
#include <libproc.h>
#include <limits.h>
#include <mach-o/dyld.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

// MARK: what the POSIX half needs

// Takes over a descriptor; closes it where it cannot be kept from children.
static int privately(int descriptor) {
    if (descriptor < 0 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0) return descriptor;
    system_close(descriptor);
    return WELD_FAILED;
}

// A socket that raises no signal where nobody reads: no flag of a send does that here.
static int quietly(int socket) {
    const int one = 1;
    if (privately(socket) < 0) return WELD_FAILED;
    if (setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &one, sizeof one) == 0) return socket;
    // The peer of a connection that is already over cannot be set, and raises nothing.
    if (errno == EINVAL) return socket;
    system_close(socket);
    return WELD_FAILED;
}

int system_socket(void) { return quietly(socket(AF_UNIX, SOCK_STREAM, 0)); }

// The flags of a listener are inherited here: a connection blocks (weld.h).
int system_accept(int listener) {
    const int made = quietly(accept(listener, NULL, NULL));
    if (made < 0 || weld_set_non_blocking(made, false) == 0) return made;
    system_close(made);
    return WELD_FAILED;
}

static int both(int ends[2], int (*keep)(int)) {
    const int first = keep(ends[0]);
    const int second = keep(ends[1]);
    if (first >= 0 && second >= 0) return 0;
    if (first >= 0) system_close(first);
    if (second >= 0) system_close(second);
    return WELD_FAILED;
}

int system_pipe(int ends[2]) { return pipe(ends) == 0 ? both(ends, privately) : WELD_FAILED; }

int system_socket_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 ? both(ends, quietly) : WELD_FAILED;
}

// In milliseconds, rounded up so that no wait is early; who waits looks at the clock again.
int system_poll(struct pollfd *entries, size_t count, uint64_t left) {
    const uint64_t longest = 60000;
    for (;;) {
        const uint64_t wanted = left == WELD_NEVER ? longest : (left + 999999) / 1000000;
        const int found = poll(entries, (nfds_t)count, (int)(wanted < longest ? wanted : longest));
        if (found != 0 || wanted < longest) return found;
        if (left != WELD_NEVER) left -= longest * 1000000;
    }
}

// Nothing is open in a child but what is listed (SYSTEM_SPAWN_FLAGS).
int system_close_from(posix_spawn_file_actions_t *actions, int number) {
    (void)actions;
    (void)number;
    return 0;
}

// Memory of this system takes no lock; there are no namespaces of process ids either.
int system_own(int descriptor) { return fcntl(descriptor, F_GETFD) < 0 ? WELD_FAILED : 0; }

void system_name_thread(const char *name) { pthread_setname_np(name); }

// A pipe or terminal cannot be opened anew here, and whether it waits belongs to all who have it.
// One that says it has room takes PIPE_BUF bytes without waiting, unless another writer is faster.
int64_t system_write_opened(int descriptor, const void *bytes, size_t count) {
    struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
    const int found = poll(&entry, 1, 0);
    if (found < 0) return WELD_FAILED;
    if ((entry.revents & (POLLERR | POLLHUP)) != 0) return system_refusal(EPIPE);
    if ((entry.revents & POLLOUT) == 0) return system_refusal(EAGAIN);
    ssize_t taken;
    RETRYING(taken, write(descriptor, bytes, count < PIPE_BUF ? count : PIPE_BUF));
    return taken;
}

// MARK: handles

// The system lets a pipe grow to this by itself, and takes no wish.
int32_t weld_set_pipe_capacity(weld_handle pipe, int32_t bytes) {
    struct weld_facts facts;
    if (weld_facts(pipe, &facts) != 0) return WELD_FAILED;
    if (facts.type != WELD_PIPE) return system_refusal(EBADF);
    return bytes <= 65536 ? 65536 : system_refusal(EPERM);
}

// A user's event in a queue: one descriptor, readable while it is set. It does not count.
weld_handle weld_event(void) {
    const int queue = privately(kqueue());
    struct kevent event;
    if (queue < 0) return WELD_FAILED;
    EV_SET(&event, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, NULL);
    if (kevent(queue, &event, 1, NULL, 0, NULL) == 0) return queue;
    system_close(queue);
    return WELD_FAILED;
}

int32_t weld_event_signal(weld_handle queue) {
    struct kevent event;
    EV_SET(&event, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, NULL);
    return kevent(queue, &event, 1, NULL, 0, NULL) == 0 ? 0 : WELD_FAILED;
}

int64_t weld_event_drain(weld_handle queue) {
    const struct timespec none = {0};
    struct kevent event;
    int found;
    RETRYING(found, kevent(queue, NULL, 0, &event, 1, &none));
    return found < 0 ? WELD_FAILED : found;
}

int32_t weld_peer(weld_handle socket, struct weld_peer *peer) {
    uid_t user;
    gid_t group;
    pid_t process = 0;
    socklen_t size = sizeof process;
    if (getpeereid(socket, &user, &group) != 0) return WELD_FAILED;
    if (getsockopt(socket, SOL_LOCAL, LOCAL_PEERPID, &process, &size) != 0) return WELD_FAILED;
    *peer = (struct weld_peer){.process = process, .user = user, .group = group};
    return 0;
}

// MARK: memory

// Under a name that nobody can guess, which goes at once. It can be sized once (believed), so that
// nobody whom it is given to can change that.
weld_handle weld_memory(const char *label, uint64_t size) {
    char name[32];
    uint64_t random;
    (void)label;
    arc4random_buf(&random, sizeof random);
    snprintf(name, sizeof name, "/weld-%016llx", (unsigned long long)random);
    // A call with a variable list of arguments: the mode must be as wide as such a call has it.
    const int made = privately(shm_open(name, O_RDWR | O_CREAT | O_EXCL, (mode_t)0600));
    if (made < 0) return WELD_FAILED;
    shm_unlink(name);
    if (weld_memory_resize(made, size) == 0) return made;
    system_close(made);
    return WELD_FAILED;
}

int32_t weld_memory_is_owned(weld_handle memory) {
    return fcntl(memory, F_GETFD) < 0 ? WELD_FAILED : 0;
}

// A size that was given stays (believed: portability.md#macos).
int32_t weld_memory_is_fixed(weld_handle memory) {
    struct stat status;
    if (fstat(memory, &status) != 0) return WELD_FAILED;
    return status.st_size > 0;
}

// Pages are promised by the size: the system overcommits, and has no call for less.
int32_t weld_memory_reserve(weld_handle memory, uint64_t size) {
    if (fcntl(memory, F_GETFD) < 0) return WELD_FAILED;
    return size > INT64_MAX ? system_refusal(EINVAL) : 0;
}

const char *weld_memory_directory(void) { return NULL; }

int32_t weld_map(weld_handle memory, uint64_t size, int32_t flags, void **address) {
    const int protection = (flags & WELD_MAP_WRITABLE) != 0 ? PROT_READ | PROT_WRITE : PROT_READ;
    void *mapped = mmap(NULL, size, protection, MAP_SHARED, memory, 0);
    if (mapped == MAP_FAILED) return WELD_FAILED;
    const volatile char *bytes = mapped;
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    for (uint64_t i = 0; (flags & WELD_MAP_POPULATED) != 0 && i < size; i += page) (void)bytes[i];
    *address = mapped;
    return 0;
}

// Of macOS 14.4, public, and declared here because older kits have no header for it.
enum { SHARED_ADDRESS = 1, ABSOLUTE_CLOCK = 32 };
extern int os_sync_wait_on_address_with_timeout(void *, uint64_t, size_t, uint32_t, uint32_t,
                                                uint64_t);
extern int os_sync_wake_by_address_any(void *, size_t, uint32_t);

int32_t weld_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline) {
    if (((uintptr_t)word & 3) != 0) return system_refusal(EINVAL);
    for (;;) {
        if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != value) return WELD_CHANGED;
        const uint64_t now = weld_now();
        if (now >= deadline) return WELD_DEADLINE;
        uint64_t left = deadline - now;
        if (left > 60000000000u) left = 60000000000u;
        if (os_sync_wait_on_address_with_timeout((void *)word, value, sizeof *word, SHARED_ADDRESS,
                                                 ABSOLUTE_CLOCK, left) >= 0) {
            return WELD_RUNG;
        }
        if (errno != EINTR && errno != ETIMEDOUT && errno != EFAULT) return WELD_FAILED;
    }
}

int32_t weld_word_wake(const uint32_t *word, int32_t count) {
    int32_t woken = 0;
    while (woken < count &&
           os_sync_wake_by_address_any((void *)word, sizeof *word, SHARED_ADDRESS) == 0) {
        woken++;
    }
    return woken;
}

int32_t weld_memory_use(struct weld_memory_use *use) {
    struct rusage_info_v0 told;
    *use = (struct weld_memory_use){0};
    if (proc_pid_rusage(getpid(), RUSAGE_INFO_V0, (rusage_info_t *)&told) != 0) return WELD_FAILED;
    use->resident = told.ri_resident_size;
    return 0;
}

// MARK: processes

const char *weld_argument(size_t index) {
    return index < (size_t)*_NSGetArgc() ? (*_NSGetArgv())[index] : NULL;
}

// A queue that becomes readable with the end; there is no handle of a process here, so that a later
// process with the same id could take a signal once this one has been reaped.
weld_handle weld_process(int32_t process) {
    struct kevent event;
    const int queue = privately(kqueue());
    if (queue < 0) return WELD_FAILED;
    EV_SET(&event, (uintptr_t)process, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, NULL);
    if (process > 0 && kevent(queue, &event, 1, NULL, 0, NULL) == 0) return queue;
    if (process <= 0) errno = ESRCH;
    system_close(queue);
    return WELD_FAILED;
}

int32_t weld_process_signal(weld_handle handle, int32_t process, int32_t signal) {
    if (fcntl(handle, F_GETFD) < 0) return WELD_FAILED;
    return process > 0 ? kill(process, signal) : system_refusal(ESRCH);
}

// What this asks tells of the dead, too, until they are reaped.
int32_t weld_process_facts(int32_t process, struct weld_process_facts *facts) {
    int question[4] = {CTL_KERN, KERN_PROC, KERN_PROC_PID, process};
    struct kinfo_proc told;
    size_t size = sizeof told;
    if (process <= 0) return system_refusal(ESRCH);
    if (sysctl(question, 4, &told, &size, NULL, 0) != 0) return WELD_FAILED;
    if (size < sizeof told) return system_refusal(ESRCH);
    facts->start = (uint64_t)told.kp_proc.p_starttime.tv_sec * 1000000u +
                   (uint64_t)told.kp_proc.p_starttime.tv_usec;
    facts->parent = told.kp_eproc.e_ppid;
    facts->is_dead = told.kp_proc.p_stat == SZOMB;
    return 0;
}

uint64_t weld_starts_per_second(void) { return 1000000; }

uint64_t weld_start_in_real_time(uint64_t start) { return start * 1000; }

int32_t weld_limit_handles(int32_t process, uint64_t count) {
    struct rlimit limit;
    if (process != getpid() && process != 0) {
        return kill(process, 0) != 0 && errno == ESRCH ? WELD_FAILED : system_refusal(ENOSYS);
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return WELD_FAILED;
    limit.rlim_cur = count;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

int64_t weld_program_path(char *path, size_t room) {
    char named[PATH_MAX], whole[PATH_MAX];
    uint32_t size = sizeof named;
    if (_NSGetExecutablePath(named, &size) != 0) return system_refusal(ENAMETOOLONG);
    if (realpath(named, whole) == NULL) return WELD_FAILED;
    const size_t length = strlen(whole);
    if (length >= room) return system_refusal(ENAMETOOLONG);
    memcpy(path, whole, length + 1);
    return (int64_t)length;
}

int32_t weld_adopt_orphans(void) { return system_refusal(ENOSYS); }

// MARK: processors (the system puts threads where it wants)

int32_t weld_thread_id(void) {
    uint64_t id = 0;
    pthread_threadid_np(pthread_self(), &id);
    return (int32_t)id;
}

int32_t weld_affinity(int32_t thread, uint64_t cpus[WELD_CPU_WORDS]) {
    (void)thread;
    (void)cpus;
    return system_refusal(ENOSYS);
}

int32_t weld_set_affinity(int32_t thread, const uint64_t cpus[WELD_CPU_WORDS]) {
    (void)thread;
    (void)cpus;
    return system_refusal(ENOSYS);
}

int32_t weld_set_process_affinity(int32_t process, const uint64_t cpus[WELD_CPU_WORDS]) {
    (void)process;
    (void)cpus;
    return system_refusal(ENOSYS);
}

int32_t weld_priority(void) {
    struct sched_param record;
    int class;
    if (pthread_getschedparam(pthread_self(), &class, &record) != 0) return 0;
    return class == SCHED_RR;
}

int32_t weld_set_priority(int32_t priority) {
    if (priority < 0 || priority > 99) return system_refusal(EINVAL);
    const int class = priority == 0 ? SCHED_OTHER : SCHED_RR;
    struct sched_param record = {0};
    record.sched_priority =
        priority == 0 ? SYSTEM_ORDINARY_PRIORITY : sched_get_priority_max(SCHED_RR);
    const int error = pthread_setschedparam(pthread_self(), class, &record);
    return error == 0 ? 0 : system_refusal(error);
}

// MARK: signals

// The queue hears of a signal whether it is blocked or not.
weld_handle weld_signal_receiver(const int32_t *signals, size_t count) {
    const int queue = privately(kqueue());
    if (queue < 0) return WELD_FAILED;
    for (size_t i = 0; i < count; i++) {
        struct kevent event;
        EV_SET(&event, (uintptr_t)signals[i], EVFILT_SIGNAL, EV_ADD, 0, 0, NULL);
        if (signals[i] > 0 && signals[i] < NSIG && kevent(queue, &event, 1, NULL, 0, NULL) == 0) {
            continue;
        }
        if (signals[i] <= 0 || signals[i] >= NSIG) errno = EINVAL;
        system_close(queue);
        return WELD_FAILED;
    }
    return queue;
}

int32_t weld_signal_next(weld_handle receiver) {
    const struct timespec none = {0};
    struct kevent event;
    int found;
    RETRYING(found, kevent(receiver, NULL, 0, &event, 1, &none));
    if (found < 0) return WELD_FAILED;
    return found == 0 ? WELD_AGAIN : (int32_t)event.ident;
}
#endif
