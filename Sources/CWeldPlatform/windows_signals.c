// Windows: signals between processes of this library. A signal that a process does not leave to its
// default has an event with a name, which who sends it sets; without one the default is done to the
// process from outside. They are a process's, never a thread's.
#ifdef _WIN32
#include "windows.h"

#include <stdio.h>
#include <string.h>

enum { SIGNALS = 32 };

// The numbers that most systems have.
int32_t weld_signal(int32_t which) {
    static const int32_t numbers[] = {
        [WELD_SIGNAL_TERMINATE] = 15, [WELD_SIGNAL_INTERRUPT] = 2, [WELD_SIGNAL_KILL] = 9,
        [WELD_SIGNAL_SEGMENTATION] = 11, [WELD_SIGNAL_USER1] = 10, [WELD_SIGNAL_USER2] = 12,
        [WELD_SIGNAL_PIPE] = 13, [WELD_SIGNAL_STOP] = 19, [WELD_SIGNAL_CONTINUE] = 18,
        [WELD_SIGNAL_FILE_SIZE] = 25, [WELD_SIGNAL_TERMINAL_OUTPUT] = 22,
    };
    if (which >= 0 && (size_t)which < sizeof numbers / sizeof numbers[0]) return numbers[which];
    return windows_refusal(ERROR_INVALID_PARAMETER);
}

static bool is_signal(int32_t signal) { return signal > 0 && signal < SIGNALS; }

// MARK: dispositions

static SRWLOCK signals_lock = SRWLOCK_INIT;
static HANDLE taken_over[SIGNALS];

static void event_name(int32_t process, int32_t signal, wchar_t name[64]) {
    _snwprintf(name, 64, L"Local\\weld-signal-%ld-%ld", (long)process, (long)signal);
}

// A console's keys and its closing are these two signals.
static BOOL WINAPI console(DWORD what) {
    const int32_t signal = weld_signal(what == CTRL_C_EVENT ? WELD_SIGNAL_INTERRUPT
                                                            : WELD_SIGNAL_TERMINATE);
    if (taken_over[signal] == NULL) return FALSE;
    SetEvent(taken_over[signal]);
    return TRUE;
}

static int32_t take_over(int32_t signal) {
    wchar_t name[64];
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (!is_signal(signal)) return windows_refusal(ERROR_INVALID_PARAMETER);
    if (only_me == NULL) return WELD_FAILED;
    event_name(weld_self(), signal, name);
    int32_t result = 0;
    AcquireSRWLockExclusive(&signals_lock);
    if (taken_over[signal] == NULL) {
        const HANDLE event = CreateEventW(only_me, TRUE, FALSE, name);
        if (event != NULL && GetLastError() == ERROR_ALREADY_EXISTS) {
            // Somebody took the name of this process: it would get what is meant for us.
            CloseHandle(event);
            result = windows_refusal(ERROR_ACCESS_DENIED);
        } else if (event == NULL) {
            result = WELD_FAILED;
        } else {
            taken_over[signal] = event;
        }
    }
    ReleaseSRWLockExclusive(&signals_lock);
    if (result == 0) SetConsoleCtrlHandler(console, TRUE);
    return result;
}

int32_t weld_signal_ignore(int32_t signal) { return take_over(signal); }

// No call here is interrupted by another process.
int32_t weld_signal_interrupts(int32_t signal) { return take_over(signal); }

int32_t weld_signal_block(const int32_t *signals, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (take_over(signals[i]) != 0) return WELD_FAILED;
    }
    return 0;
}

// MARK: receiving

struct receiver {
    struct object object;
    uint32_t signals;  // one bit each
};

weld_handle weld_signal_receiver(const int32_t *signals, size_t count) {
    if (weld_signal_block(signals, count) != 0) return WELD_FAILED;
    struct receiver *receiver = object_make(sizeof *receiver, OBJECT_SIGNALS, NULL);
    if (receiver == NULL) return WELD_FAILED;
    for (size_t i = 0; i < count; i++) receiver->signals |= 1u << signals[i];
    return object_publish(receiver);
}

size_t signals_events(struct object *object, HANDLE *events, size_t room, bool *is_pending) {
    size_t count = 0;
    *is_pending = false;
    for (int32_t signal = 1; signal < SIGNALS; signal++) {
        if ((((struct receiver *)object)->signals >> signal & 1) == 0) continue;
        if (WaitForSingleObject(taken_over[signal], 0) == WAIT_OBJECT_0) *is_pending = true;
        if (count < room) events[count++] = taken_over[signal];
    }
    return count;
}

int32_t weld_signal_next(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_SIGNALS, ERROR_INVALID_PARAMETER);
    if (object == NULL) return WELD_FAILED;
    int32_t next = WELD_AGAIN;
    AcquireSRWLockExclusive(&signals_lock);
    for (int32_t signal = 1; signal < SIGNALS && next < 0; signal++) {
        if ((((struct receiver *)object)->signals >> signal & 1) == 0) continue;
        if (WaitForSingleObject(taken_over[signal], 0) != WAIT_OBJECT_0) continue;
        ResetEvent(taken_over[signal]);
        next = signal;
    }
    ReleaseSRWLockExclusive(&signals_lock);
    object_drop(object);
    return next;
}

// MARK: sending

LONG NTAPI NtSuspendProcess(HANDLE process);
LONG NTAPI NtResumeProcess(HANDLE process);

int32_t signal_deliver(HANDLE process, int32_t id, int32_t signal) {
    wchar_t name[64];
    if (signal == 0) return 0;
    if (!is_signal(signal)) return windows_refusal(ERROR_INVALID_PARAMETER);
    if (signal != weld_signal(WELD_SIGNAL_KILL) && signal != weld_signal(WELD_SIGNAL_STOP)) {
        event_name(id, signal, name);
        const HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, name);
        if (event != NULL) {
            SetEvent(event);
            CloseHandle(event);
            return 0;
        }
    }
    if (signal == weld_signal(WELD_SIGNAL_STOP) ||
        signal == weld_signal(WELD_SIGNAL_TERMINAL_OUTPUT)) {
        return NtSuspendProcess(process) >= 0 ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
    }
    if (signal == weld_signal(WELD_SIGNAL_CONTINUE)) {
        return NtResumeProcess(process) >= 0 ? 0 : windows_refusal(ERROR_ACCESS_DENIED);
    }
    return TerminateProcess(process, WINDOWS_KILLED | (UINT)signal) ? 0 : WELD_FAILED;
}

int32_t weld_thread_signal(weld_thread thread, int32_t signal) {
    if (thread == 0) return windows_refusal(ERROR_NOT_FOUND);
    return signal_deliver(GetCurrentProcess(), weld_self(), signal);
}
#endif
