/* The bodies of all messages as C structs, typed by hand from wire-protocol.md: the witness that
 * the layouts, which WeldWire derives from its Swift declarations, are what a C program would
 * see. */
#ifndef C_WIRE_WITNESS_H
#define C_WIRE_WITNESS_H

#include <stddef.h>

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

#endif
