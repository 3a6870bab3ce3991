/* The bodies of all messages as C structs, typed by hand from wire-protocol.md: the witness that
 * the layouts, which WeldWire derives from its Swift declarations, are what a C program would
 * see. */
#ifndef C_WIRE_WITNESS_H
#define C_WIRE_WITNESS_H

#include <stddef.h>
#include <stdint.h>

/* Number of fields in the table, those of the nested struct included. */
size_t witness_field_count(void);
/* Name of the struct that holds field `index`; 0 past the end. */
const char *witness_struct_name(size_t index);
/* Name of the field; 0 past the end. */
const char *witness_field_name(size_t index);
/* Offset of the field in its struct, in bytes. */
size_t witness_field_offset(size_t index);
/* Size of the field, in bytes. */
size_t witness_field_size(size_t index);
/* Size of the struct that holds the field, in bytes. */
size_t witness_struct_size(size_t index);
/* Alignment of the struct that holds the field, in bytes. */
size_t witness_struct_alignment(size_t index);

/* What a stream of frames comes to: checks 1 to 8 of wire-protocol.md#frame. */
struct witness_outcome {
    /* Name of the first error; 0 where there is none. */
    const char *error;
    /* Offset of the first byte of the frame at fault, or of what follows the last whole frame. */
    uint64_t offset;
    /* Whole frames before it. */
    uint64_t frames;
};

/* Decodes a stream from its beginning; a version other than 1 is read while `any_version`, and the
 * stream ends behind the bytes if `ended`. */
struct witness_outcome witness_decode(const uint8_t *bytes, size_t count, int any_version,
                                      int ended);

#endif
