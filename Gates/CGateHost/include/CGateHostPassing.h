// Local sockets with descriptors in flight, and what may be done to a piece of shared memory.
#pragma once

#include <stddef.h>
#include <sys/types.h>

/// Returns a socket that listens at a path, close-on-exec and non-blocking.
int gate_host_listen(const char *path);

/// Takes a connection, close-on-exec and non-blocking; EAGAIN where none waits.
int gate_host_accept(int listener);

/// Returns a socket connected to whoever listens at a path, close-on-exec and non-blocking.
int gate_host_connect(const char *path);

/// Sends what the socket takes now, with at most 253 descriptors that travel with the first byte;
/// no signal where nobody reads.
ssize_t gate_host_send(int socket, const void *bytes, size_t count, const int *descriptors,
                       size_t descriptor_count);

/// Receives what is there, and puts descriptors, close-on-exec, into places; at most 253.
/// A message that brings more than there are places for is EMSGSIZE, and all are closed.
ssize_t gate_host_receive(int socket, void *bytes, size_t count, int *descriptors, size_t places,
                          size_t *received);

/// Reads the seals of a memory object: 2 against shrinking, 4 against growing.
int gate_host_seals(int memory);

/// Changes the size of a file or memory object.
int gate_host_resize(int file, off_t size);

/// Writes one byte at an offset; returns 1.
ssize_t gate_host_write_at(int file, off_t offset);
