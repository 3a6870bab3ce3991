// What every Vulkan layer of ours is made of: how it is reached, and how it reaches the next one.
// Included by the one source of a layer, which defines layer_function. One instance and one device
// at a time, as the editor has them.

#ifndef WELD_VULKAN_LAYER_H
#define WELD_VULKAN_LAYER_H

#include <vulkan/vk_layer.h>

#include <stddef.h>
#include <string.h>

static PFN_vkGetInstanceProcAddr next_instance_function;
static PFN_vkGetDeviceProcAddr next_device_function;
static VkInstance instance;
static VkDevice device;

// What the layer has for a function of Vulkan; NULL for what it leaves to the next one.
static PFN_vkVoidFunction layer_function(const char *name);

// A line of layer_function.
#define LAYER_FUNCTION(text, function) \
    if (strcmp(name, text) == 0) return (PFN_vkVoidFunction)(function)

// The next layer's function, or the driver's, on the device.
#define NEXT(name) ((PFN_##name)(void *)next_device_function(device, #name))

// The loader hands every layer the function that the next one is reached by. The same link of a
// device's chain has the device's type.
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

static PFN_vkVoidFunction own_function(const char *name);

static PFN_vkVoidFunction instance_function(VkInstance owner, const char *name) {
    PFN_vkVoidFunction own = own_function(name);
    return own != NULL ? own : next_instance_function(owner, name);
}

static PFN_vkVoidFunction device_function(VkDevice owner, const char *name) {
    PFN_vkVoidFunction own = own_function(name);
    return own != NULL ? own : next_device_function(owner, name);
}

static PFN_vkVoidFunction own_function(const char *name) {
    LAYER_FUNCTION("vkGetInstanceProcAddr", instance_function);
    LAYER_FUNCTION("vkGetDeviceProcAddr", device_function);
    LAYER_FUNCTION("vkCreateInstance", create_instance);
    LAYER_FUNCTION("vkCreateDevice", create_device);
    return layer_function(name);
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

#endif
