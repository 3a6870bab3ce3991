#include "CGateStore.h"

#include <sqlite3.h>
#include <stddef.h>

int gate_store_distrust(struct sqlite3 *connection) {
    const struct {
        int option;
        int value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    };
    for (size_t index = 0; index < sizeof settings / sizeof settings[0]; index++) {
        int code = sqlite3_db_config(connection, settings[index].option, settings[index].value, NULL);
        if (code != SQLITE_OK) return code;
    }
    // The longest value that a run stores is a message of 16 MiB; the limit is SQLite's otherwise.
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 256 << 20);
    return SQLITE_OK;
}
