#include "lost-device-layer.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// One instance and one device at a time, as the editor has them.
static PFN_vkGetInstanceProcAddr next_instance_function;
static PFN_vkGetDeviceProcAddr next_device_function;
static VkInstance instance;
static VkDevice device;
static atomic_long submissions;

static PFN_vkVoidFunction instance_function(VkInstance owner, const char *name);
static PFN_vkVoidFunction device_function(VkDevice owner, const char *name);

static int is_lost_now(void) {
    const char *wanted = getenv("WELD_LOST_DEVICE_AT");
    return wanted != NULL && atomic_fetch_add(&submissions, 1) + 1 == atol(wanted);
}

static VkResult submit(VkQueue queue, uint32_t count, const VkSubmitInfo2 *infos, VkFence fence) {
    if (is_lost_now()) return VK_ERROR_DEVICE_LOST;
    PFN_vkQueueSubmit2 next =
        (PFN_vkQueueSubmit2)(void *)next_device_function(device, "vkQueueSubmit2");
    return next(queue, count, infos, fence);
}

// The loader hands every layer the function that the next one is reached by.
static const void *link_of(const void *chain, VkStructureType type) {
    for (const VkLayerInstanceCreateInfo *info = chain; info != NULL; info = info->pNext) {
        if (info->sType == type && info->function == VK_LAYER_LINK_INFO) return info;
    }
    return NULL;
}

static VkResult create_instance(const VkInstanceCreateInfo *info,
                                const VkAllocationCallbacks *allocator, VkInstance *made) {
    VkLayerInstanceCreateInfo *link = (VkLayerInstanceCreateInfo *)link_of(
        info->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
    if (link == NULL) return VK_ERROR_INITIALIZATION_FAILED;
    next_instance_function = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    PFN_vkCreateInstance create =
        (PFN_vkCreateInstance)(void *)next_instance_function(NULL, "vkCreateInstance");
    VkResult result = create(info, allocator, made);
    if (result == VK_SUCCESS) instance = *made;
    return result;
}

static VkResult create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info,
                              const VkAllocationCallbacks *allocator, VkDevice *made) {
    VkLayerDeviceCreateInfo *link = (VkLayerDeviceCreateInfo *)link_of(
        info->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
    if (link == NULL) return VK_ERROR_INITIALIZATION_FAILED;
    next_device_function = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    PFN_vkCreateDevice create =
        (PFN_vkCreateDevice)(void *)next_instance_function(instance, "vkCreateDevice");
    VkResult result = create(physical, info, allocator, made);
    if (result == VK_SUCCESS) device = *made;
    return result;
}

static PFN_vkVoidFunction own_function(const char *name) {
    static const struct {
        const char *name;
        PFN_vkVoidFunction function;
    } own[] = {
        {"vkGetInstanceProcAddr", (PFN_vkVoidFunction)instance_function},
        {"vkGetDeviceProcAddr", (PFN_vkVoidFunction)device_function},
        {"vkCreateInstance", (PFN_vkVoidFunction)create_instance},
        {"vkCreateDevice", (PFN_vkVoidFunction)create_device},
        {"vkQueueSubmit2", (PFN_vkVoidFunction)submit},
    };
    for (size_t index = 0; index < sizeof own / sizeof own[0]; index++) {
        if (strcmp(own[index].name, name) == 0) return own[index].function;
    }
    return NULL;
}

static PFN_vkVoidFunction instance_function(VkInstance owner, const char *name) {
    PFN_vkVoidFunction own = own_function(name);
    return own != NULL ? own : next_instance_function(owner, name);
}

static PFN_vkVoidFunction device_function(VkDevice owner, const char *name) {
    PFN_vkVoidFunction own = own_function(name);
    return own != NULL ? own : next_device_function(owner, name);
}

VK_LAYER_EXPORT VkResult
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiation) {
    if (negotiation->loaderLayerInterfaceVersion < 2) return VK_ERROR_INITIALIZATION_FAILED;
    negotiation->loaderLayerInterfaceVersion = 2;
    negotiation->pfnGetInstanceProcAddr = instance_function;
    negotiation->pfnGetDeviceProcAddr = device_function;
    negotiation->pfnGetPhysicalDeviceProcAddr = NULL;
    return VK_SUCCESS;
}
