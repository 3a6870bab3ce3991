#include "CFaultyDisk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// MARK: What fails

static struct {
    pthread_mutex_t lock;
    char folder[512];
    int call;
    int number;
    int code;
    int forever;
    int count;
} fault = {.lock = PTHREAD_MUTEX_INITIALIZER};

void faulty_disk_arm(const char *folder, int call, int number, int code, int forever) {
    pthread_mutex_lock(&fault.lock);
    snprintf(fault.folder, sizeof fault.folder, "%s", folder);
    fault.call = call;
    fault.number = number;
    fault.code = code;
    fault.forever = forever;
    fault.count = 0;
    pthread_mutex_unlock(&fault.lock);
}

int faulty_disk_disarm(void) {
    pthread_mutex_lock(&fault.lock);
    fault.folder[0] = 0;
    int count = fault.count;
    pthread_mutex_unlock(&fault.lock);
    return count;
}

static int failure(const char *path, int call) {
    int code = SQLITE_OK;
    pthread_mutex_lock(&fault.lock);
    if (path && fault.folder[0] && call == fault.call &&
        strncmp(path, fault.folder, strlen(fault.folder)) == 0) {
        fault.count++;
        if (fault.count == fault.number || (fault.forever && fault.count > fault.number))
            code = fault.code;
    }
    pthread_mutex_unlock(&fault.lock);
    return code;
}

// MARK: A file

typedef struct {
    sqlite3_file base;
    const char *path;
    // The system's own file follows.
} file_t;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((file_t *)file + 1); }
static const char *path_of(sqlite3_file *file) { return ((file_t *)file)->path; }

static int on_close(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int on_read(sqlite3_file *f, void *to, int count, sqlite3_int64 at) {
    int code = failure(path_of(f), FAULTY_DISK_READ);
    return code ? code : real(f)->pMethods->xRead(real(f), to, count, at);
}
static int on_write(sqlite3_file *f, const void *from, int count, sqlite3_int64 at) {
    int code = failure(path_of(f), FAULTY_DISK_WRITE);
    // A disk that is full has taken a part.
    if (code) real(f)->pMethods->xWrite(real(f), from, count / 2, at);
    return code ? code : real(f)->pMethods->xWrite(real(f), from, count, at);
}
static int on_truncate(sqlite3_file *f, sqlite3_int64 size) {
    int code = failure(path_of(f), FAULTY_DISK_TRUNCATE);
    return code ? code : real(f)->pMethods->xTruncate(real(f), size);
}
static int on_sync(sqlite3_file *f, int flags) {
    int code = failure(path_of(f), FAULTY_DISK_SYNC);
    return code ? code : real(f)->pMethods->xSync(real(f), flags);
}
static int on_size(sqlite3_file *f, sqlite3_int64 *size) {
    return real(f)->pMethods->xFileSize(real(f), size);
}
static int on_lock(sqlite3_file *f, int kind) { return real(f)->pMethods->xLock(real(f), kind); }
static int on_unlock(sqlite3_file *f, int kind) { return real(f)->pMethods->xUnlock(real(f), kind); }
static int on_reserved(sqlite3_file *f, int *out) {
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}
static int on_control(sqlite3_file *f, int what, void *with) {
    return real(f)->pMethods->xFileControl(real(f), what, with);
}
static int on_sector(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int on_device(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int on_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
static int on_shm_lock(sqlite3_file *f, int offset, int count, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
}
static void on_shm_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int on_shm_unmap(sqlite3_file *f, int delete) {
    return real(f)->pMethods->xShmUnmap(real(f), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector,
    .xDeviceCharacteristics = on_device,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

// MARK: The disk

static sqlite3_vfs *own;
static sqlite3_vfs disk;

static int on_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out) {
    (void)vfs;
    f->pMethods = NULL;
    int code = failure(path, FAULTY_DISK_OPEN);
    if (code) return code;
    ((file_t *)f)->path = path;
    code = own->xOpen(own, path, real(f), flags, out);
    if (real(f)->pMethods) f->pMethods = &methods;
    return code;
}
static int on_delete(sqlite3_vfs *vfs, const char *path, int sync) {
    (void)vfs;
    int code = failure(path, FAULTY_DISK_DELETE);
    return code ? code : own->xDelete(own, path, sync);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int installed;

static void install(void) {
    own = sqlite3_vfs_find(NULL);
    if (!own) {
        installed = SQLITE_ERROR;
        return;
    }
    disk = *own;
    disk.pNext = NULL;
    disk.zName = "faulty-disk";
    disk.szOsFile = (int)sizeof(file_t) + own->szOsFile;
    disk.xOpen = on_open;
    disk.xDelete = on_delete;
    installed = sqlite3_vfs_register(&disk, 1);
}

int faulty_disk_install(void) {
    pthread_once(&once, install);
    return installed;
}
