// What the POSIX half needs from the file of its system (linux.c): the calls that make a handle
// which no child inherits, in one step, and constants that are spelled differently.
#pragma once

#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/socket.h>

#include "weld.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the wire format is little-endian and is written as it stands in memory"
#endif

#if defined(__linux__)
#define SYSTEM_SEND_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL)
#define SYSTEM_RECEIVE_FLAGS MSG_CMSG_CLOEXEC
#define SYSTEM_MODIFIED(status) (status).st_mtim
#else
#error "CWeldPlatform has no file for this system yet"
#endif

// Runs a call that returns -1 and errno until no signal interrupts it.
#define RETRYING(result, call)                                                                     \
    do {                                                                                           \
        (result) = (call);                                                                         \
    } while ((result) < 0 && errno == EINTR)

// Sets errno and returns WELD_FAILED.
static inline int32_t system_refusal(int code) {
    errno = code;
    return WELD_FAILED;
}

// Closes without touching errno.
void system_close(int descriptor);

int system_socket(void);
int system_accept(int listener);
int system_pipe(int ends[2]);
int system_socket_pair(int ends[2]);
// `left` nanoseconds; WELD_NEVER waits for ever. An interruption ends it.
int system_poll(struct pollfd *entries, size_t count, uint64_t left);
// Lets a spawned child close everything from a number on.
int system_close_from(posix_spawn_file_actions_t *actions, int number);
// Locks a file for as long as the handle, or a copy of it, is open; EAGAIN or EACCES where another
// has it. Never waits.
int system_own(int descriptor);
void system_name_thread(const char *name);
// Writes once to what a descriptor of a pipe or terminal leads to, and never waits.
int64_t system_write_opened(int descriptor, const void *bytes, size_t count);
