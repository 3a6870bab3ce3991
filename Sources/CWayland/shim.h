// The core protocol of a Wayland client, as the system's library declares it.
#include <wayland-client.h>
