// Windows: starting a program, with exactly the handles that it is given. Handles have no numbers
// here that a child could know: which of them stands for which number travels in a variable that
// the child's half of this file takes away before anybody sees it.
#ifdef _WIN32
#include "windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: texts that grow

struct text {
    wchar_t *units;
    size_t count, room;
    bool is_broken;  // no memory, or no UTF-8
};

static void append(struct text *text, const wchar_t *units, size_t count) {
    if (text->is_broken) return;
    if (text->count + count + 1 > text->room) {
        const size_t room = (text->count + count + 64) * 2;
        wchar_t *grown = realloc(text->units, room * sizeof *grown);
        if (grown == NULL) {
            text->is_broken = true;
            return;
        }
        text->units = grown;
        text->room = room;
    }
    memcpy(text->units + text->count, units, count * sizeof *units);
    text->count += count;
    text->units[text->count] = L'\0';
}

static void append_unit(struct text *text, wchar_t unit, size_t times) {
    for (size_t i = 0; i < times; i++) append(text, &unit, 1);
}

static wchar_t *widened(const char *bytes) {
    const int needed = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, bytes, -1, NULL, 0);
    if (needed <= 0) return NULL;
    wchar_t *wide = malloc((size_t)needed * sizeof *wide);
    if (wide != NULL) MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, bytes, -1, wide, needed);
    return wide;
}

// As the C runtime takes it apart again: backslashes count only before a quote.
static void append_argument(struct text *line, const wchar_t *argument) {
    if (line->count > 0) append(line, L" ", 1);
    append(line, L"\"", 1);
    while (*argument != L'\0') {
        size_t slashes = 0;
        for (; *argument == L'\\'; argument++) slashes++;
        if (*argument == L'\0') {
            append_unit(line, L'\\', slashes * 2);
        } else {
            append_unit(line, L'\\', *argument == L'"' ? slashes * 2 + 1 : slashes);
            append(line, argument++, 1);
        }
    }
    append(line, L"\"", 1);
}

static void append_all(struct text *text, const char *const *values, bool are_arguments) {
    for (size_t i = 0; values[i] != NULL; i++) {
        wchar_t *wide = widened(values[i]);
        if (wide == NULL) {
            text->is_broken = true;
        } else if (are_arguments) {
            append_argument(text, wide);
        } else {
            append(text, wide, wcslen(wide) + 1);
        }
        free(wide);
    }
}

// MARK: what the child is given

struct gift {
    HANDLE *copies;  // inheritable, ours to close
    size_t count;
    HANDLE streams[3];
    struct text list;  // WELD_HANDLES=number,kind,rights,value,identity;...
};

static void forget(struct gift *gift) {
    for (size_t i = 0; i < gift->count; i++) CloseHandle(gift->copies[i]);
    free(gift->copies);
    free(gift->list.units);
}

static bool give(struct gift *gift, weld_handle source, int32_t target) {
    struct object *object = object_take(source, OBJECT_ANY, 0);
    HANDLE copy = NULL;
    wchar_t entry[96];
    if (object == NULL) return false;
    // What is more than one handle cannot be given so (windows_messages.c).
    bool is_given = object->kind != OBJECT_SOCKET && object->kind != OBJECT_LISTENER &&
                    object->kind != OBJECT_SIGNALS;
    if (!is_given) SetLastError(ERROR_NOT_SUPPORTED);
    is_given = is_given && DuplicateHandle(GetCurrentProcess(), object->system, GetCurrentProcess(),
                                           &copy, 0, TRUE, DUPLICATE_SAME_ACCESS);
    if (is_given) {
        uint32_t rights = 3;
        if (object->kind == OBJECT_EVENT) ((struct event *)object)->is_shared = true;
        if (object->kind == OBJECT_PIPE) {
            const struct pipe *pipe = (struct pipe *)object;
            rights = (uint32_t)pipe->can_read | (uint32_t)pipe->can_write << 1;
        }
        const int length = _snwprintf(entry, 96, L"%ld,%d,%u,%llu,%llu;", (long)target,
                                      (int)object->kind, rights,
                                      (unsigned long long)(uintptr_t)copy,
                                      (unsigned long long)object->identity);
        append(&gift->list, entry, (size_t)length);
        gift->copies[gift->count++] = copy;
        if (target <= 2) gift->streams[target] = copy;
    }
    KEEPING_ERROR(object_drop(object));
    return is_given;
}

static bool give_nowhere(struct gift *gift, int32_t target) {
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    const HANDLE nowhere = CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE, &inheritable,
                                       OPEN_EXISTING, 0, NULL);
    if (nowhere == INVALID_HANDLE_VALUE) return false;
    gift->copies[gift->count++] = nowhere;
    gift->streams[target] = nowhere;
    return true;
}

static bool give_all(struct gift *gift, const struct weld_program *program) {
    gift->copies = calloc(program->inherited_count + 3, sizeof *gift->copies);
    if (gift->copies == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return false;
    }
    append(&gift->list, WINDOWS_INHERITED L"=", wcslen(WINDOWS_INHERITED) + 1);
    for (size_t i = 0; i < program->inherited_count; i++) {
        const struct weld_inherited *one = &program->inherited[i];
        if (one->target < 0) {
            SetLastError(ERROR_INVALID_PARAMETER);
            return false;
        }
        if (!give(gift, one->source, one->target)) return false;
    }
    for (int32_t number = 0; number <= 2; number++) {
        if (gift->streams[number] != NULL) continue;
        if (!give(gift, number, number) && !give_nowhere(gift, number)) return false;
    }
    return true;
}

// MARK: starting

static bool is_directory(const wchar_t *path) {
    const DWORD attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES) return false;
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return true;
    SetLastError(ERROR_DIRECTORY);
    return false;
}

// A group is a job: a child that leads one is ended with all that it started, because nobody can
// adopt them here. Its end is not the parent's: a runtime outlives its editor, to clean up.
static HANDLE group_of(HANDLE child) {
    const HANDLE job = CreateJobObjectW(NULL, NULL);
    if (job == NULL || AssignProcessToJobObject(job, child)) return job;
    CloseHandle(job);
    return NULL;
}

// Only what stands in the list is inherited, also by what another thread starts at this moment.
static bool create(const struct weld_program *program, wchar_t *path, wchar_t *directory,
                   struct gift *gift, struct text *line, struct text *variables,
                   PROCESS_INFORMATION *made) {
    STARTUPINFOEXW start = {.StartupInfo.cb = sizeof start};
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    start.lpAttributeList = malloc(size);
    if (start.lpAttributeList == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return false;
    }
    if (!InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &size)) {
        KEEPING_ERROR(free(start.lpAttributeList));
        return false;
    }
    start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    start.StartupInfo.hStdInput = gift->streams[0];
    start.StartupInfo.hStdOutput = gift->streams[1];
    start.StartupInfo.hStdError = gift->streams[2];
    const DWORD flags = EXTENDED_STARTUPINFO_PRESENT | CREATE_UNICODE_ENVIRONMENT |
                        (program->leads_group ? CREATE_NEW_PROCESS_GROUP | CREATE_SUSPENDED : 0);
    const bool is_made =
        UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                  gift->copies, gift->count * sizeof(HANDLE), NULL, NULL) &&
        CreateProcessW(path, line->units, NULL, NULL, TRUE, flags, variables->units, directory,
                       &start.StartupInfo, made);
    KEEPING_ERROR(DeleteProcThreadAttributeList(start.lpAttributeList);
                  free(start.lpAttributeList));
    return is_made;
}

static weld_handle publish_child(const struct weld_program *program, PROCESS_INFORMATION *made) {
    const HANDLE job = program->leads_group ? group_of(made->hProcess) : NULL;
    HANDLE ours = NULL;
    DuplicateHandle(GetCurrentProcess(), made->hProcess, GetCurrentProcess(), &ours, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    struct process *process = object_make(sizeof *process, OBJECT_PROCESS, ours);
    weld_handle handle = WELD_FAILED;
    if (process != NULL && ours != NULL) {
        process->object.let_go = process_let_go;
        process->id = (int32_t)made->dwProcessId;
        process->is_child = true;
        process->job = job;
        handle = object_publish(process);
    } else {
        KEEPING_ERROR(object_drop(process); if (job != NULL) CloseHandle(job));
    }
    // Nobody could ever end a child that nobody knows.
    if (handle < 0) KEEPING_ERROR(TerminateProcess(made->hProcess, WINDOWS_KILLED | 9));
    if (handle >= 0 && program->leads_group) ResumeThread(made->hThread);
    KEEPING_ERROR(CloseHandle(made->hThread); CloseHandle(made->hProcess));
    return handle;
}

weld_handle weld_spawn(const struct weld_program *program, int32_t *process) {
    wchar_t path[PATH_ROOM], directory[PATH_ROOM];
    struct gift gift = {0};
    struct text line = {0}, variables = {0};
    PROCESS_INFORMATION made;
    if (!windows_path(program->path, path)) return WELD_FAILED;
    if (program->directory != NULL &&
        (!windows_path(program->directory, directory) || !is_directory(directory))) {
        return WELD_FAILED;
    }
    bool is_made = give_all(&gift, program);
    if (is_made) {
        append_all(&line, program->arguments, true);
        append_all(&variables, program->environment, false);
        append(&variables, gift.list.units, gift.list.count + 1);
        append(&variables, L"", 1);
        is_made = !line.is_broken && !variables.is_broken && !gift.list.is_broken &&
                  line.units != NULL;
        if (!is_made) SetLastError(ERROR_INVALID_PARAMETER);
        if (is_made && line.count > 32766) {
            SetLastError(ERROR_FILENAME_EXCED_RANGE);
            is_made = false;
        }
    }
    is_made = is_made && create(program, path, program->directory == NULL ? NULL : directory, &gift,
                                &line, &variables, &made);
    KEEPING_ERROR(forget(&gift); free(line.units); free(variables.units));
    if (!is_made) return WELD_FAILED;
    *process = (int32_t)made.dwProcessId;
    return publish_child(program, &made);
}

// MARK: what this process was given

static void place_stream(int32_t number, DWORD name) {
    const HANDLE system = GetStdHandle(name);
    struct object *there = object_take(number, OBJECT_ANY, 0);
    if (there != NULL) {
        object_drop(there);
        return;
    }
    if (system == NULL || system == INVALID_HANDLE_VALUE) return;
    const bool is_pipe = GetFileType(system) == FILE_TYPE_PIPE;
    object_place(number, object_adopt(system, is_pipe ? OBJECT_PIPE : OBJECT_FILE, 0));
}

static bool read_entry(wchar_t **rest) {
    uint64_t fields[5];
    for (int i = 0; i < 5; i++) {
        wchar_t *end;
        fields[i] = _wcstoui64(*rest, &end, 10);
        if (end == *rest || *end != (i < 4 ? L',' : L';')) return false;
        *rest = end + 1;
    }
    const HANDLE system = (HANDLE)(uintptr_t)fields[3];
    const enum object_kind kind = (enum object_kind)fields[1];
    // The variable may be somebody's invention: the system says what a handle is.
    if (fields[0] > INT32_MAX || !object_is(system, kind)) return true;
    SetHandleInformation(system, HANDLE_FLAG_INHERIT, 0);
    struct object *object = object_adopt(system, kind, fields[4]);
    if (object != NULL && kind == OBJECT_PIPE) {
        ((struct pipe *)object)->can_read = (fields[2] & 1) != 0;
        ((struct pipe *)object)->can_write = (fields[2] & 2) != 0;
    }
    if (object != NULL) object_place((weld_handle)fields[0], object);
    return true;
}

__attribute__((constructor)) static void take_gifts(void) {
    // No dialogue for a process that dies: nobody would close it.
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    const DWORD size = GetEnvironmentVariableW(WINDOWS_INHERITED, NULL, 0);
    wchar_t *list = size == 0 ? NULL : malloc(size * sizeof *list);
    if (list != NULL && GetEnvironmentVariableW(WINDOWS_INHERITED, list, size) == size - 1) {
        for (wchar_t *rest = list; *rest != L'\0' && read_entry(&rest);) {}
    }
    free(list);
    SetEnvironmentVariableW(WINDOWS_INHERITED, NULL);
    place_stream(0, STD_INPUT_HANDLE);
    place_stream(1, STD_OUTPUT_HANDLE);
    place_stream(2, STD_ERROR_HANDLE);
    // A program that simply returns from main has sent what it sent, too.
    atexit(pipes_flush);
}
#endif
