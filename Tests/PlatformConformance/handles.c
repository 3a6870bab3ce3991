// Errors, clock, handles and files.
#include "suite.h"

void errors_and_clock(void) {
    bool agree = true, differ = true;
    for (int32_t kind = 0; kind < WELD_KIND_COUNT; kind++) {
        const int32_t code = weld_error_code(kind);
        agree = agree && weld_error_kind(code) == kind;
        for (int32_t other = 0; other < kind; other++)
            differ = differ && weld_error_code(other) != code;
    }
    CHECK("a kind's code is of that kind", agree);
    CHECK("no code stands for two kinds", differ);
    CHECK("an unknown code is of no kind", weld_error_kind(-77) == WELD_OTHER);
    CHECK("an unknown kind has a code of no kind",
          weld_error_kind(weld_error_code(1000)) == WELD_OTHER);
    CHECK("a failure leaves its code",
          FAILED(weld_close(-1), WELD_BAD_HANDLE) && weld_error() != 0);

    char text[128], cut[4];
    const int64_t length = weld_error_text(weld_error_code(WELD_NOT_FOUND), text, sizeof text);
    CHECK("a code has a text", length > 4 && (int64_t)strlen(text) == length);
    CHECK("a text is cut to its room",
          weld_error_text(weld_error_code(WELD_NOT_FOUND), cut, sizeof cut) == 3 &&
              strlen(cut) == 3);

    const uint64_t first = weld_now();
    bool forward = true;
    for (uint64_t last = first, i = 0; i < 1000; i++) {
        const uint64_t now = weld_now();
        forward = forward && now >= last;
        last = now;
    }
    CHECK("the clock never goes back", first > 0 && forward);
    CHECK("the clock is finer than 50 us",
          weld_clock_resolution() > 0 && weld_clock_resolution() < 50000);
}

static bool is_private(weld_handle handle) {
    return handle >= 0 && weld_is_inheritable(handle) == 0;
}

static void not_inherited(void) {
    weld_handle pipe[2], pair[2];
    struct weld_facts made;
    const char *at = path("private");
    const int32_t kill = weld_signal(WELD_SIGNAL_USER2);
    weld_pipe(pipe);
    weld_socket_pair(pair);
    const weld_handle all[] = {
        pipe[0],
        pipe[1],
        pair[0],
        pair[1],
        weld_event(),
        weld_memory("private", 1),
        weld_duplicate(pipe[0]),
        weld_listen(at, 4, &made),
        weld_connect(at, in(5000)),
        weld_create_file(path("file")),
        weld_memory_create("/weld-conf-private", 1),
        weld_memory_attach("/weld-conf-private"),
        weld_process(weld_self()),
        weld_signal_receiver(&kill, 1),
    };
    bool none = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) none = none && is_private(all[i]);
    CHECK("no child inherits what is made", none);
    const weld_handle peer = accepted(all[7], in(5000));
    CHECK("no child inherits what is accepted", is_private(peer));
    weld_close(peer);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) weld_close(all[i]);
    weld_remove_socket(at, &made);
    weld_remove_file(path("file"));
    weld_memory_remove("/weld-conf-private");
}

static void bytes(void) {
    char buffer[16];
    weld_handle ends[2];
    CHECK("a pipe", weld_pipe(ends) == 0);
    CHECK("what is written is read", weld_write(ends[1], "hello", 5) == 5 &&
                                         weld_read(ends[0], buffer, 16) == 5 &&
                                         memcmp(buffer, "hello", 5) == 0);
    CHECK("non-blocking with nothing to read",
          weld_set_non_blocking(ends[0], true) == 0 && weld_read(ends[0], buffer, 1) == WELD_AGAIN);
    CHECK("non-blocking twice", weld_set_non_blocking(ends[0], true) == 0);
    const int32_t room = weld_set_pipe_capacity(ends[1], PIPE_ASKED);
    CHECK("a pipe gets the room it asks for", room >= PIPE_ASKED);
    weld_set_non_blocking(ends[1], true);
    static char block[4096];
    int64_t total = 0, part;
    while ((part = weld_write(ends[1], block, sizeof block)) > 0) total += part;
    CHECK("a full pipe takes nothing", part == WELD_AGAIN && total >= PIPE_ASKED);
    weld_set_non_blocking(ends[0], false);
    weld_close(ends[1]);
    while ((part = weld_read(ends[0], block, sizeof block)) > 0) total -= part;
    CHECK("a pipe without a writer ends after its last byte", part == 0 && total == 0);
    weld_close(ends[0]);
    CHECK("a closed handle reads nothing", FAILED(weld_read(ends[0], buffer, 1), WELD_BAD_HANDLE));
    CHECK("a closed handle writes nothing", FAILED(weld_write(ends[1], "x", 1), WELD_BAD_HANDLE));
}

void handles(void) {
    weld_handle ends[2];
    struct weld_facts facts, copied;
    not_inherited();
    bytes();
    weld_pipe(ends);
    const weld_handle copy = weld_duplicate(ends[0]);
    CHECK("a duplicate is the same object",
          copy != ends[0] && weld_facts(copy, &copied) == 0 && weld_facts(ends[0], &facts) == 0 &&
              copied.inode == facts.inode && copied.device == facts.device);
    CHECK("a closed handle is closed",
          weld_close(copy) == 0 && FAILED(weld_close(copy), WELD_BAD_HANDLE));
    CHECK("nothing duplicates nothing", FAILED(weld_duplicate(copy), WELD_BAD_HANDLE));
    CHECK("nothing is not inheritable", FAILED(weld_is_inheritable(copy), WELD_BAD_HANDLE));
    CHECK("nothing does not block", FAILED(weld_set_non_blocking(copy, true), WELD_BAD_HANDLE));
    weld_close(ends[0]);
    weld_close(ends[1]);

    const weld_handle event = weld_event();
    CHECK("an event begins at 0",
          weld_event_drain(event) == 0 && found(event, WELD_READABLE, 0) == 0);
    CHECK("a signalled event is readable",
          weld_event_signal(event) == 0 && weld_event_signal(event) == 0 &&
              found(event, WELD_READABLE, in(1000)) == WELD_READABLE);
    CHECK("a drained event was what was added",
          weld_event_drain(event) == (COUNTS_EVENTS ? 2 : 1));
    CHECK("a drained event is 0",
          weld_event_drain(event) == 0 && found(event, WELD_READABLE, 0) == 0);
    weld_close(event);
    CHECK("nothing is no event", FAILED(weld_event_signal(event), WELD_BAD_HANDLE) &&
                                     FAILED(weld_event_drain(event), WELD_BAD_HANDLE));
}

static bool is_type(weld_handle handle, int32_t type) {
    struct weld_facts facts;
    return weld_facts(handle, &facts) == 0 && facts.type == type;
}

static void types(void) {
    weld_handle pipe[2], pair[2];
    weld_pipe(pipe);
    weld_socket_pair(pair);
    const weld_handle event = weld_event(), memory = weld_memory("types", 3);
    CHECK("a pipe is a pipe", is_type(pipe[0], WELD_PIPE) && is_type(pipe[1], WELD_PIPE));
    CHECK("a socket is a socket", is_type(pair[0], WELD_SOCKET));
    CHECK("an event is anonymous", is_type(event, WELD_ANONYMOUS));
    CHECK("memory is regular", is_type(memory, WELD_REGULAR));
    const weld_handle all[] = {pipe[0], pipe[1], pair[0], pair[1], event, memory};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) weld_close(all[i]);
}

void files(void) {
    char buffer[16], names[64];
    struct weld_facts by_handle, by_path;
    types();
    const char *name = path("one");
    const weld_handle file = weld_create_file(name);
    CHECK("a file is made", file >= 0);
    CHECK("a file that exists is not made", FAILED(weld_create_file(name), WELD_EXISTS));
    CHECK("a file in no directory is not made",
          FAILED(weld_create_file(path("none/x")), WELD_NOT_FOUND));
    CHECK("bytes go where they are told",
          weld_write_at(file, "abc", 3, 5) == 3 && weld_read_at(file, buffer, 16, 6) == 2 &&
              memcmp(buffer, "bc", 2) == 0 && weld_read_at(file, buffer, 16, 8) == 0);
    CHECK("the position of a file stays", weld_read(file, buffer, 16) == 8 && buffer[5] == 'a');
    CHECK("handle and path tell the same",
          weld_facts(file, &by_handle) == 0 && weld_facts_at(name, &by_path) == 0 &&
              by_handle.inode == by_path.inode && by_handle.device == by_path.device &&
              by_handle.size == 8 && by_path.size == 8 && by_path.type == WELD_REGULAR);
    CHECK("a file is its user's alone", by_handle.mode == 0600 && by_handle.owner == weld_user());
    CHECK("a file is new", by_handle.modified_ns > 1700000000ull * 1000000000);
    CHECK("nothing has no facts",
          FAILED(weld_facts(-1, &by_handle), WELD_BAD_HANDLE) &&
              FAILED(weld_facts_at(path("none"), &by_path), WELD_NOT_FOUND));
    weld_close(weld_create_file(path("two")));
    const int64_t needed = weld_list(path(""), names, sizeof names);
    CHECK("the names in a directory",
          needed == 8 && (memcmp(names, "one\0two", 8) == 0 || memcmp(names, "two\0one", 8) == 0));
    memset(names, 'x', sizeof names);
    CHECK("a list that has no room says what it needs", weld_list(path(""), names, 5) == 8 &&
                                                            names[5] == 'x' &&
                                                            weld_list(path(""), NULL, 0) == 8);
    CHECK("nothing has no names", FAILED(weld_list(path("none"), names, 64), WELD_NOT_FOUND));
    CHECK("a file has no names", FAILED(weld_list(name, names, 64), WELD_NOT_DIRECTORY));
    weld_close(file);
    CHECK("a file is removed, once",
          weld_remove_file(name) == 0 && FAILED(weld_remove_file(name), WELD_NOT_FOUND));
    weld_remove_file(path("two"));

    char made[300], small[4];
    CHECK("a private directory is made, and found again",
          weld_private_directory(path("own"), made, sizeof made) > 0 &&
              strcmp(made, path("own")) == 0 &&
              weld_private_directory(path("own"), made, sizeof made) == (int64_t)strlen(made));
    CHECK("a private directory is its user's alone", weld_facts_at(made, &by_path) == 0 &&
                                                         by_path.mode == 0700 &&
                                                         by_path.type == WELD_DIRECTORY);
    remove_directory(made);
    weld_close(weld_create_file(name));
    CHECK("a file is no directory",
          FAILED(weld_private_directory(name, made, sizeof made), WELD_NOT_DIRECTORY) &&
              strcmp(made, name) == 0);
    weld_remove_file(name);
    CHECK("a directory in none is not made",
          FAILED(weld_private_directory(path("none/x"), made, sizeof made), WELD_NOT_FOUND));
    CHECK("a path that has no room is refused",
          FAILED(weld_private_directory(path("own"), small, sizeof small), WELD_NAME_TOO_LONG));
}
