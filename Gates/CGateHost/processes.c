#define _GNU_SOURCE
#include "CGateHost.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// MARK: starting

static bool is_target(int number, const gate_host_inherited *inherited, size_t count) {
    for (size_t index = 0; index < count; index++)
        if (inherited[index].target == number) return true;
    return false;
}

// Copies of the sources first, above every target: a plain dup2 would overwrite a source that is
// still to come.
static int add_inherited(posix_spawn_file_actions_t *actions,
                         const gate_host_inherited *inherited, size_t count, int *copies) {
    int highest = 2;
    for (size_t index = 0; index < count; index++)
        if (inherited[index].target > highest) highest = inherited[index].target;
    int error = 0;
    for (size_t index = 0; index < count; index++) {
        copies[index] = fcntl(inherited[index].source, F_DUPFD_CLOEXEC, highest + 1);
        if (copies[index] < 0) return errno;
        error = posix_spawn_file_actions_adddup2(actions, copies[index], inherited[index].target);
        if (error != 0) return error;
    }
    for (int number = 0; number <= highest; number++) {
        if (is_target(number, inherited, count)) continue;
        if (number > 2) {
            error = posix_spawn_file_actions_addclose(actions, number);
        } else if (fcntl(number, F_GETFD) >= 0) {
            // Onto itself: clears close-on-exec.
            error = posix_spawn_file_actions_adddup2(actions, number, number);
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

int gate_host_spawn(pid_t *pid, const char *path, char *const arguments[],
                    char *const environment[], const char *directory,
                    const gate_host_inherited *inherited, size_t count, bool new_group) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int *copies = malloc((count + 1) * sizeof(int));
    if (copies == NULL) return ENOMEM;
    for (size_t index = 0; index < count; index++) copies[index] = -1;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) goto release_copies;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) goto release_actions;

    error = add_inherited(&actions, inherited, count, copies);
    if (error == 0 && directory != NULL)
        error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (error == 0) error = set_attributes(&attributes, new_group);
    if (error == 0) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);

    posix_spawnattr_destroy(&attributes);
release_actions:
    posix_spawn_file_actions_destroy(&actions);
release_copies:
    for (size_t index = 0; index < count; index++)
        if (copies[index] >= 0) close(copies[index]);
    free(copies);
    return error;
}

char **gate_host_environment(void) {
    return environ;
}

// MARK: ending

int gate_host_open_process(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int gate_host_signal_process(int process, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
}

int gate_host_signal_thread(pid_t process, pid_t thread, int signal) {
    return (int)syscall(SYS_tgkill, process, thread, signal);
}

gate_host_status gate_host_decode_status(int status) {
    gate_host_status decoded = {0};
    if (WIFEXITED(status)) {
        decoded.ended = true;
        decoded.value = WEXITSTATUS(status);
    } else if (WIFSIGNALED(status)) {
        decoded.ended = true;
        decoded.signalled = true;
        decoded.core_dumped = WCOREDUMP(status);
        decoded.value = WTERMSIG(status);
    }
    return decoded;
}

int gate_host_peek_status(pid_t pid, gate_host_status *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    memset(status, 0, sizeof *status);
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != EINTR) return -1;
    }
    if (info.si_pid == 0) return 0;
    // Not the word that the W* macros take: waitid hands its parts out one by one.
    status->ended = true;
    status->signalled = info.si_code != CLD_EXITED;
    status->core_dumped = info.si_code == CLD_DUMPED;
    status->value = info.si_status;
    return 0;
}

pid_t gate_host_reap(pid_t pid, bool waits, gate_host_status *status) {
    int word = 0;
    pid_t reaped;
    do {
        reaped = waitpid(pid, &word, waits ? 0 : WNOHANG);
    } while (reaped < 0 && errno == EINTR);
    memset(status, 0, sizeof *status);
    if (reaped > 0) *status = gate_host_decode_status(word);
    return reaped;
}

int gate_host_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int gate_host_limit_open_files(pid_t pid, uint64_t count) {
    struct rlimit limit;
    if (prlimit(pid, RLIMIT_NOFILE, NULL, &limit) != 0) return -1;
    limit.rlim_cur = count;
    return prlimit(pid, RLIMIT_NOFILE, &limit, NULL);
}
