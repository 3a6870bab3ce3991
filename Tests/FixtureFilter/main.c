// Starts a program behind a filter that denies system calls, as containers and services have them:
// fixture-filter NAME[,NAME]... ERRNO|kill PROGRAM [ARGUMENT]...
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *name;
    int number;
} calls[] = {
    {"memfd_create", SYS_memfd_create},
    {"sched_setaffinity", SYS_sched_setaffinity},
    {"pidfd_open", SYS_pidfd_open},
    {"pidfd_send_signal", SYS_pidfd_send_signal},
    {"eventfd2", SYS_eventfd2},
    {"signalfd4", SYS_signalfd4},
    {"epoll_create1", SYS_epoll_create1},
    {"timerfd_create", SYS_timerfd_create},
    {"inotify_init1", SYS_inotify_init1},
    {"ptrace", SYS_ptrace},
    {"process_vm_readv", SYS_process_vm_readv},
    {"socketpair", SYS_socketpair},
    {"socket", SYS_socket},
    {"sendmsg", SYS_sendmsg},
    {"prctl", SYS_prctl},
    {"prlimit64", SYS_prlimit64},
    {"flock", SYS_flock},
    {"futex", SYS_futex},
    {"clone3", SYS_clone3},
    {"mknodat", SYS_mknodat},
    {"fallocate", SYS_fallocate},
};

int main(int count, char **words) {
    if (count < 4) return 64;
    struct sock_filter filter[2 * sizeof calls / sizeof calls[0] + 2];
    unsigned short length = 0;
    const unsigned deny = strcmp(words[2], "kill") == 0
                              ? SECCOMP_RET_KILL_PROCESS
                              : SECCOMP_RET_ERRNO | (unsigned)atoi(words[2]);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                    offsetof(struct seccomp_data, nr));
    for (char *name = strtok(words[1], ","); name != NULL; name = strtok(NULL, ",")) {
        int number = -1;
        for (size_t index = 0; index < sizeof calls / sizeof calls[0]; index++)
            if (strcmp(calls[index].name, name) == 0) number = calls[index].number;
        if (number < 0) return 64;
        filter[length++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1);
        filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, deny);
    }
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog program = {length, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        perror("fixture-filter");
        return 71;
    }
    execv(words[3], words + 3);
    perror(words[3]);
    return 127;
}
