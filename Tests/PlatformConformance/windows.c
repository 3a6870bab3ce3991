// What can only be asked on Windows: who may use what is made, what children could inherit, what is
// left open, and peers that do not keep to how handles travel.
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <aclapi.h>
#include <winternl.h>
// The system's says something else.
#undef FAILED
#endif

#include "suite.h"

#ifdef _WIN32

// MARK: what the system lists of a process's handles

struct entry {
    PVOID object;
    ULONG_PTR process, handle;
    ULONG access;
    USHORT trace, type;
    ULONG attributes, reserved;
};

struct list {
    ULONG_PTR count, reserved;
    struct entry entries[];
};

enum { EXTENDED_HANDLES = 64, INHERITABLE = 2 };

// GetProcessHandleCount always says 0 under Wine 8; this list is right on both.
static struct list *own_handles(void) {
    for (ULONG size = 1 << 20; size < 1u << 28; size *= 2) {
        struct list *list = malloc(size);
        ULONG needed;
        if (list == NULL) return NULL;
        if (NtQuerySystemInformation((SYSTEM_INFORMATION_CLASS)EXTENDED_HANDLES, list, size,
                                     &needed) >= 0) {
            return list;
        }
        free(list);
    }
    return NULL;
}

static int count_handles(bool only_inheritable) {
    struct list *list = own_handles();
    int count = 0;
    for (ULONG_PTR i = 0; list != NULL && i < list->count; i++) {
        if (list->entries[i].process != GetCurrentProcessId()) continue;
        DWORD flags = 0;
        GetHandleInformation((HANDLE)list->entries[i].handle, &flags);
        count += !only_inheritable || (flags & HANDLE_FLAG_INHERIT) != 0;
    }
    free(list);
    return count;
}

// MARK: everything once, with its errors

static void use_everything(bool *are_private) {
    struct weld_facts made, other;
    struct weld_received received;
    weld_handle pipe[2], pair[2], came[2], all[16];
    int32_t process;
    int count = 0;
    char bytes[64];
    char at[300];
    snprintf(at, sizeof at, "%s", path("every"));
    const int before = count_handles(true);
    weld_pipe(pipe);
    weld_socket_pair(pair);
    const weld_handle listener = weld_listen(at, 2, &made);
    all[count++] = listener;
    all[count++] = weld_connect(at, in(5000));
    all[count++] = accepted(listener, in(5000));
    all[count++] = weld_event();
    all[count++] = weld_memory("every", 4096);
    all[count++] = weld_memory_create("/weld-conf-every", 4096);
    all[count++] = weld_memory_attach("/weld-conf-every");
    all[count++] = weld_process(weld_self());
    all[count++] = weld_create_file(path("every-file"));
    all[count++] = weld_duplicate(pipe[0]);
    weld_send(all[1], "h", 1, &all[4], 1);
    weld_receive(all[2], bytes, 1, WELD_WAITS, came, 2, &received);
    *are_private = *are_private && count_handles(true) == before && received.handle_count == 1;
    for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
    // Left in flight, refused, and failed half-way.
    weld_send(pair[0], "l", 1, &all[4], 1);
    weld_handle wrong[2] = {all[4], 60000};
    weld_send(pair[0], "w", 1, wrong, 2);
    weld_listen(at, 2, &other);
    weld_connect(path("nobody"), in(100));
    weld_memory_create("/weld-conf-every", 4096);
    weld_memory_attach("/weld-conf-nobody");
    weld_process(0x7ffffff0);
    weld_create_file(path("every-file"));
    weld_receive(pair[1], bytes, 1, WELD_PEEKS, NULL, 0, &received);
    found(pair[1], WELD_READABLE | WELD_WRITABLE, in(5));
    found(pipe[0], WELD_READABLE, in(5));
    const struct weld_inherited inherited = {.source = pipe[1], .target = 5};
    const weld_handle handle = child("exit", "0", &inherited, 1, &process);
    ending(handle, process);
    weld_close(handle);
    const struct weld_inherited nothing = {.source = 60000, .target = 5};
    child("exit", "0", &nothing, 1, &process);
    for (int i = count; i-- > 0;) weld_close(all[i]);
    weld_close(pipe[0]);
    weld_close(pipe[1]);
    weld_close(pair[0]);
    weld_close(pair[1]);
    weld_remove_socket(at, &made);
    weld_remove_file(path("every-file"));
}

static void nothing_left(void) {
    bool are_private = true;
    // The first time the system opens what it keeps.
    use_everything(&are_private);
    const int before = count_handles(false);
    for (int round = 0; round < 5; round++) use_everything(&are_private);
    CHECK("the system lists handles", before > 3);
    CHECK("no handle is inheritable, whatever is open", are_private);
    CHECK("everything that was opened is closed, on every path", count_handles(false) == before);
}

// MARK: who may

static bool is_only_ours(HANDLE object) {
    PSECURITY_DESCRIPTOR descriptor;
    PACL list = NULL;
    PSID owner = NULL;
    ACCESS_ALLOWED_ACE *entry = NULL;
    if (GetSecurityInfo(object, SE_KERNEL_OBJECT,
                        OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, NULL, &list,
                        NULL, &descriptor) != ERROR_SUCCESS) {
        return false;
    }
    const bool is_so = list != NULL && list->AceCount == 1 &&
                       GetAce(list, 0, (void **)&entry) &&
                       entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
                       EqualSid(&entry->SidStart, owner);
    LocalFree(descriptor);
    return is_so;
}

// The lists are read back; that they are enforced is the system's, and Wine 8 enforces none.
static void lists(void) {
    wchar_t name[96];
    const weld_handle memory = weld_memory_create("/weld-conf-list", 4096);
    const HANDLE section = OpenFileMappingW(FILE_MAP_READ | READ_CONTROL, FALSE,
                                            L"Local\\weld-conf-list");
    CHECK("memory with a name is its user's alone", section != NULL && is_only_ours(section));
    CloseHandle(section);
    weld_close(memory);
    const int32_t user2 = weld_signal(WELD_SIGNAL_USER2);
    weld_signal_block(&user2, 1);
    _snwprintf(name, 96, L"Local\\weld-signal-%ld-%ld", (long)weld_self(), (long)user2);
    const HANDLE event = OpenEventW(READ_CONTROL, FALSE, name);
    CHECK("a signal's event is its user's alone", event != NULL && is_only_ours(event));
    CloseHandle(event);
}

// MARK: peers of another making

// As the library itself names pipes (windows_sockets.c): Wine 8 lists none.
bool socket_pipe_name(const char *path, const wchar_t *suffix, wchar_t name[256]);

static HANDLE open_raw(const wchar_t *name) {
    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
}

static void say_raw(HANDLE pipe, const void *bytes, DWORD count) {
    DWORD written;
    WriteFile(pipe, bytes, count, &written, NULL);
}

// Connects as this library does, but by hand: what it writes beside the stream is its own.
static HANDLE greet_raw(const wchar_t *main, const wchar_t *side, HANDLE *channel) {
    static const char nonce[] = "0123456789abcdef";
    char words[32] = "\0weld handles 1\n";
    memcpy(words + 16, nonce, 16);
    const HANDLE stream = open_raw(main);
    *channel = open_raw(side);
    say_raw(*channel, nonce, 16);
    say_raw(stream, words, 32);
    return stream;
}

static void strangers(void) {
    wchar_t main[256], side[256];
    struct weld_facts made;
    struct weld_received received;
    char bytes[64], base[64];
    weld_handle came[4];
    snprintf(base, sizeof base, "stranger-%d", weld_self());
    const char *at = path(base);
    const weld_handle listener = weld_listen(at, 4, &made);
    CHECK("a socket's pipes have its name", socket_pipe_name(at, L"", main) &&
                                                socket_pipe_name(at, L".handles", side) &&
                                                wcsstr(main, L"stranger-") != NULL);

    HANDLE raw = open_raw(main), channel;
    weld_handle socket = accepted(listener, in(5000));
    say_raw(raw, "plain", 5);
    CHECK("bytes of who does not greet are bytes",
          socket >= 0 && weld_receive(socket, bytes, 64, WELD_WAITS, came, 4, &received) == 5 &&
              memcmp(bytes, "plain", 5) == 0 && received.handle_count == 0);
    const weld_handle memory = weld_memory("stranger", 4096);
    CHECK("it is sent no handles",
          FAILED(weld_send(socket, "x", 1, &memory, 1), WELD_UNSUPPORTED) &&
              weld_send(socket, "x", 1, NULL, 0) == 1);
    CloseHandle(raw);
    weld_close(socket);

    raw = open_raw(main);
    socket = accepted(listener, in(5000));
    say_raw(raw, "\0weld", 5);
    CHECK("half a greeting is waited for",
          weld_receive(socket, bytes, 64, 0, NULL, 0, &received) == WELD_AGAIN &&
              found(socket, WELD_READABLE, in(20)) == 0);
    CloseHandle(raw);
    CHECK("until it is known to be bytes",
          found(socket, WELD_READABLE, in(5000)) != 0 &&
              weld_receive(socket, bytes, 64, WELD_WAITS, NULL, 0, &received) == 5 &&
              weld_receive(socket, bytes, 64, WELD_WAITS, NULL, 0, &received) == 0);
    weld_close(socket);

    // A record: offset, length, count, then value, identity, kind and rights of each.
    uint64_t record[3 + 3 * 2] = {0, 1, 1};
    raw = greet_raw(main, side, &channel);
    socket = accepted(listener, in(5000));
    record[3] = 0x7ffffff0;
    record[5] = 6;
    say_raw(channel, record, 48);
    say_raw(raw, "b", 1);
    CHECK("a handle that does not exist is none that came",
          weld_receive(socket, bytes, 64, WELD_WAITS, came, 4, &received) == 1 &&
              received.handle_count == 0 && received.is_truncated);
    record[0] = 1;
    // One that is this process's own, as if it had come: it must not be closed as if it were so.
    record[3] = (uintptr_t)GetStdHandle(STD_ERROR_HANDLE);
    say_raw(channel, record, 48);
    say_raw(raw, "c", 1);
    DWORD flags;
    CHECK("a handle of our own is none that came, and stays",
          weld_receive(socket, bytes, 64, WELD_WAITS, came, 4, &received) == 1 &&
              received.handle_count == 0 &&
              GetHandleInformation(GetStdHandle(STD_ERROR_HANDLE), &flags));
    // An event that is called memory.
    record[0] = 2;
    record[3] = (uintptr_t)CreateEventW(NULL, TRUE, FALSE, NULL);
    say_raw(channel, record, 48);
    say_raw(raw, "d", 1);
    CHECK("the system says what a handle is, not its sender",
          weld_receive(socket, bytes, 64, WELD_WAITS, came, 4, &received) == 1 &&
              received.handle_count == 0 && received.is_truncated &&
              !GetHandleInformation((HANDLE)(uintptr_t)record[3], &flags));
    record[0] = 3;
    record[2] = 200;
    say_raw(channel, record, 48);
    say_raw(raw, "e", 1);
    CHECK("a record that lies about its length is the last",
          weld_receive(socket, bytes, 64, WELD_WAITS, came, 4, &received) == 1 &&
              received.handle_count == 0 &&
              FAILED(weld_send(socket, "x", 1, &memory, 1), WELD_UNSUPPORTED));
    CloseHandle(raw);
    CloseHandle(channel);
    weld_close(socket);

    // Many that come to the second pipe only: who comes properly is still heard.
    HANDLE idle[80];
    for (int i = 0; i < 80; i++) {
        idle[i] = open_raw(side);
        weld_accept(listener);
    }
    const weld_handle client = weld_connect(at, in(5000));
    socket = accepted(listener, in(5000));
    CHECK("a crowd at the second pipe keeps nobody out",
          client >= 0 && weld_send(client, "h", 1, &memory, 1) == 1 &&
              weld_receive(socket, bytes, 1, WELD_WAITS, came, 4, &received) == 1 &&
              received.handle_count == 1);
    for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
    for (int i = 0; i < 80; i++) {
        if (idle[i] != INVALID_HANDLE_VALUE) CloseHandle(idle[i]);
    }
    weld_close(client);
    weld_close(socket);
    weld_close(memory);
    weld_close(listener);
    weld_remove_socket(at, &made);
}

static void kinds(void) {
    static const struct {
        DWORD code;
        int32_t kind;
    } known[] = {
        {ERROR_BROKEN_PIPE, WELD_BROKEN_PIPE}, {ERROR_NO_DATA, WELD_BROKEN_PIPE},
        {ERROR_PIPE_NOT_CONNECTED, WELD_BROKEN_PIPE}, {ERROR_PIPE_BUSY, WELD_IN_USE},
        {ERROR_ACCESS_DENIED, WELD_PERMISSION}, {ERROR_SHARING_VIOLATION, WELD_IN_USE},
        {ERROR_PATH_NOT_FOUND, WELD_NOT_FOUND}, {ERROR_SEM_TIMEOUT, WELD_TIMED_OUT},
        {ERROR_ALREADY_EXISTS, WELD_EXISTS}, {ERROR_COMMITMENT_LIMIT, WELD_NO_SPACE},
        {ERROR_TOO_MANY_OPEN_FILES, WELD_TOO_MANY_HANDLES}, {ERROR_DIRECTORY, WELD_NOT_DIRECTORY},
    };
    bool are_so = true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        are_so = are_so && weld_error_kind((int32_t)known[i].code) == known[i].kind;
    }
    CHECK("codes of the system are of the kinds that callers know", are_so);
}

// A job is the group: its leader is ended with whom it started.
static void groups(void) {
    int32_t process, id = 0;
    weld_handle ends[2];
    weld_pipe(ends);
    const struct weld_inherited inherited = {.source = ends[1], .target = 5};
    const char *arguments[] = {program(), "--child", "leave-lingering", "", NULL};
    const struct weld_program start = {.path = program(), .arguments = arguments,
                                       .environment = weld_environment(), .inherited = &inherited,
                                       .inherited_count = 1, .leads_group = true};
    const weld_handle leader = weld_spawn(&start, &process);
    weld_close(ends[1]);
    read_all(ends[0], (char *)&id, sizeof id);
    const weld_handle second = weld_process(id);
    CHECK("a leader starts another", leader >= 0 && second >= 0);
    CHECK("who ends a leader ends its group", weld_process_end(leader, process) == 0 &&
                                                  found(second, WELD_READABLE, in(10000)) != 0);
    weld_close(second);
    weld_close(leader);
    weld_close(ends[0]);
}

void rules_of_windows(void) {
    kinds();
    lists();
    strangers();
    groups();
    nothing_left();
}
#else
void rules_of_windows(void) {}
#endif
