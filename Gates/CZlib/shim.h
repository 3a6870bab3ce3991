// The compression inside a PNG.
#include <zlib.h>
