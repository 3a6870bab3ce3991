// The judge's driver for stubs that an emulator runs: it plays the other end of a stub, kills stubs and looks at what they
// leave, and says what it saw as an attempt does: one JSON object a line (AttemptMessage). It judges
// nothing, and of the judged it uses weld.h alone.
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "weld.h"

// What the driver was asked for.
struct order {
    const char *part, *editor, *runtime, *directory, *program;
    uint64_t seed;
    int32_t rounds;
    // Given to the stub on its command line, each behind --sabotage.
    const char *editor_faults[4], *runtime_faults[4];
    int32_t editor_fault_count, runtime_fault_count;
};

// MARK: what is said

// One message; its text is escaped.
void say_fact(const char *key, const char *format, ...);
void say_violation(const char *kind, const char *format, ...);
// Ends the driver: nothing that follows would mean anything. The judge's side failed.
_Noreturn void say_fault(const char *format, ...);
// The same, for what the stub did.
_Noreturn void say_end_of_subject(const char *kind, const char *format, ...);
void say_samples(const char *metric, const char *unit, const double *values, size_t count);
void say_count(const char *metric, int value);
// One trial of what must hold: 0 where it held.
void say_trial(const char *metric, bool holds);
void say_end(void);

// MARK: chance

uint64_t chance(uint64_t *state);
uint64_t in(uint64_t milliseconds);  // a deadline

// MARK: stubs

struct stub {
    weld_handle process, events;
    int32_t pid;
    bool has_ended;
    struct weld_ending ending;
    char lines[1 << 16];
    size_t filled;
    int32_t announced;  // sabotages that it said it has
};

bool stub_start(struct stub *stub, const char *path, const char *const *arguments, int32_t count,
                const char *const *faults, int32_t fault_count);
// Waits for an event of this name, of a role unless NULL; returns its line until the next call.
const char *stub_event(struct stub *stub, const char *name, const char *role, uint64_t deadline);
// The number behind a key of a line; 0 where there is none.
int64_t number_of(const char *line, const char *key);
bool stub_await_end(struct stub *stub, uint64_t deadline);
void stub_kill(struct stub *stub);
void stub_clear(struct stub *stub);
// Whether nothing of this id runs any more by then.
bool process_is_gone(int32_t pid, uint64_t deadline);
// Takes in what loses its parent, where only a parent is told of an end.
void process_adopt(void);
// A process that is nobody's child here, asked by the driver itself: its handle, and its exit code
// once it has ended; -1 while it runs.
void *process_open(int32_t pid);
int64_t process_code(void *process, uint64_t deadline);
void process_end(void *process);
void process_close(void *process);

// MARK: the wire, by literals

enum {
    HELLO = 1, HELLO_ACK, ECHO, ECHO_REPLY, SPAWN, CREATED, MODIFY, MODIFY_ACK, HEARTBEAT,
    HEARTBEAT_ACK, SHUTDOWN, SHUTDOWN_ACK, LOG, HANDOFF, TYPES
};
enum { FRAME_ROOM = 512 };
// How long one receive waits before its deadline is looked at, in nanoseconds.
enum { TICK = 50000000 };

struct frame {
    uint16_t type;
    uint32_t number;
    size_t length;  // of the body
    uint8_t body[FRAME_ROOM];
};

struct line {
    weld_handle socket;
    uint32_t number;
    uint8_t bytes[4096];
    size_t filled;
};

size_t frame_spell(uint8_t *to, uint16_t type, uint32_t number, const void *body, size_t size);
bool line_send(struct line *line, const void *bytes, size_t count, const weld_handle *handles,
               int32_t handle_count);
enum outcome { CAME, GONE, LATE, BROKEN };
enum outcome line_receive(struct line *line, struct frame *frame, uint64_t deadline);
// The next frame that is no LogMessage.
enum outcome line_answer(struct line *line, struct frame *frame, uint64_t deadline);

// A runtime that was started and greeted.
struct session {
    struct stub stub;
    struct line line;
    weld_handle listener;
    struct weld_facts made;
    char path[512];
};

// Starts a runtime and greets it; ends the driver with a violation where it does not come.
void session_begin(struct session *session, const struct order *order, const char *name,
                   const char *const *more, int32_t count);
// Greets who connects next.
bool session_greet(struct session *session, uint64_t deadline);
void session_end(struct session *session);

// MARK: the parts

void part_round_trips(const struct order *order);
int part_floor(const char *path);
void part_faults(const struct order *order);
void part_runtime_killed(const struct order *order);
void part_editor_killed(const struct order *order);
void part_viewport(const struct order *order);
void part_handles(const struct order *order);
