// What Swift cannot say to SQLite: its configuration of a connection takes variable arguments.
#ifndef C_GATE_STORE_H
#define C_GATE_STORE_H

struct sqlite3;

/// Makes a connection believe nothing that a file brings with it: its views and triggers are not
/// run, its schema calls no function that is not safe, and nobody writes to its schema by hand.
///
/// @return 0, or SQLite's code for what this library cannot do.
int gate_store_distrust(struct sqlite3 *connection);

#endif
