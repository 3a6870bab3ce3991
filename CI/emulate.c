// The loads of CI/hosts.sh: what a host does that a judge has to see (credibility.md#figures).
//
//   emulate spin                          one busy thread of the normal class
//   emulate slow                          every processor slow in bursts, as some hosted machines are
//   emulate stall FILE FREEZE THAW        freezes a control group for 20 to 80 ms about once a second
//   emulate stop NAME ANCESTOR            stops the descendants of that name for 30 of every 100 ms
//
// Each runs until its parent ends or SIGTERM comes, and leaves nothing frozen or stopped behind.
// Build: cc -O2 -pthread -o emulate CI/emulate.c
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static const uint64_t millisecond = 1000000;
static volatile sig_atomic_t ended;

static void end(int number) {
    (void)number;
    ended = 1;
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// Sleeps until a moment, or until a signal comes.
static void until(uint64_t moment) {
    struct timespec time = {(time_t)(moment / 1000000000u), (long)(moment % 1000000000u)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static uint64_t between(unsigned *seed, uint64_t low, uint64_t high) {
    return (low + (uint64_t)rand_r(seed) % (high - low)) * millisecond;
}

static int real_time(int priority) {
    struct sched_param parameters = {.sched_priority = priority};
    return sched_setscheduler(0, SCHED_FIFO, &parameters);
}

// MARK: slow

static uint64_t slow_start;

/// Takes 400 of every 500 us, for so long.
static void burst(uint64_t from, uint64_t length) {
    const uint64_t slice = 500000, taken = 400000;
    for (uint64_t start = from; start < from + length && !ended; start += slice) {
        until(start);
        while (now() < start + taken) {}
    }
}

/// Slows one processor for 20 to 60 ms every 1.8 s, and again 67 ms later.
static void *slow(void *processor) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((int)(intptr_t)processor, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) return NULL;
    if (real_time(99) != 0) {
        perror("emulate: the real-time class");
        exit(1);
    }
    // The same on every processor: they slow down together.
    unsigned seed = 42;
    for (uint64_t start = slow_start; !ended; start += 1800 * millisecond) {
        const uint64_t first = between(&seed, 20, 60), second = between(&seed, 20, 40);
        burst(start, first);
        const uint64_t next = first < 67 * millisecond ? 67 * millisecond : first;
        burst(start + next, second);
        until(start + 1800 * millisecond);
    }
    return NULL;
}

static int slow_all(void) {
    cpu_set_t all;
    if (sched_getaffinity(0, sizeof all, &all) != 0) return 1;
    slow_start = now() + 100 * millisecond;
    for (int processor = 0; processor < CPU_SETSIZE; processor++) {
        pthread_t thread;
        if (CPU_ISSET(processor, &all)
            && pthread_create(&thread, NULL, slow, (void *)(intptr_t)processor) != 0)
            return 1;
    }
    // The signal may have come to another thread.
    while (!ended) until(now() + 100 * millisecond);
    return 0;
}

// MARK: stall

static int write_word(const char *path, const char *word) {
    const int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    const ssize_t count = write(file, word, strlen(word));
    close(file);
    return count < 0 ? -1 : 0;
}

static int stall(const char *file, const char *freeze, const char *thaw) {
    // Where it is allowed: a late thaw would be a longer stall than was meant.
    (void)real_time(98);
    unsigned seed = 42;
    uint64_t next = now() + 500 * millisecond;
    while (!ended) {
        until(next);
        if (ended) break;
        const uint64_t begin = now();
        if (write_word(file, freeze) != 0) {
            perror(file);
            return 1;
        }
        until(begin + between(&seed, 20, 80));
        while (write_word(file, thaw) != 0 && errno == EINTR) {}
        next = now() + between(&seed, 500, 1500);
    }
    write_word(file, thaw);
    return 0;
}

// MARK: stop

/// Reads name and parent of a process; -1 where there is none.
static int describe(long pid, char name[64], long *parent) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    const ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return -1;
    text[count] = 0;
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (!open || !close || close - open > 63) return -1;
    memcpy(name, open + 1, (size_t)(close - open - 1));
    name[close - open - 1] = 0;
    return sscanf(close + 1, " %*c %ld", parent) == 1 ? 0 : -1;
}

static int descends(long pid, long ancestor) {
    char name[64];
    long parent = 0;
    for (int depth = 0; depth < 64 && pid > 1; depth++) {
        if (pid == ancestor) return 1;
        if (describe(pid, name, &parent) != 0) return 0;
        pid = parent;
    }
    return 0;
}

/// Sends a signal to every descendant of that name.
static void signal_all(const char *wanted, long ancestor, int number) {
    DIR *processes = opendir("/proc");
    if (!processes) return;
    for (struct dirent *entry; (entry = readdir(processes));) {
        char name[64];
        long parent = 0;
        const long pid = isdigit((unsigned char)entry->d_name[0]) ? atol(entry->d_name) : 0;
        if (pid > 0 && describe(pid, name, &parent) == 0 && strcmp(name, wanted) == 0
            && descends(parent, ancestor))
            kill((pid_t)pid, number);
    }
    closedir(processes);
}

static int stop(const char *name, long ancestor) {
    (void)real_time(98);
    while (!ended) {
        const uint64_t begin = now();
        signal_all(name, ancestor, SIGSTOP);
        until(begin + 30 * millisecond);
        signal_all(name, ancestor, SIGCONT);
        until(begin + 100 * millisecond);
    }
    signal_all(name, ancestor, SIGCONT);
    return 0;
}

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_TIMERSLACK, 1UL);
    if (strcmp(mode, "spin") == 0) {
        while (!ended) {}
        return 0;
    }
    if (strcmp(mode, "slow") == 0) return slow_all();
    if (strcmp(mode, "stall") == 0 && count == 5)
        return stall(arguments[2], arguments[3], arguments[4]);
    if (strcmp(mode, "stop") == 0 && count == 4) return stop(arguments[2], atol(arguments[3]));
    fprintf(stderr, "usage: emulate spin | slow | stall FILE FREEZE THAW | stop NAME ANCESTOR\n");
    return 64;
}
