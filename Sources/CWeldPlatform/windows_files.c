// Windows: files, directories, and who may use them.
#ifdef _WIN32
#include "windows.h"

#include <stdio.h>
#include <string.h>

// MARK: facts

static uint64_t since_1970(FILETIME time) {
    const uint64_t units = (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;
    const uint64_t begin = 116444736000000000u;  // 1601 to 1970 in units of 100 ns
    return units < begin ? 0 : (units - begin) * 100;
}

static int32_t type_of(HANDLE file, DWORD attributes) {
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return WELD_SYMBOLIC_LINK;
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return WELD_DIRECTORY;
    return socket_is_mark(file) ? WELD_SOCKET : WELD_REGULAR;
}

static int32_t facts_of(HANDLE file, struct weld_facts *facts) {
    BY_HANDLE_FILE_INFORMATION told;
    *facts = (struct weld_facts){.type = WELD_CHARACTER_DEVICE, .mode = 0600};
    if (GetFileType(file) == FILE_TYPE_CHAR) return 0;
    if (!GetFileInformationByHandle(file, &told)) {
        const DWORD code = GetLastError();
        if (GetFileType(file) != FILE_TYPE_DISK) return windows_refusal(code);
        // A stream that may only be written to: it is open, and nobody says whose it is.
        *facts = (struct weld_facts){.type = WELD_REGULAR, .owner = UINT32_MAX};
        return 0;
    }
    facts->type = type_of(file, told.dwFileAttributes);
    facts->device = told.dwVolumeSerialNumber;
    facts->inode = (uint64_t)told.nFileIndexHigh << 32 | told.nFileIndexLow;
    facts->size = (int64_t)((uint64_t)told.nFileSizeHigh << 32 | told.nFileSizeLow);
    facts->modified_ns = since_1970(told.ftLastWriteTime);
    windows_owner_of(file, facts->type == WELD_DIRECTORY, &facts->owner, &facts->mode);
    return 0;
}

int32_t weld_facts(weld_handle handle, struct weld_facts *facts) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    int32_t result = 0;
    if (object->kind == OBJECT_FILE) {
        result = facts_of(object->system, facts);
    } else {
        // The system numbers no such object: its identity is ours, and travels with its handle.
        *facts = (struct weld_facts){.type = WELD_ANONYMOUS, .mode = 0600, .owner = weld_user(),
                                     .device = 0x77656c64, .inode = object->identity};
        switch (object->kind) {
        case OBJECT_PIPE: facts->type = WELD_PIPE; break;
        case OBJECT_SOCKET:
        case OBJECT_LISTENER: facts->type = WELD_SOCKET; break;
        case OBJECT_MEMORY:
            facts->type = WELD_REGULAR;
            facts->size = (int64_t)((struct memory *)object)->size;
            break;
        default: break;
        }
    }
    KEEPING_ERROR(object_drop(object));
    return result;
}

static HANDLE open_to_look(const wchar_t *path, DWORD access) {
    return CreateFileW(path, access | READ_CONTROL,
                       FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

int32_t weld_facts_at(const char *path, struct weld_facts *facts) {
    wchar_t wide[PATH_ROOM];
    if (!windows_path(path, wide)) return WELD_FAILED;
    HANDLE file = open_to_look(wide, FILE_READ_DATA | FILE_READ_ATTRIBUTES);
    // What may not be read is still looked at.
    if (file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED) {
        file = open_to_look(wide, FILE_READ_ATTRIBUTES);
    }
    if (file == INVALID_HANDLE_VALUE) return WELD_FAILED;
    const int32_t result = facts_of(file, facts);
    KEEPING_ERROR(CloseHandle(file));
    return result;
}

// MARK: bytes

static DWORD at_most(size_t count) { return count < INT32_MAX ? (DWORD)count : INT32_MAX; }

int64_t file_read(struct object *file, void *bytes, size_t count) {
    DWORD taken = 0;
    if (ReadFile(file->system, bytes, at_most(count), &taken, NULL)) return taken;
    return windows_is_end(GetLastError()) ? 0 : WELD_FAILED;
}

int64_t file_write(struct object *file, const void *bytes, size_t count) {
    DWORD taken = 0;
    const BOOL is_written = WriteFile(file->system, bytes, at_most(count), &taken, NULL);
    return is_written ? (int64_t)taken : WELD_FAILED;
}

static OVERLAPPED place(uint64_t offset) {
    return (OVERLAPPED){.Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32)};
}

// The system moves the position of a file also where an offset is given: it is put back. Only
// threads of this process are kept from each other.
static int64_t at_offset(weld_handle handle, void *into, const void *from, size_t count,
                         uint64_t offset) {
    const LARGE_INTEGER none = {0};
    LARGE_INTEGER before;
    DWORD taken = 0;
    if (offset > INT64_MAX) return windows_refusal(ERROR_INVALID_PARAMETER);
    struct object *file = object_take(handle, OBJECT_ANY, 0);
    if (file == NULL) return WELD_FAILED;
    OVERLAPPED at = place(offset);
    int64_t result = WELD_FAILED;
    AcquireSRWLockExclusive(&file->lock);
    if (file->kind == OBJECT_MEMORY) {
        result = memory_copy(file, into, from, count, offset);
    } else if (file->kind != OBJECT_FILE) {
        result = windows_refusal(ERROR_INVALID_PARAMETER);
    } else if (SetFilePointerEx(file->system, none, &before, FILE_CURRENT)) {
        const BOOL is_done = into != NULL
                                 ? ReadFile(file->system, into, at_most(count), &taken, &at)
                                 : WriteFile(file->system, from, at_most(count), &taken, &at);
        if (is_done || (into != NULL && windows_is_end(GetLastError()))) result = taken;
        KEEPING_ERROR(SetFilePointerEx(file->system, before, NULL, FILE_BEGIN));
    }
    ReleaseSRWLockExclusive(&file->lock);
    KEEPING_ERROR(object_drop(file));
    return result;
}

int64_t weld_read_at(weld_handle handle, void *bytes, size_t count, uint64_t offset) {
    return at_offset(handle, bytes, NULL, count, offset);
}

int64_t weld_write_at(weld_handle handle, const void *bytes, size_t count, uint64_t offset) {
    return at_offset(handle, NULL, bytes, count, offset);
}

// MARK: names

weld_handle weld_create_file(const char *path) {
    wchar_t wide[PATH_ROOM];
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (only_me == NULL || !windows_path(path, wide)) return WELD_FAILED;
    const HANDLE made = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, only_me,
                                    CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (made == INVALID_HANDLE_VALUE) return WELD_FAILED;
    return object_publish(object_make(sizeof(struct object), OBJECT_FILE, made));
}

int32_t weld_remove_file(const char *path) {
    wchar_t wide[PATH_ROOM];
    if (!windows_path(path, wide)) return WELD_FAILED;
    return DeleteFileW(wide) ? 0 : WELD_FAILED;
}

// The file is looked at and removed by one handle: nobody can put another there in between.
int32_t weld_remove_made(const char *path, const struct weld_facts *made) {
    wchar_t wide[PATH_ROOM];
    struct weld_facts now;
    FILE_DISPOSITION_INFO removal = {.DeleteFile = TRUE};
    if (!windows_path(path, wide)) return WELD_FAILED;
    const HANDLE file = open_to_look(wide, DELETE | FILE_READ_DATA | FILE_READ_ATTRIBUTES);
    if (file == INVALID_HANDLE_VALUE) return WELD_FAILED;
    int32_t result = facts_of(file, &now);
    if (result == 0 && now.type != made->type) {
        const bool was_socket = made->type == WELD_SOCKET;
        result = windows_refusal(was_socket ? ERROR_OBJECT_NOT_FOUND : ERROR_FILE_EXISTS);
    } else if (result == 0 && (now.device != made->device || now.inode != made->inode)) {
        result = windows_refusal(ERROR_FILE_EXISTS);
    } else if (result == 0 && !SetFileInformationByHandle(file, FileDispositionInfo, &removal,
                                                          sizeof removal)) {
        result = WELD_FAILED;
    }
    KEEPING_ERROR(CloseHandle(file));
    return result;
}

int64_t weld_list(const char *path, char *names, size_t room) {
    wchar_t wide[PATH_ROOM];
    WIN32_FIND_DATAW entry;
    char name[MAX_PATH * 4];
    size_t needed = 0;
    if (!windows_path(path, wide)) return WELD_FAILED;
    const DWORD attributes = GetFileAttributesW(wide);
    if (attributes == INVALID_FILE_ATTRIBUTES) return WELD_FAILED;
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) return windows_refusal(ERROR_DIRECTORY);
    if (wcslen(wide) + 3 > PATH_ROOM) return windows_refusal(ERROR_FILENAME_EXCED_RANGE);
    wcscat(wide, L"\\*");
    const HANDLE search = FindFirstFileW(wide, &entry);
    if (search == INVALID_HANDLE_VALUE) {
        return GetLastError() == ERROR_FILE_NOT_FOUND ? 0 : WELD_FAILED;
    }
    do {
        if (wcscmp(entry.cFileName, L".") == 0 || wcscmp(entry.cFileName, L"..") == 0) continue;
        const int64_t length = windows_narrow(entry.cFileName, name, sizeof name);
        if (length < 0) continue;
        const size_t size = (size_t)length + 1;
        if (needed + size <= room) memcpy(names + needed, name, size);
        needed += size;
    } while (FindNextFileW(search, &entry));
    const DWORD code = GetLastError();
    FindClose(search);
    return code == ERROR_NO_MORE_FILES ? (int64_t)needed : windows_refusal(code);
}

// Makes a directory unless it is there, and checks that it is this user's alone.
static int32_t make_private(const char *path) {
    wchar_t wide[PATH_ROOM];
    struct weld_facts facts;
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (only_me == NULL || !windows_path(path, wide)) return WELD_FAILED;
    if (!CreateDirectoryW(wide, only_me) && GetLastError() != ERROR_ALREADY_EXISTS) {
        return WELD_FAILED;
    }
    if (weld_facts_at(path, &facts) != 0) return WELD_FAILED;
    if (facts.type != WELD_DIRECTORY) return windows_refusal(ERROR_DIRECTORY);
    const bool is_ours = facts.owner == weld_user() && (facts.mode & 077) == 0;
    return is_ours ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
}

int64_t weld_private_directory(const char *wanted, char *path, size_t room) {
    char whole[PATH_ROOM];
    const char *base = NULL;
    if (wanted != NULL) {
        snprintf(whole, sizeof whole, "%s", wanted);
    } else {
        base = weld_variable("LOCALAPPDATA");
        if (base == NULL) base = weld_variable("TEMP");
        if (base == NULL) return windows_refusal(ERROR_PATH_NOT_FOUND);
        snprintf(whole, sizeof whole, "%s\\weld", base);
    }
    const size_t length = strlen(whole);
    if (length >= room || length + 1 >= sizeof whole) {
        return windows_refusal(ERROR_FILENAME_EXCED_RANGE);
    }
    memcpy(path, whole, length + 1);
    return make_private(path) == 0 ? (int64_t)length : WELD_FAILED;
}
#endif
