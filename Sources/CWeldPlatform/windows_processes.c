// Windows: watching and ending processes, and what this one knows of itself.
#ifdef _WIN32
#include "windows.h"

#include <stdlib.h>
#include <string.h>
#include <winternl.h>

// MARK: children

void process_let_go(struct object *object) {
    struct process *process = (struct process *)object;
    if (process->job != NULL) CloseHandle(process->job);
}

static bool has_ended(HANDLE process) { return WaitForSingleObject(process, 0) == WAIT_OBJECT_0; }

struct search {
    int32_t id;
    bool is_unreaped;
};

static bool is_other(struct object *object, void *context) {
    struct search *search = context;
    const struct process *process = (struct process *)object;
    if (object->kind != OBJECT_PROCESS || process->id != search->id) return true;
    search->is_unreaped = process->is_child && !process->is_reaped;
    return !search->is_unreaped;
}

// The system knows a process for as long as somebody has a handle of it: one that has ended is
// still there only where it is a child that nobody reaped.
static bool is_unreaped_child(int32_t id) {
    struct search search = {.id = id};
    object_each(is_other, &search);
    return search.is_unreaped;
}

// Opens a process that is there; process ids are multiples of 4, and the system rounds down.
static HANDLE open_process(int32_t id, DWORD access) {
    if (id <= 0) {
        SetLastError(ERROR_NOT_FOUND);
        return NULL;
    }
    const HANDLE found = OpenProcess(access, FALSE, (DWORD)id);
    if (found == NULL) {
        if (GetLastError() == ERROR_INVALID_PARAMETER) SetLastError(ERROR_NOT_FOUND);
        return NULL;
    }
    if (GetProcessId(found) == (DWORD)id && (!has_ended(found) || is_unreaped_child(id))) {
        return found;
    }
    CloseHandle(found);
    SetLastError(ERROR_NOT_FOUND);
    return NULL;
}

weld_handle weld_process(int32_t id) {
    const DWORD least = SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION;
    HANDLE found = open_process(id, least | PROCESS_TERMINATE | PROCESS_SUSPEND_RESUME);
    if (found == NULL && GetLastError() == ERROR_ACCESS_DENIED) found = open_process(id, least);
    if (found == NULL) return WELD_FAILED;
    return object_publish(object_adopt(found, OBJECT_PROCESS, 0));
}

static void describe(DWORD code, struct weld_ending *ending) {
    *ending = (struct weld_ending){.code = (int32_t)(code & 0xFF)};
    if ((code & 0xFFFFFF00u) == WINDOWS_KILLED) {
        ending->is_signal = true;
    } else if (code >= 0xC0000000u) {
        // An exception that nobody handled.
        ending->is_signal = true;
        ending->code = code == EXCEPTION_ACCESS_VIOLATION ? 11 : 6;
    }
}

int32_t weld_process_ending(weld_handle handle, int32_t id, struct weld_ending *ending) {
    DWORD code;
    *ending = (struct weld_ending){0};
    struct object *object = object_take(handle, OBJECT_PROCESS, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    struct process *process = (struct process *)object;
    int32_t result = WELD_FAILED;
    AcquireSRWLockExclusive(&object->lock);
    if (!process->is_child || process->is_reaped || process->id != id) {
        SetLastError(ERROR_NOT_FOUND);
    } else if (!has_ended(object->system)) {
        result = WELD_AGAIN;
    } else if (GetExitCodeProcess(object->system, &code)) {
        describe(code, ending);
        process->is_reaped = true;
        result = 0;
    }
    ReleaseSRWLockExclusive(&object->lock);
    KEEPING_ERROR(object_drop(object));
    return result;
}

int32_t weld_process_signal(weld_handle handle, int32_t id, int32_t signal) {
    struct object *object = object_take(handle, OBJECT_PROCESS, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    struct process *process = (struct process *)object;
    int32_t result = 0;
    (void)id;
    AcquireSRWLockExclusive(&object->lock);
    if (process->is_reaped || (has_ended(object->system) && !process->is_child)) {
        result = windows_refusal(ERROR_NOT_FOUND);
    } else if (!has_ended(object->system)) {
        result = signal_deliver(object->system, process->id, signal);
        // It may have ended by itself at this moment.
        if (result != 0 && has_ended(object->system)) result = 0;
    }
    ReleaseSRWLockExclusive(&object->lock);
    KEEPING_ERROR(object_drop(object));
    return result;
}

int32_t weld_process_end(weld_handle handle, int32_t id) {
    struct weld_ending ending;
    struct object *object = object_take(handle, OBJECT_PROCESS, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    const struct process *process = (struct process *)object;
    if (process->is_child && !process->is_reaped) {
        if (process->job != NULL) TerminateJobObject(process->job, WINDOWS_KILLED | 9);
        TerminateProcess(object->system, WINDOWS_KILLED | 9);
        windows_wait(object->system, WELD_NEVER);
    }
    object_drop(object);
    return weld_process_ending(handle, id, &ending) == 0 ? 0 : WELD_FAILED;
}

// MARK: facts

static uint64_t start_of(HANDLE process) {
    FILETIME made, ended, kernel, user;
    if (!GetProcessTimes(process, &made, &ended, &kernel, &user)) return 0;
    return (uint64_t)made.dwHighDateTime << 32 | made.dwLowDateTime;
}

struct process_information {  // PROCESS_BASIC_INFORMATION; winternl.h leaves names out
    LONG status;
    PVOID block;
    ULONG_PTR processors;
    LONG base_priority;
    ULONG_PTR id, parent;
};

// A parent's id may be another's by now, who then is younger than its "child".
static int32_t parent_of(HANDLE process) {
    struct process_information told;
    if (NtQueryInformationProcess(process, ProcessBasicInformation, &told, sizeof told, NULL) < 0) {
        return 0;
    }
    const int32_t id = (int32_t)told.parent;
    if (id <= 0) return 0;
    const HANDLE parent = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)id);
    if (parent == NULL) return 0;
    const bool is_older = start_of(parent) <= start_of(process);
    CloseHandle(parent);
    return is_older ? id : 0;
}

int32_t weld_process_facts(int32_t id, struct weld_process_facts *facts) {
    const HANDLE process =
        open_process(id, SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION);
    if (process == NULL) return WELD_FAILED;
    *facts = (struct weld_process_facts){
        .start = start_of(process),
        .parent = parent_of(process),
        .is_dead = has_ended(process),
    };
    CloseHandle(process);
    return facts->start != 0 ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
}

uint64_t weld_starts_per_second(void) { return 10000000; }

uint64_t weld_start_in_real_time(uint64_t start) {
    const uint64_t begin = 116444736000000000u;  // 1601 to 1970
    return start < begin ? 0 : (start - begin) * 100;
}

// MARK: this process

int32_t weld_self(void) { return (int32_t)GetCurrentProcessId(); }

int32_t weld_parent(void) { return parent_of(GetCurrentProcess()); }

int64_t weld_program_path(char *path, size_t room) {
    wchar_t wide[PATH_ROOM];
    const DWORD length = GetModuleFileNameW(NULL, wide, PATH_ROOM);
    if (length == 0) return WELD_FAILED;
    if (length >= PATH_ROOM) return windows_refusal(ERROR_FILENAME_EXCED_RANGE);
    return windows_narrow(wide, path, room);
}

// Orphans have nobody here; a group's are ended with its job (windows_spawn.c).
int32_t weld_adopt_orphans(void) { return windows_refusal(ERROR_NOT_SUPPORTED); }

void weld_exit(int32_t code) {
    pipes_flush();
    // As POSIX has it: nothing of the program runs any more.
    TerminateProcess(GetCurrentProcess(), (UINT)code & 0xFF);
    ExitProcess((UINT)code & 0xFF);
}

void weld_abort(void) {
    TerminateProcess(GetCurrentProcess(), WINDOWS_KILLED | 6);
    abort();
}

// MARK: texts of this process, made once and kept

struct texts {
    const char **all;
    size_t count;
};

static void add(struct texts *texts, const wchar_t *wide, size_t length) {
    const int needed =
        WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, NULL, 0, NULL, NULL);
    const char **grown = realloc(texts->all, (texts->count + 2) * sizeof *grown);
    if (grown == NULL) return;
    texts->all = grown;
    texts->all[texts->count] = NULL;
    char *text = malloc((size_t)needed + 1);
    if (text == NULL) return;
    WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, text, needed, NULL, NULL);
    text[needed] = '\0';
    texts->all[texts->count++] = text;
    texts->all[texts->count] = NULL;
}

static const char *const nothing[] = {NULL};

const char *const *weld_environment(void) {
    static SRWLOCK lock = SRWLOCK_INIT;
    static struct texts variables;
    AcquireSRWLockExclusive(&lock);
    wchar_t *block = variables.all == NULL ? GetEnvironmentStringsW() : NULL;
    for (const wchar_t *each = block; each != NULL && *each != L'\0'; each += wcslen(each) + 1) {
        // "=C:=..." is the system's, about drives.
        if (*each != L'=') add(&variables, each, wcslen(each));
    }
    if (block != NULL) FreeEnvironmentStringsW(block);
    const char *const *all = variables.all == NULL ? nothing : variables.all;
    ReleaseSRWLockExclusive(&lock);
    return all;
}

const char *weld_variable(const char *name) {
    const char *const *all = weld_environment();
    const size_t length = strlen(name);
    for (size_t i = 0; all[i] != NULL; i++) {
        // Names are the same in either case here.
        if (_strnicmp(all[i], name, length) == 0 && all[i][length] == '=') {
            return all[i] + length + 1;
        }
    }
    return NULL;
}

// Takes the next argument off a command line, by the C runtime's rules.
static bool next_argument(const wchar_t **rest, bool is_program, wchar_t *into, size_t *length) {
    const wchar_t *at = *rest;
    bool is_quoted = false;
    *length = 0;
    while (*at == L' ' || *at == L'\t') at++;
    if (*at == L'\0') return false;
    while (*at != L'\0' && (is_quoted || (*at != L' ' && *at != L'\t'))) {
        size_t slashes = 0;
        for (; !is_program && *at == L'\\'; at++) slashes++;
        if (slashes > 0 && *at != L'"') {
            while (slashes-- > 0) into[(*length)++] = L'\\';
            continue;
        }
        for (size_t i = 0; i < slashes / 2; i++) into[(*length)++] = L'\\';
        if (slashes % 2 == 1 || *at != L'"') {
            into[(*length)++] = *at++;
        } else {
            is_quoted = !is_quoted;
            at++;
        }
    }
    *rest = at;
    return true;
}

const char *weld_argument(size_t index) {
    static SRWLOCK lock = SRWLOCK_INIT;
    static struct texts arguments;
    AcquireSRWLockExclusive(&lock);
    if (arguments.all == NULL) {
        const wchar_t *rest = GetCommandLineW();
        wchar_t *part = malloc((wcslen(rest) + 1) * sizeof *part);
        size_t length;
        while (part != NULL && next_argument(&rest, arguments.count == 0, part, &length)) {
            add(&arguments, part, length);
        }
        free(part);
    }
    const char *argument = index < arguments.count ? arguments.all[index] : NULL;
    ReleaseSRWLockExclusive(&lock);
    return argument;
}
#endif
