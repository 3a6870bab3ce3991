// What the cases share. Everything that is asked of a system goes through weld.h.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weld.h"

#ifdef WELD_CONTROLS
#include "controls.h"
#endif

// What systems do differently, as weld.h says: whether one direction of a connection can end alone,
// whether a name can be removed while memory is open, whether a peer that vanished with bytes unread
// is always told from one that ended, whether writing to nobody can be a signal.
#ifdef _WIN32
enum { HAS_HALVES = 0, HAS_LASTING_NAMES = 0, HAS_SIGPIPE = 0, HAS_ONLY_ITS_VARIABLES = 0 };
#else
enum { HAS_HALVES = 1, HAS_LASTING_NAMES = 1, HAS_SIGPIPE = 1, HAS_ONLY_ITS_VARIABLES = 1 };
#endif
#ifdef __linux__
enum { TELLS_RESETS = 1 };
#else
enum { TELLS_RESETS = 0 };
#endif
// Whether an event counts, memory can be owned, and how much room a pipe can be asked for.
#ifdef __APPLE__
enum { COUNTS_EVENTS = 0, HAS_OWNERS = 0, PIPE_ASKED = 65536, SEALED = WELD_INVALID };
#else
enum { COUNTS_EVENTS = 1, HAS_OWNERS = 1, PIPE_ASKED = 100000, SEALED = WELD_PERMISSION };
#endif

#define MILLISECOND 1000000ull

// Counts a case; one that does not hold is printed with its place and the last error.
#define CHECK(name, condition) check(name, (condition), __FILE__, __LINE__)
void check(const char *name, bool holds, const char *file, int line);

// Whether the last call failed for a reason of this kind.
#define FAILED(result, kind) ((result) == WELD_FAILED && weld_error_kind(weld_error()) == (kind))

// A moment that lies so many milliseconds ahead.
static inline uint64_t in(uint64_t milliseconds) { return weld_now() + milliseconds * MILLISECOND; }

// Whether so many milliseconds have passed since a moment, and not far more: a busy machine may
// take seconds, a wait that forgot its deadline takes longer.
bool took(uint64_t since, uint64_t milliseconds);

// A path in the suite's own directory; valid until the eighth next call.
const char *path(const char *name);
int remove_directory(const char *where);
// The path of this very program.
const char *program(void);

// Starts this program as a child in a mode of children.c.
weld_handle child(const char *mode, const char *argument, const struct weld_inherited *inherited,
                  size_t count, int32_t *process);
// Waits for a child's end and reaps it: its exit code, 1000 + the number of a signal, or -1.
int ending(weld_handle handle, int32_t process);
// Waits for the next connection; WELD_AGAIN when the deadline passed.
weld_handle accepted(weld_handle listener, uint64_t deadline);
// Polls one handle; what was found, 0 when the deadline passed.
int found(weld_handle handle, int16_t wanted, uint64_t deadline);
// Reads until the end or until `count` bytes are there; returns how many.
size_t read_all(weld_handle handle, char *bytes, size_t count);

int as_child(char **arguments);

void errors_and_clock(void);
void handles(void);
void files(void);
void streams(void);
void listening(void);
void messages(void);
void clients(void);
void waiting(void);
void memory(void);
void processes(void);
void this_process(void);
void threads(void);
void stress(void);
void signals(void);
void rules_of_posix(void);
void rules_of_windows(void);
