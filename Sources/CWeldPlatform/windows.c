// Windows: errors, clock, texts, and who may use what is made. Wine's differences are named where
// they matter (portability.md#windows).
#ifdef _WIN32
#include "windows.h"

#include <aclapi.h>
#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: errors

// The first code of a kind is the one that stands for it.
static const struct {
    DWORD code;
    int32_t kind;
} kinds[] = {
    {ERROR_OPERATION_ABORTED, WELD_INTERRUPTED},
    {ERROR_TIMEOUT, WELD_TIMED_OUT},
    {ERROR_SEM_TIMEOUT, WELD_TIMED_OUT},
    {WAIT_TIMEOUT, WELD_TIMED_OUT},
    {ERROR_IO_INCOMPLETE, WELD_WOULD_BLOCK},
    {ERROR_IO_PENDING, WELD_WOULD_BLOCK},
    {ERROR_CONNECTION_ABORTED, WELD_RESET},
    {ERROR_NETNAME_DELETED, WELD_RESET},
    {ERROR_BROKEN_PIPE, WELD_BROKEN_PIPE},
    {ERROR_NO_DATA, WELD_BROKEN_PIPE},
    {ERROR_PIPE_NOT_CONNECTED, WELD_BROKEN_PIPE},
    {ERROR_CONNECTION_REFUSED, WELD_REFUSED},
    {ERROR_ACCESS_DENIED, WELD_PERMISSION},
    {ERROR_PRIVILEGE_NOT_HELD, WELD_PERMISSION},
    {ERROR_WRITE_PROTECT, WELD_PERMISSION},
    // What is no program may not be run: EACCES elsewhere.
    {ERROR_BAD_EXE_FORMAT, WELD_PERMISSION},
    {ERROR_EXE_MACHINE_TYPE_MISMATCH, WELD_PERMISSION},
    {ERROR_ADDRESS_ALREADY_ASSOCIATED, WELD_IN_USE},
    {ERROR_PIPE_BUSY, WELD_IN_USE},
    {ERROR_SHARING_VIOLATION, WELD_IN_USE},
    {ERROR_BUSY, WELD_IN_USE},
    {ERROR_FILENAME_EXCED_RANGE, WELD_NAME_TOO_LONG},
    {ERROR_INSUFFICIENT_BUFFER, WELD_NAME_TOO_LONG},
    {ERROR_FILE_NOT_FOUND, WELD_NOT_FOUND},
    {ERROR_PATH_NOT_FOUND, WELD_NOT_FOUND},
    {ERROR_INVALID_NAME, WELD_NOT_FOUND},
    {ERROR_NOT_FOUND, WELD_NOT_FOUND},
    {ERROR_FILE_EXISTS, WELD_EXISTS},
    {ERROR_ALREADY_EXISTS, WELD_EXISTS},
    {ERROR_DIRECTORY, WELD_NOT_DIRECTORY},
    {ERROR_OBJECT_NOT_FOUND, WELD_NOT_SOCKET},
    {ERROR_TOO_MANY_OPEN_FILES, WELD_TOO_MANY_HANDLES},
    {ERROR_NO_MORE_USER_HANDLES, WELD_TOO_MANY_HANDLES},
    {ERROR_DISK_FULL, WELD_NO_SPACE},
    {ERROR_HANDLE_DISK_FULL, WELD_NO_SPACE},
    {ERROR_NOT_ENOUGH_MEMORY, WELD_NO_SPACE},
    {ERROR_OUTOFMEMORY, WELD_NO_SPACE},
    {ERROR_COMMITMENT_LIMIT, WELD_NO_SPACE},
    {ERROR_NO_SYSTEM_RESOURCES, WELD_NO_SPACE},
    {ERROR_NOT_ENOUGH_QUOTA, WELD_NO_SPACE},
    {ERROR_FILE_TOO_LARGE, WELD_NO_SPACE},
    {ERROR_INVALID_HANDLE, WELD_BAD_HANDLE},
    {ERROR_INVALID_PARAMETER, WELD_INVALID},
    {ERROR_BAD_ARGUMENTS, WELD_INVALID},
    {ERROR_BAD_LENGTH, WELD_WRONG_SIZE},
    {ERROR_MORE_DATA, WELD_WRONG_SIZE},
    {ERROR_NOT_SUPPORTED, WELD_UNSUPPORTED},
    {ERROR_CALL_NOT_IMPLEMENTED, WELD_UNSUPPORTED},
    {ERROR_INVALID_FUNCTION, WELD_UNSUPPORTED},
    {ERROR_INVALID_DATA, WELD_PROTOCOL},
    {ERROR_GEN_FAILURE, WELD_OTHER},
};

int32_t weld_error(void) { return (int32_t)GetLastError(); }

int32_t weld_error_kind(int32_t code) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].code == (DWORD)code) return kinds[i].kind;
    }
    return WELD_OTHER;
}

int32_t weld_error_code(int32_t kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind == kind) return (int32_t)kinds[i].code;
    }
    return ERROR_GEN_FAILURE;
}

int64_t weld_error_text(int32_t code, char *text, size_t room) {
    wchar_t wide[512] = L"";
    char whole[1024] = "";
    if (room == 0) return 0;
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  (DWORD)code, 0, wide, 512, NULL);
    while (length > 0 && wide[length - 1] <= L' ') wide[--length] = L'\0';
    if (length == 0 || windows_narrow(wide, whole, sizeof whole) < 0) {
        snprintf(whole, sizeof whole, "error %ld", (long)code);
    }
    size_t kept = strlen(whole);
    if (kept >= room) kept = room - 1;
    memcpy(text, whole, kept);
    text[kept] = '\0';
    return (int64_t)kept;
}

// MARK: clock

// Whole seconds and the rest apart: the counter times 10^9 would overflow after days.
static uint64_t nanoseconds(uint64_t count, uint64_t frequency) {
    return count / frequency * 1000000000u + count % frequency * 1000000000u / frequency;
}

static uint64_t frequency(void) {
    // Fixed at boot: that several threads may store it does no harm.
    static volatile LONG64 known;
    LARGE_INTEGER asked;
    if (known == 0) {
        QueryPerformanceFrequency(&asked);
        InterlockedExchange64(&known, asked.QuadPart);
    }
    return (uint64_t)known;
}

uint64_t weld_now(void) {
    LARGE_INTEGER count;
    QueryPerformanceCounter(&count);
    return nanoseconds((uint64_t)count.QuadPart, frequency());
}

uint64_t weld_clock_resolution(void) {
    const uint64_t resolution = 1000000000u / frequency();
    return resolution == 0 ? 1 : resolution;
}

DWORD windows_left(uint64_t deadline) {
    const uint64_t longest = 60000;
    if (deadline == WELD_NEVER) return (DWORD)longest;
    const uint64_t now = deadline == 0 ? 0 : weld_now();
    if (now >= deadline) return 0;
    const uint64_t left = (deadline - now - 1) / 1000000u + 1;
    return (DWORD)(left < longest ? left : longest);
}

int32_t windows_wait(HANDLE handle, uint64_t deadline) {
    for (;;) {
        const DWORD left = windows_left(deadline);
        switch (WaitForSingleObject(handle, left)) {
        case WAIT_OBJECT_0:
        case WAIT_ABANDONED: return 0;
        case WAIT_TIMEOUT: break;
        default: return WELD_FAILED;
        }
        if (left == 0) return WELD_AGAIN;
    }
}

// MARK: texts

bool windows_wide(const char *text, wchar_t *wide, size_t room) {
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, (int)room) > 0;
}

int64_t windows_narrow(const wchar_t *wide, char *text, size_t room) {
    const int needed = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    if (needed <= 0) return WELD_FAILED;
    if ((size_t)needed > room) return windows_refusal(ERROR_INSUFFICIENT_BUFFER);
    return WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, needed, NULL, NULL) - 1;
}

bool windows_path(const char *path, wchar_t wide[PATH_ROOM]) {
    if (path[0] == '\0') {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return false;
    }
    if (windows_wide(path, wide, PATH_ROOM)) return true;
    if (GetLastError() == ERROR_INSUFFICIENT_BUFFER) SetLastError(ERROR_FILENAME_EXCED_RANGE);
    return false;
}

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);  // RtlGenRandom, in advapi32

uint64_t windows_random(void) {
    uint64_t value = 0;
    // Without random bytes names could be guessed: nothing goes on then.
    if (!SystemFunction036(&value, sizeof value)) weld_abort();
    return value == 0 ? 1 : value;
}

uint64_t windows_digest(uint64_t seed, const void *bytes, size_t count) {
    uint64_t digest = seed ^ 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++) {
        digest = (digest ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
    }
    return digest;
}

// MARK: security

union account {
    TOKEN_USER user;
    DWORD64 space[40];  // with its SID, which is at most 68 bytes long
};

static PSID sid_of(union account *account, HANDLE process) {
    HANDLE token;
    DWORD size;
    if (!OpenProcessToken(process, TOKEN_QUERY, &token)) return NULL;
    const BOOL is_told =
        GetTokenInformation(token, TokenUser, account, sizeof *account, &size);
    KEEPING_ERROR(CloseHandle(token));
    return is_told ? account->user.User.Sid : NULL;
}

static uint32_t number_of(PSID sid) {
    const uint64_t digest = windows_digest(0, sid, GetLengthSid(sid));
    return (uint32_t)(digest ^ digest >> 32);
}

uint32_t weld_user(void) {
    union account own;
    PSID sid = sid_of(&own, GetCurrentProcess());
    return sid == NULL ? UINT32_MAX : number_of(sid);
}

// Accounts are compared by what they are; the number is never ours where they differ.
static uint32_t user_number(PSID sid) {
    union account own;
    PSID self = sid_of(&own, GetCurrentProcess());
    const uint32_t number = number_of(sid);
    if (self == NULL || EqualSid(self, sid)) return number;
    return number == number_of(self) ? number ^ 1 : number;
}

bool windows_user_of(HANDLE process, uint32_t *user) {
    union account account;
    PSID sid = sid_of(&account, process);
    if (sid == NULL) return false;
    *user = user_number(sid);
    return true;
}

SECURITY_ATTRIBUTES *windows_only_me(void) {
    static SRWLOCK lock = SRWLOCK_INIT;
    static SECURITY_ATTRIBUTES attributes;
    AcquireSRWLockExclusive(&lock);
    if (attributes.nLength == 0) {
        union account own;
        PSID sid = sid_of(&own, GetCurrentProcess());
        wchar_t *text = NULL, rule[256];
        PSECURITY_DESCRIPTOR descriptor = NULL;
        if (sid != NULL && ConvertSidToStringSidW(sid, &text)) {
            // The owner too: what an elevated user makes would otherwise be the administrators'.
            _snwprintf(rule, 256, L"O:%lsD:P(A;OICI;GA;;;%ls)", text, text);
            rule[255] = L'\0';
            if (ConvertStringSecurityDescriptorToSecurityDescriptorW(rule, SDDL_REVISION_1,
                                                                     &descriptor, NULL)) {
                attributes = (SECURITY_ATTRIBUTES){.lpSecurityDescriptor = descriptor,
                                                   .nLength = sizeof attributes};
            }
            KEEPING_ERROR(LocalFree(text));
        }
    }
    const bool is_there = attributes.nLength != 0;
    ReleaseSRWLockExclusive(&lock);
    return is_there ? &attributes : NULL;
}

// POSIX's bits of what an entry of a list allows. Whether a file may be run is in no list.
static uint32_t bits_of(ACCESS_MASK mask, bool is_directory) {
    uint32_t bits = 0;
    if ((mask & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL)) != 0) bits |= 4;
    if ((mask & (FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL)) != 0) bits |= 2;
    if (is_directory && (mask & (FILE_TRAVERSE | GENERIC_EXECUTE | GENERIC_ALL)) != 0) bits |= 1;
    return bits;
}

// The system itself and its administrators reach every file whatever its list says, as root does.
static bool is_the_systems(PSID sid) {
    return IsWellKnownSid(sid, WinLocalSystemSid) ||
           IsWellKnownSid(sid, WinBuiltinAdministratorsSid);
}

void windows_owner_of(HANDLE file, bool is_directory, uint32_t *owner, uint32_t *mode) {
    PSID sid = NULL;
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    // What nobody says is everybody's.
    *owner = UINT32_MAX;
    *mode = 0777;
    if (GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                        &sid, NULL, &list, NULL, &descriptor) != ERROR_SUCCESS) {
        return;
    }
    if (sid != NULL) *owner = user_number(sid);
    if (list != NULL) {
        *mode = 0;
        for (DWORD i = 0; i < list->AceCount; i++) {
            ACCESS_ALLOWED_ACE *entry;
            if (!GetAce(list, i, (void **)&entry)) continue;
            if (entry->Header.AceType != ACCESS_ALLOWED_ACE_TYPE) continue;
            PSID whose = &entry->SidStart;
            const uint32_t bits = bits_of(entry->Mask, is_directory);
            if (sid != NULL && EqualSid(whose, sid)) {
                *mode |= bits << 6;
            } else if (!is_the_systems(whose)) {
                *mode |= bits << 3 | bits;
            }
        }
    }
    LocalFree(descriptor);
}
#endif
