// C, because it runs ten times a second beside what is measured: no allocation, no text objects.
#define _GNU_SOURCE
#include "CGateHostSampler.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_TREE = 512, MAX_PID = 1 << 22, FORGET_AFTER = 20, MAX_QUOTAS = 16 };

struct gate_host_sampler {
    uint64_t tick;
    uint64_t mask[16];
    /// `cpu.stat` of control groups, open as long as the sampler lives.
    int quotas[MAX_QUOTAS];
    int quota_count;
    /// The lines of 1024 processors.
    char machine[1 << 17];
    int reads;
    int count;
    pid_t tree[MAX_TREE];
    /// One bit for each process that is known not to belong to the tree.
    uint8_t foreign[MAX_PID / 8];
};

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// Reads a small file of the kernel's as text; returns its length, 0 where there is none.
static size_t read_text(const char *path, char *text, size_t size) {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    const ssize_t count = read(file, text, size - 1);
    close(file);
    if (count <= 0) return 0;
    text[count] = 0;
    return (size_t)count;
}

/// Reads parent and reaped children's time of a process; 0 where it is gone.
static int read_stat(pid_t pid, pid_t *parent, uint64_t *children_ticks) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_text(path, text, sizeof text) == 0) return 0;
    // The name may hold anything; the last parenthesis ends it.
    const char *rest = strrchr(text, ')');
    unsigned long long user = 0, system = 0;
    int above = 0;
    if (rest == NULL
        || sscanf(rest + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %llu %llu",
                  &above, &user, &system) != 3)
        return 0;
    *parent = above;
    *children_ticks = user + system;
    return 1;
}

static int is_in_tree(const gate_host_sampler *sampler, pid_t pid) {
    for (int index = 0; index < sampler->count; index++)
        if (sampler->tree[index] == pid) return 1;
    return 0;
}

/// Finds out whether a process descends from the root, and remembers it either way.
static int belongs(gate_host_sampler *sampler, pid_t pid, int depth) {
    if (pid <= 2 || pid >= MAX_PID || depth > 64) return 0;
    if (is_in_tree(sampler, pid)) return 1;
    if (sampler->foreign[pid / 8] & 1 << pid % 8) return 0;
    pid_t parent;
    uint64_t ticks;
    if (!read_stat(pid, &parent, &ticks)) return 0;
    if (belongs(sampler, parent, depth + 1) && sampler->count < MAX_TREE) {
        sampler->tree[sampler->count++] = pid;
        return 1;
    }
    sampler->foreign[pid / 8] |= (uint8_t)(1 << pid % 8);
    return 0;
}

static void look_for_children(gate_host_sampler *sampler) {
    // Process numbers are used again.
    if (sampler->reads++ % FORGET_AFTER == 0)
        memset(sampler->foreign, 0, sizeof sampler->foreign);
    DIR *all = opendir("/proc");
    if (all == NULL) return;
    struct dirent *entry;
    while ((entry = readdir(all)) != NULL) {
        const int pid = atoi(entry->d_name);
        if (pid > 0) belongs(sampler, pid, 0);
    }
    closedir(all);
}

static uint64_t switches_of(pid_t pid) {
    char path[300], text[4096];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    if (threads == NULL) return 0;
    uint64_t sum = 0;
    struct dirent *entry;
    while ((entry = readdir(threads)) != NULL) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/status", pid, entry->d_name);
        unsigned long long count = 0;
        if (read_text(path, text, sizeof text) == 0) continue;
        const char *line = strstr(text, "nonvoluntary_ctxt_switches:");
        if (line != NULL && sscanf(line, "%*s %llu", &count) == 1) sum += count;
    }
    closedir(threads);
    return sum;
}

static void read_tree(gate_host_sampler *sampler, gate_host_sample *sample) {
    pid_t parent;
    uint64_t ticks = 0;
    sample->own = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    // The root itself, once it has been reaped.
    if (read_stat(getpid(), &parent, &ticks)) sample->own += ticks * sampler->tick;
    int kept = 0;
    for (int index = 0; index < sampler->count; index++) {
        const pid_t pid = sampler->tree[index];
        clockid_t clock;
        if (clock_getcpuclockid(pid, &clock) != 0 || !read_stat(pid, &parent, &ticks)) continue;
        sampler->tree[kept++] = pid;
        sample->own += nanoseconds(clock) + ticks * sampler->tick;
        sample->involuntary_switches += switches_of(pid);
    }
    sampler->count = kept;
}

/// Reads how long a control group was throttled.
static bool read_throttled(int file, uint64_t *nanoseconds) {
    char text[1024];
    const ssize_t count = pread(file, text, sizeof text - 1, 0);
    if (count <= 0) return false;
    text[count] = 0;
    return gate_host_parse_throttled(text, nanoseconds);
}

static void read_machine(gate_host_sampler *sampler, gate_host_sample *sample) {
    if (read_text("/proc/stat", sampler->machine, sizeof sampler->machine) > 0) {
        const gate_host_processors sum =
            gate_host_parse_processors(sampler->machine, sampler->mask);
        sample->processors = sum.count;
        sample->idle = sum.idle * sampler->tick;
        sample->steal = sum.steal * sampler->tick;
    }
    char text[512];
    if (read_text("/proc/pressure/cpu", text, sizeof text) > 0)
        sample->pressure = gate_host_parse_pressure(text);
    for (int index = 0; index < sampler->quota_count; index++) {
        uint64_t time = 0;
        if (read_throttled(sampler->quotas[index], &time)) sample->throttled += time;
    }
}

gate_host_sampler *gate_host_sampler_make(pid_t root, const uint64_t mask[16]) {
    gate_host_sampler *sampler = calloc(1, sizeof *sampler);
    if (sampler == NULL) return NULL;
    const long rate = sysconf(_SC_CLK_TCK);
    sampler->tick = 1000000000u / (uint64_t)(rate > 0 ? rate : 100);
    memcpy(sampler->mask, mask, sizeof sampler->mask);
    sampler->tree[sampler->count++] = root;
    return sampler;
}

bool gate_host_sampler_watch_quota(gate_host_sampler *sampler, const char *path) {
    if (sampler->quota_count == MAX_QUOTAS) return false;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    uint64_t time;
    if (!read_throttled(file, &time)) {
        close(file);
        return false;
    }
    sampler->quotas[sampler->quota_count++] = file;
    return true;
}

void gate_host_sampler_free(gate_host_sampler *sampler) {
    for (int index = 0; index < sampler->quota_count; index++) close(sampler->quotas[index]);
    free(sampler);
}

void gate_host_sampler_read(gate_host_sampler *sampler, gate_host_sample *sample) {
    memset(sample, 0, sizeof *sample);
    look_for_children(sampler);
    // The two that are subtracted from each other come directly one after the other.
    sample->now = nanoseconds(CLOCK_MONOTONIC);
    read_machine(sampler, sample);
    read_tree(sampler, sample);
}
