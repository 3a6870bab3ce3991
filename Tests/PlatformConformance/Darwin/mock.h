// Darwin's calls in Linux's terms, so that darwin.c and the branches for it run on a Linux machine
// (CI/darwin.sh). A check of our logic only: nothing here says what macOS does. Included before
// everything else.
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#undef __linux__
#define __APPLE__ 1
#undef MSG_CMSG_CLOEXEC
#undef MSG_NOSIGNAL
#undef SOCK_CLOEXEC

#define st_mtimespec st_mtim
// Of the length byte: the family, which is set after it.
#define sun_len sun_family

// MARK: sockets

#define SO_NOSIGPIPE 0x1022
#define SOL_LOCAL 0
#define LOCAL_PEERPID 2
int mock_setsockopt(int, int, int, const void *, socklen_t);
int mock_getsockopt(int, int, int, void *, socklen_t *);
ssize_t mock_send(int, const void *, size_t, int);
ssize_t mock_sendmsg(int, const struct msghdr *, int);
int getpeereid(int, uid_t *, gid_t *);
#define setsockopt mock_setsockopt
#define getsockopt mock_getsockopt
#define send mock_send
#define sendmsg mock_sendmsg

// MARK: memory that can be sized once

int mock_ftruncate(int, off_t);
int mock_shm_open(const char *, int, mode_t);
#define ftruncate mock_ftruncate
#define shm_open mock_shm_open
int os_sync_wait_on_address_with_timeout(void *, uint64_t, size_t, uint32_t, uint32_t, uint64_t);
int os_sync_wake_by_address_any(void *, size_t, uint32_t);

// MARK: queues

struct kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};
#define EV_SET(event, i, f, fl, ff, d, u)                                                          \
    (*(event) = (struct kevent){(i), (f), (fl), (ff), (d), (u)})
enum { EVFILT_USER = -10, EVFILT_SIGNAL = -6, EVFILT_PROC = -5, EV_ADD = 1, EV_CLEAR = 0x20 };
enum { NOTE_TRIGGER = 0x01000000 };
#define NOTE_EXIT 0x80000000u
int kqueue(void);
int mock_kevent(int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
#define kevent(...) mock_kevent(__VA_ARGS__)
int mock_close(int);
#define close mock_close

// MARK: processes and threads

#define POSIX_SPAWN_CLOEXEC_DEFAULT 0
enum { CTL_KERN = 1, KERN_PROC = 14, KERN_PROC_PID = 1, SZOMB = 5, RUSAGE_INFO_V0 = 0 };
struct kinfo_proc {
    struct {
        struct timeval p_starttime;
        char p_stat;
    } kp_proc;
    struct {
        pid_t e_ppid;
    } kp_eproc;
};
struct rusage_info_v0 {
    uint64_t ri_resident_size;
};
typedef void *rusage_info_t;
int sysctl(int *, unsigned, void *, size_t *, void *, size_t);
int proc_pid_rusage(int, int, rusage_info_t *);
int *_NSGetArgc(void);
char ***_NSGetArgv(void);
int _NSGetExecutablePath(char *, uint32_t *);
int mock_setname(const char *);
#define pthread_setname_np(name) mock_setname(name)
int pthread_threadid_np(pthread_t, uint64_t *);
// Linux knows no priority but 0 for what is scheduled ordinarily.
int mock_setschedparam(pthread_t, int, const struct sched_param *);
#define pthread_setschedparam mock_setschedparam
