// Windows: threads, locks, processors.
#ifdef _WIN32
#include "windows.h"

#include <stdlib.h>
#include <string.h>
#include <winternl.h>

// MARK: threads

struct start {
    void (*body)(void *);
    void *context;
    DWORD_PTR processors;
    wchar_t name[16];
};

static DWORD_PTR processors_of(HANDLE thread);

static DWORD WINAPI run(void *argument) {
    const struct start start = *(struct start *)argument;
    free(argument);
    // Windows 10 names threads; who cannot leaves them without.
    typedef HRESULT(WINAPI * describe)(HANDLE, PCWSTR);
    const FARPROC found =
        GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "SetThreadDescription");
    if (found != NULL) ((describe)(void (*)(void))found)(GetCurrentThread(), start.name);
    if (start.processors != 0) SetThreadAffinityMask(GetCurrentThread(), start.processors);
    start.body(start.context);
    return 0;
}

int32_t weld_thread_start(const char *name, void (*body)(void *), void *context,
                          weld_thread *thread) {
    struct start *start = calloc(1, sizeof *start);
    if (start == NULL) return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    start->body = body;
    start->context = context;
    start->processors = processors_of(GetCurrentThread());
    for (size_t i = 0; i < 15 && name[i] != '\0'; i++) start->name[i] = (unsigned char)name[i];
    const HANDLE made = CreateThread(NULL, 0, run, start, 0, NULL);
    if (made == NULL) {
        KEEPING_ERROR(free(start));
        return WELD_FAILED;
    }
    *thread = (weld_thread)made;
    return 0;
}

int32_t weld_thread_join(weld_thread thread) {
    if (windows_wait((HANDLE)thread, WELD_NEVER) != 0) return WELD_FAILED;
    return CloseHandle((HANDLE)thread) ? 0 : WELD_FAILED;
}

int32_t weld_thread_detach(weld_thread thread) {
    return CloseHandle((HANDLE)thread) ? 0 : WELD_FAILED;
}

int32_t weld_thread_id(void) { return (int32_t)GetCurrentThreadId(); }

// MARK: locks

void *weld_lock_make(void) {
    SRWLOCK *lock = malloc(sizeof *lock);
    if (lock != NULL) InitializeSRWLock(lock);
    return lock;
}

void weld_lock_free(void *lock) { free(lock); }

void weld_lock(void *lock) { AcquireSRWLockExclusive(lock); }

void weld_unlock(void *lock) { ReleaseSRWLockExclusive(lock); }

// MARK: processors (of the first group: 64)

struct thread_information {  // THREAD_BASIC_INFORMATION, which winternl.h leaves out
    LONG status;
    PVOID block;
    HANDLE process, thread;
    ULONG_PTR processors;
    LONG priority, base_priority;
};

static DWORD_PTR processors_of(HANDLE thread) {
    struct thread_information told;
    const LONG status =
        NtQueryInformationThread(thread, (THREADINFOCLASS)0, &told, sizeof told, NULL);
    return status < 0 ? 0 : told.processors;
}

// A thread by its id, 0 the calling one; closed with leave_thread.
static HANDLE enter_thread(int32_t thread) {
    if (thread == 0) return GetCurrentThread();
    const HANDLE found = OpenThread(THREAD_QUERY_INFORMATION | THREAD_SET_INFORMATION, FALSE,
                                    (DWORD)thread);
    if (found == NULL && GetLastError() == ERROR_INVALID_PARAMETER) SetLastError(ERROR_NOT_FOUND);
    return found;
}

static void leave_thread(int32_t thread, HANDLE found) {
    if (thread != 0) KEEPING_ERROR(CloseHandle(found));
}

int32_t weld_affinity(int32_t thread, uint64_t cpus[WELD_CPU_WORDS]) {
    const HANDLE found = enter_thread(thread);
    if (found == NULL) return WELD_FAILED;
    memset(cpus, 0, WELD_CPU_WORDS * sizeof cpus[0]);
    cpus[0] = processors_of(found);
    leave_thread(thread, found);
    return cpus[0] != 0 ? 0 : windows_refusal(ERROR_GEN_FAILURE);
}

int32_t weld_set_affinity(int32_t thread, const uint64_t cpus[WELD_CPU_WORDS]) {
    if (cpus[0] == 0) return windows_refusal(ERROR_INVALID_PARAMETER);
    const HANDLE found = enter_thread(thread);
    if (found == NULL) return WELD_FAILED;
    const bool is_set = SetThreadAffinityMask(found, (DWORD_PTR)cpus[0]) != 0;
    leave_thread(thread, found);
    return is_set ? 0 : WELD_FAILED;
}

// Threads that have less than the process get what it gets.
int32_t weld_set_process_affinity(int32_t process, const uint64_t cpus[WELD_CPU_WORDS]) {
    if (cpus[0] == 0) return windows_refusal(ERROR_INVALID_PARAMETER);
    const HANDLE found = OpenProcess(PROCESS_SET_INFORMATION, FALSE, (DWORD)process);
    if (found == NULL) {
        const DWORD code = GetLastError();
        return windows_refusal(code == ERROR_INVALID_PARAMETER ? ERROR_NOT_FOUND : code);
    }
    const BOOL is_set = SetProcessAffinityMask(found, (DWORD_PTR)cpus[0]);
    KEEPING_ERROR(CloseHandle(found));
    if (!is_set) return WELD_FAILED;
    if (process == weld_self()) SetThreadAffinityMask(GetCurrentThread(), (DWORD_PTR)cpus[0]);
    return 0;
}

// One rank before everybody else is what an ordinary user gets: every priority from 1 is that one.
int32_t weld_priority(void) { return GetThreadPriority(GetCurrentThread()) > 0; }

int32_t weld_set_priority(int32_t priority) {
    if (priority < 0 || priority > 99) return windows_refusal(ERROR_INVALID_PARAMETER);
    const int rank = priority == 0 ? THREAD_PRIORITY_NORMAL : THREAD_PRIORITY_TIME_CRITICAL;
    return SetThreadPriority(GetCurrentThread(), rank) ? 0 : WELD_FAILED;
}
#endif
