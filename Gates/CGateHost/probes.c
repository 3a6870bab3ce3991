#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Everything here runs in the child of a process with threads: system calls, and nothing that
// waits for a lock which another thread may have held. A step that fails leaves its errno and
// returns false; the child's end frees everything but names.

// MARK: processes

static bool process_descriptor(void) {
    const int process = gate_host_open_process(getpid());
    return process >= 0 && gate_host_signal_process(process, 0) == 0;
}

static int wait_in_thread(void *unused) {
    for (;;) syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
    return unused != NULL;
}

// Threads, for a limit of processes counts them, and they end with this process.
static bool tasks(uint64_t count) {
    enum { stack = 16384 };
    char *const stacks = mmap(NULL, count * stack, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stacks == MAP_FAILED) return false;
    const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
    for (uint64_t index = 0; index < count; index++)
        if (clone(wait_in_thread, stacks + (index + 1) * stack, flags, NULL) < 0) return false;
    return true;
}

// A child's end is asked for without reaping it, and then it is reaped.
static bool ends_are_seen(void) {
    const pid_t child = fork();
    if (child < 0) return false;
    if (child == 0) _exit(0);
    siginfo_t info;
    return kill(child, 0) == 0 && waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0 &&
           waitpid(child, NULL, 0) == child;
}

static void *end_thread(void *unused) { return unused; }

static bool start(void) {
    pthread_t thread;
    int code = pthread_create(&thread, NULL, end_thread, NULL);
    if (code == 0) code = pthread_join(thread, NULL);
    if (code == 0) {
        // A program that is not there: the process for it was made.
        char *const arguments[] = {(char *)"none", NULL};
        pid_t pid;
        code = posix_spawn(&pid, "/dev/null/none", NULL, NULL, arguments, arguments + 1);
        if (code == ENOENT || code == ENOTDIR) code = 0;
    }
    errno = code;
    return code == 0 && ends_are_seen();
}

static bool limits(void) {
    struct rlimit limit;
    return prlimit(getpid(), RLIMIT_NOFILE, NULL, &limit) == 0 &&
           prlimit(getpid(), RLIMIT_NOFILE, &limit, NULL) == 0;
}

static bool tracing(void) {
    long word = 4711, copy = 0;
    const pid_t own = getpid();
    const pid_t followed = fork();
    if (followed < 0) return false;
    if (followed == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        while (getppid() == own) pause();
        _exit(0);
    }
    struct iovec here = {&copy, sizeof copy}, there = {&word, sizeof word};
    const bool works = ptrace(PTRACE_SEIZE, followed, NULL, NULL) == 0 &&
                       process_vm_readv(followed, &here, 1, &there, 1, 0) == sizeof copy;
    const int saved = errno;
    kill(followed, SIGKILL);
    waitpid(followed, NULL, 0);
    errno = saved;
    return works;
}

static bool affinity(void) {
    uint64_t mask[16] = {0};
    return gate_host_get_affinity(0, mask) == 0 && gate_host_set_affinity(0, mask) == 0;
}

static bool real_time(void) {
    // As high as the judge's own threads and its compositor go.
    const struct sched_param record = {.sched_priority = 2};
    return sched_setscheduler(0, SCHED_RR, &record) == 0;
}

// MARK: memory

static bool sealed_memory(void) {
    const int memory = gate_host_sealed_memory("weld-probe", 4096, 7);
    if (memory < 0) return false;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0) != MAP_FAILED;
}

static bool addresses(uint64_t size) {
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                -1, 0) != MAP_FAILED;
}

static bool filled(int file, uint64_t size) {
    // Not the library's, which writes where the system cannot reserve.
    if (file < 0) return false;
    return fallocate(file, 0, 0, (off_t)size) == 0 || errno == EOPNOTSUPP;
}

static bool shared_memory(uint64_t size) {
    char name[64];
    snprintf(name, sizeof name, "/weld-probe-%d", getpid());
    const int memory = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    const bool works = filled(memory, size);
    const int saved = errno;
    if (memory >= 0) shm_unlink(name);
    errno = saved;
    return works;
}

static bool wake(void) {
    uint32_t word = 1;
    const struct timespec moment = {0, 1000};
    if (syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0) < 0) return false;
    const long waited = syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 1, &moment, NULL,
                                FUTEX_BITSET_MATCH_ANY);
    return waited == 0 || errno == ETIMEDOUT;
}

// MARK: descriptors

static bool signal_descriptor(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    return gate_host_signal_receiver(&signals) >= 0;
}

static bool event_poll(void) {
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN};
    return poll >= 0 && timer >= 0 && epoll_ctl(poll, EPOLL_CTL_ADD, timer, &event) == 0;
}

static bool descriptor_passing(void) {
    int ends[2], received = -1;
    size_t count = 0;
    char byte = 1;
    return gate_host_socket_pair(ends) == 0 && gate_host_send(ends[0], &byte, 1, ends, 1) == 1 &&
           gate_host_receive(ends[1], &byte, 1, &received, 1, &count) == 1 && count == 1;
}

static bool listening(const char *path) {
    const int listener = gate_host_socket();
    if (listener < 0 || gate_host_listen(listener, path, 1) != 0) return false;
    const int client = gate_host_socket();
    if (client < 0 || gate_host_connect(client, path) != 0) return false;
    const int accepted = gate_host_accept(listener);
    struct ucred peer;
    socklen_t size = sizeof peer;
    return accepted >= 0 && getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
}

static bool directory_watch(const char *directory) {
    const int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return watch >= 0 && inotify_add_watch(watch, directory, IN_CREATE) >= 0;
}

// MARK: files

static bool lock(const char *path) {
    const int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return file >= 0 && gate_host_lock(file) == 0 && gate_host_is_owned(file) == 0;
}

static bool special_files(const char *path, char *second, size_t size) {
    if (mkfifo(path, 0600) != 0) return false;
    snprintf(second, size, "%s-2", path);
    if (link(path, second) != 0 || unlink(second) != 0) return false;
    return symlink(path, second) == 0;
}

static bool in_directory(gate_host_probe what, uint64_t amount, const char *directory) {
    char path[4096], second[4096 + 8] = "";
    const int length = snprintf(path, sizeof path, "%s/weld-probe-%d", directory, getpid());
    if (length >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    bool works = false;
    if (what == gate_host_probe_listening) works = listening(path);
    if (what == gate_host_probe_lock) works = lock(path);
    if (what == gate_host_probe_special_files)
        works = special_files(path, second, sizeof second);
    if (what == gate_host_probe_disk)
        works = filled(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), amount);
    const int saved = errno;
    unlink(path);
    if (second[0] != 0) unlink(second);
    errno = saved;
    return works;
}

// MARK: trying

static bool works(gate_host_probe what, uint64_t amount, const char *directory) {
    switch (what) {
    case gate_host_probe_process_descriptor: return process_descriptor();
    case gate_host_probe_subreaper: return gate_host_become_subreaper() == 0;
    case gate_host_probe_sealed_memory: return sealed_memory();
    case gate_host_probe_event_counter: return gate_host_event_counter() >= 0;
    case gate_host_probe_signal_descriptor: return signal_descriptor();
    case gate_host_probe_event_poll: return event_poll();
    case gate_host_probe_affinity: return affinity();
    case gate_host_probe_descriptor_passing: return descriptor_passing();
    case gate_host_probe_wake: return wake();
    case gate_host_probe_start: return start();
    case gate_host_probe_limits: return limits();
    case gate_host_probe_tracing: return tracing();
    case gate_host_probe_directory_watch: return directory_watch(directory);
    case gate_host_probe_real_time: return real_time();
    case gate_host_probe_tasks: return tasks(amount);
    case gate_host_probe_addresses: return addresses(amount);
    case gate_host_probe_shared_memory: return shared_memory(amount);
    case gate_host_probe_listening:
    case gate_host_probe_lock:
    case gate_host_probe_special_files:
    case gate_host_probe_disk: return in_directory(what, amount, directory);
    }
    errno = EINVAL;
    return false;
}

int gate_host_try(gate_host_probe what, uint64_t amount, const char *directory) {
    const pid_t child = fork();
    if (child < 0) return errno;
    if (child == 0) {
        const struct rlimit none = {0, 0};
        sigset_t all;
        sigfillset(&all);
        // What a filter kills for leaves no memory dump, and a limit of file sizes is an error.
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGXFSZ, SIG_IGN);
        signal(SIGALRM, SIG_DFL);
        sigprocmask(SIG_UNBLOCK, &all, NULL);
        alarm(5);
        _exit(works(what, amount, directory) ? 0 : errno != 0 ? errno : EIO);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return errno;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int gate_host_limit(int which, uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(which, &limit) != 0) return -1;
    *soft = limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : limit.rlim_cur;
    *hard = limit.rlim_max == RLIM_INFINITY ? UINT64_MAX : limit.rlim_max;
    return 0;
}
