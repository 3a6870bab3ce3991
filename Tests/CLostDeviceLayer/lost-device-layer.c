#include "lost-device-layer.h"

#include "../../Gates/SlowDevice/vulkan-layer.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_long submissions;

static int is_lost_now(void) {
    const char *wanted = getenv("WELD_LOST_DEVICE_AT");
    return wanted != NULL && atomic_fetch_add(&submissions, 1) + 1 == atol(wanted);
}

static VkResult submit(VkQueue queue, uint32_t count, const VkSubmitInfo2 *infos, VkFence fence) {
    if (is_lost_now()) return VK_ERROR_DEVICE_LOST;
    return NEXT(vkQueueSubmit2)(queue, count, infos, fence);
}

static PFN_vkVoidFunction layer_function(const char *name) {
    LAYER_FUNCTION("vkQueueSubmit2", submit);
    return NULL;
}
