// A disk for SQLite that fails when it is told to: the system's own file access with a counter in
// front of it (sqlite.org/vfs.html), so that stores are tried in the way SQLite tests itself.
#ifndef C_FAULTY_DISK_H
#define C_FAULTY_DISK_H

/// What is counted, and fails.
enum faulty_disk_call {
    FAULTY_DISK_WRITE,
    FAULTY_DISK_SYNC,
    FAULTY_DISK_TRUNCATE,
    FAULTY_DISK_OPEN,
    FAULTY_DISK_DELETE,
    FAULTY_DISK_READ,
};

/// Puts the counter in front of every file that SQLite opens from now on.
///
/// @return 0, or SQLite's code.
int faulty_disk_install(void);

/// Lets a call on files below a folder fail with one of SQLite's codes.
///
/// @param folder The beginning of their paths; others are left alone.
/// @param call One of `faulty_disk_call`.
/// @param number Which call fails, from 1.
/// @param forever Whether all that follow fail too.
void faulty_disk_arm(const char *folder, int call, int number, int code, int forever);

/// Lets nothing fail any more.
///
/// @return How many such calls there were since it was armed.
int faulty_disk_disarm(void);

#endif
