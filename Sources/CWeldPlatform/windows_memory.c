// Windows: shared memory. Sections of the page file: their size is fixed for ever, they are zeroed,
// and a name goes with the last handle and mapping.
#ifdef _WIN32
#include "windows.h"

#include <psapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winternl.h>

struct section_information {  // SECTION_BASIC_INFORMATION, which winternl.h leaves out
    PVOID base;
    ULONG attributes;
    LARGE_INTEGER size;
};

NTSTATUS NTAPI NtQuerySection(HANDLE, int, PVOID, SIZE_T, SIZE_T *);

uint64_t memory_size(HANDLE section) {
    struct section_information told;
    if (NtQuerySection(section, 0, &told, sizeof told, NULL) < 0) return 0;
    return (uint64_t)told.size.QuadPart;
}

// By a view of the moment, which begins where the system lets one begin.
int64_t memory_copy(struct object *object, void *into, const void *from, size_t count,
                    uint64_t offset) {
    const uint64_t size = ((struct memory *)object)->size, begin = offset & ~(uint64_t)0xFFFF;
    if (offset >= size) return into != NULL ? 0 : windows_refusal(ERROR_INVALID_PARAMETER);
    const size_t taken = count < size - offset ? count : (size_t)(size - offset);
    if (taken == 0) return 0;
    uint8_t *view =
        MapViewOfFile(object->system, into != NULL ? FILE_MAP_READ : FILE_MAP_WRITE,
                      (DWORD)(begin >> 32), (DWORD)begin, (size_t)(offset - begin) + taken);
    if (view == NULL) return WELD_FAILED;
    if (into != NULL) {
        memcpy(into, view + (offset - begin), taken);
    } else {
        memcpy(view + (offset - begin), from, taken);
    }
    UnmapViewOfFile(view);
    return (int64_t)taken;
}

// MARK: making

void memory_let_go(struct object *object) {
    struct memory *memory = (struct memory *)object;
    if (memory->owned != NULL) CloseHandle(memory->owned);
}

static HANDLE section(uint64_t size, const wchar_t *name) {
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (only_me == NULL) return NULL;
    if (size == 0 || size > INT64_MAX) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    return CreateFileMappingW(INVALID_HANDLE_VALUE, only_me, PAGE_READWRITE, (DWORD)(size >> 32),
                              (DWORD)size, name);
}

weld_handle weld_memory(const char *label, uint64_t size) {
    (void)label;
    const HANDLE made = section(size, NULL);
    if (made == NULL) return WELD_FAILED;
    struct object *object = object_adopt(made, OBJECT_MEMORY, 0);
    // What was asked for, where the system counts in pages.
    if (object != NULL) ((struct memory *)object)->size = size;
    return object_publish(object);
}

static bool local_name(const char *name, const wchar_t *kind, wchar_t wide[96]) {
    wchar_t text[64];
    if (name[0] != '/' || name[1] == '\0' || strchr(name + 1, '/') != NULL ||
        strchr(name, '\\') != NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return false;
    }
    if (strlen(name) > 62 || !windows_wide(name + 1, text, 64)) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return false;
    }
    _snwprintf(wide, 96, L"Local\\%ls%ls", kind, text);
    return true;
}

// An object of the name for as long as its maker has the memory open or mapped.
static const wchar_t ownership[] = L"weld-owner-";

// Everybody who has a name finds the same identity.
static uint64_t identity_of(const wchar_t *name) {
    const uint64_t digest = windows_digest(2, name, wcslen(name) * sizeof(wchar_t));
    return digest == 0 ? 1 : digest;
}

weld_handle weld_memory_create(const char *name, uint64_t size) {
    wchar_t wide[96], owner[96];
    if (!local_name(name, L"", wide) || !local_name(name, ownership, owner)) return WELD_FAILED;
    const HANDLE made = section(size, wide);
    const DWORD code = GetLastError();
    if (made == NULL) return windows_refusal(code);
    if (code == ERROR_ALREADY_EXISTS) {
        CloseHandle(made);
        return windows_refusal(code);
    }
    struct memory *memory =
        (struct memory *)object_adopt(made, OBJECT_MEMORY, identity_of(wide));
    if (memory == NULL) return WELD_FAILED;
    memory->size = size;
    wcscpy(memory->name, owner);
    memory->owned = CreateEventW(windows_only_me(), TRUE, FALSE, owner);
    if (memory->owned == NULL) {
        KEEPING_ERROR(object_drop(memory));
        return WELD_FAILED;
    }
    return object_publish(memory);
}

weld_handle weld_memory_attach(const char *name) {
    wchar_t wide[96], owner[96];
    if (!local_name(name, L"", wide) || !local_name(name, ownership, owner)) return WELD_FAILED;
    const HANDLE found = OpenFileMappingW(FILE_MAP_READ | FILE_MAP_WRITE | SECTION_QUERY, FALSE, wide);
    if (found == NULL) return WELD_FAILED;
    struct memory *memory =
        (struct memory *)object_adopt(found, OBJECT_MEMORY, identity_of(wide));
    if (memory == NULL) return WELD_FAILED;
    wcscpy(memory->name, owner);
    return object_publish(memory);
}

static bool exists(const wchar_t *name, bool is_section) {
    const HANDLE found = is_section ? OpenFileMappingW(SECTION_QUERY, FALSE, name)
                                    : OpenEventW(SYNCHRONIZE, FALSE, name);
    if (found == NULL) return false;
    CloseHandle(found);
    return true;
}

int32_t weld_memory_is_owned(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_MEMORY, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    const struct memory *memory = (struct memory *)object;
    const bool is_owned =
        memory->owned == NULL && memory->name[0] != L'\0' && exists(memory->name, false);
    object_drop(object);
    return is_owned;
}

// The system removes a name with its last handle: what can be told is whether it is there.
int32_t weld_memory_remove(const char *name) {
    wchar_t wide[96];
    if (!local_name(name, L"", wide)) return WELD_FAILED;
    return exists(wide, true) ? 0 : WELD_FAILED;
}

int32_t weld_memory_remove_unowned(const char *name) {
    wchar_t wide[96], owner[96];
    if (!local_name(name, L"", wide) || !local_name(name, ownership, owner)) return WELD_FAILED;
    if (!exists(wide, true)) return WELD_FAILED;
    return exists(owner, false) ? windows_refusal(ERROR_ADDRESS_ALREADY_ASSOCIATED) : 0;
}

const char *weld_memory_directory(void) { return NULL; }

// MARK: sizes

int32_t weld_memory_is_fixed(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    const enum object_kind kind = object->kind;
    object_drop(object);
    if (kind == OBJECT_MEMORY) return 1;
    return kind == OBJECT_FILE ? 0 : windows_refusal(ERROR_INVALID_PARAMETER);
}

int32_t weld_memory_resize(weld_handle handle, uint64_t size) {
    if (size > INT64_MAX) return windows_refusal(ERROR_INVALID_PARAMETER);
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    int32_t result = WELD_FAILED;
    if (object->kind == OBJECT_MEMORY) {
        result = ((struct memory *)object)->size == size ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
    } else if (object->kind == OBJECT_FILE) {
        FILE_END_OF_FILE_INFO end = {.EndOfFile.QuadPart = (LONGLONG)size};
        if (SetFileInformationByHandle(object->system, FileEndOfFileInfo, &end, sizeof end)) {
            result = 0;
        }
    } else {
        SetLastError(ERROR_INVALID_PARAMETER);
    }
    KEEPING_ERROR(object_drop(object));
    return result;
}

// A section's pages were promised when it was made.
int32_t weld_memory_reserve(weld_handle handle, uint64_t size) {
    struct object *object = object_take(handle, OBJECT_MEMORY, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    const uint64_t own = ((struct memory *)object)->size;
    object_drop(object);
    if (size > INT64_MAX) return windows_refusal(ERROR_INVALID_PARAMETER);
    return size <= own ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
}

int32_t weld_room(uint64_t size, int32_t threads) {
    const uint64_t stack = 1 << 20;  // what the linker gives each thread
    uint64_t stacks;
    if (__builtin_mul_overflow(stack, (uint64_t)threads, &stacks) ||
        __builtin_add_overflow(size, stacks, &size)) {
        return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    }
    void *room = VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_NOACCESS);
    if (room == NULL) return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    VirtualFree(room, 0, MEM_RELEASE);
    return 0;
}

int32_t weld_memory_use(struct weld_memory_use *use) {
    PROCESS_MEMORY_COUNTERS told = {.cb = sizeof told};
    *use = (struct weld_memory_use){0};
    if (!K32GetProcessMemoryInfo(GetCurrentProcess(), &told, sizeof told)) return WELD_FAILED;
    use->resident = told.WorkingSetSize;
    return 0;
}

// MARK: mappings

// Which memory lies where: whoever made a name owns it as long as it is mapped, and a word is found
// by other processes through its memory and its place there.
struct mapping {
    struct mapping *next;
    struct object *memory;
    char *address;
    uint64_t size;
};

static SRWLOCK mappings_lock = SRWLOCK_INIT;
static struct mapping *mappings;

static void populate(const volatile char *address, uint64_t size) {
    for (uint64_t i = 0; i < size; i += 4096) (void)address[i];
}

int32_t weld_map(weld_handle handle, uint64_t size, int32_t flags, void **address) {
    if (size == 0 || size > INT64_MAX) return windows_refusal(ERROR_INVALID_PARAMETER);
    struct object *memory = object_take(handle, OBJECT_MEMORY, ERROR_INVALID_PARAMETER);
    if (memory == NULL) return WELD_FAILED;
    struct mapping *mapping = calloc(1, sizeof *mapping);
    const DWORD access =
        (flags & WELD_MAP_WRITABLE) != 0 ? FILE_MAP_READ | FILE_MAP_WRITE : FILE_MAP_READ;
    void *mapped = mapping == NULL ? NULL : MapViewOfFile(memory->system, access, 0, 0, size);
    if (mapped == NULL) {
        const DWORD code = mapping == NULL ? ERROR_NOT_ENOUGH_MEMORY : GetLastError();
        free(mapping);
        object_drop(memory);
        return windows_refusal(code);
    }
    *mapping = (struct mapping){.memory = memory, .address = mapped, .size = size};
    AcquireSRWLockExclusive(&mappings_lock);
    mapping->next = mappings;
    mappings = mapping;
    ReleaseSRWLockExclusive(&mappings_lock);
    if ((flags & WELD_MAP_POPULATED) != 0) populate(mapped, size);
    *address = mapped;
    return 0;
}

int32_t weld_unmap(void *address, uint64_t size) {
    (void)size;
    struct mapping *found = NULL;
    AcquireSRWLockExclusive(&mappings_lock);
    for (struct mapping **link = &mappings; *link != NULL && found == NULL;) {
        if ((*link)->address == address) {
            found = *link;
            *link = found->next;
        } else {
            link = &(*link)->next;
        }
    }
    ReleaseSRWLockExclusive(&mappings_lock);
    if (found == NULL) return windows_refusal(ERROR_INVALID_PARAMETER);
    const BOOL is_unmapped = UnmapViewOfFile(address);
    KEEPING_ERROR(object_drop(found->memory); free(found));
    return is_unmapped ? 0 : WELD_FAILED;
}

// MARK: words

// The system's own wait for an address ends at the process. So a word has two semaphores with a
// name: who waits adds to the first, then looks at the word again and waits at the second; who
// wakes takes from the first as often as it adds to the second. Whoever dies in between leaves a
// ring for nobody, which a later waiter hears: WELD_RUNG may come for nothing.
struct bell {
    HANDLE waiting, rung;
};

static void bell_name(const uint32_t *word, wchar_t name[2][64]) {
    uint64_t identity = GetCurrentProcessId(), offset = (uintptr_t)word;
    const char *place = (const char *)word;
    AcquireSRWLockShared(&mappings_lock);
    for (const struct mapping *each = mappings; each != NULL; each = each->next) {
        if (place < each->address || place >= each->address + each->size) continue;
        identity = each->memory->identity;
        offset = (uint64_t)(place - each->address);
        break;
    }
    ReleaseSRWLockShared(&mappings_lock);
    const unsigned long long id = identity, at = offset;
    _snwprintf(name[0], 64, L"Local\\weld-word-%016llx-%llx-waiting", id, at);
    _snwprintf(name[1], 64, L"Local\\weld-word-%016llx-%llx-rung", id, at);
}

static void bell_close(struct bell *bell) {
    if (bell->waiting != NULL) KEEPING_ERROR(CloseHandle(bell->waiting));
    if (bell->rung != NULL) KEEPING_ERROR(CloseHandle(bell->rung));
}

static bool bell_make(const uint32_t *word, struct bell *bell) {
    wchar_t name[2][64];
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    bell_name(word, name);
    *bell = (struct bell){0};
    if (only_me == NULL) return false;
    bell->waiting = CreateSemaphoreW(only_me, 0, INT32_MAX, name[0]);
    bell->rung = CreateSemaphoreW(only_me, 0, INT32_MAX, name[1]);
    if (bell->waiting != NULL && bell->rung != NULL) return true;
    bell_close(bell);
    return false;
}

static int32_t wait_at(struct bell *bell, const uint32_t *word, uint32_t value, uint64_t deadline) {
    if (!ReleaseSemaphore(bell->waiting, 1, NULL)) return WELD_FAILED;
    const bool is_same = __atomic_load_n(word, __ATOMIC_SEQ_CST) == value;
    if (is_same && windows_wait(bell->rung, deadline) == 0) return WELD_RUNG;
    // Nobody rang: the own mark goes. Where it is gone, somebody rings just now.
    if (WaitForSingleObject(bell->waiting, 0) == WAIT_OBJECT_0) {
        return is_same ? WELD_DEADLINE : WELD_CHANGED;
    }
    WaitForSingleObject(bell->rung, 1000);
    return WELD_RUNG;
}

int32_t weld_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline) {
    struct bell bell;
    if (((uintptr_t)word & 3) != 0) return windows_refusal(ERROR_INVALID_PARAMETER);
    if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != value) return WELD_CHANGED;
    if (windows_left(deadline) == 0) return WELD_DEADLINE;
    if (!bell_make(word, &bell)) return WELD_FAILED;
    const int32_t result = wait_at(&bell, word, value, deadline);
    bell_close(&bell);
    return result;
}

int32_t weld_word_wake(const uint32_t *word, int32_t count) {
    wchar_t name[2][64];
    int32_t woken = 0;
    if (((uintptr_t)word & 3) != 0) return windows_refusal(ERROR_INVALID_PARAMETER);
    bell_name(word, name);
    struct bell bell = {.waiting = OpenSemaphoreW(SYNCHRONIZE, FALSE, name[0])};
    // Without a semaphore nobody waits.
    if (bell.waiting == NULL) return 0;
    bell.rung = OpenSemaphoreW(SEMAPHORE_MODIFY_STATE, FALSE, name[1]);
    while (bell.rung != NULL && woken < count &&
           WaitForSingleObject(bell.waiting, 0) == WAIT_OBJECT_0) {
        ReleaseSemaphore(bell.rung, 1, NULL);
        woken++;
    }
    bell_close(&bell);
    return woken;
}
#endif
