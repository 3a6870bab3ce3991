// The entry into libFuzzer, which Swift has no module for.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Searches with a body until it is told to stop or the body dies; the arguments are libFuzzer's.
int LLVMFuzzerRunDriver(int *count, char ***arguments,
                        int (*body)(const uint8_t *bytes, size_t count));
