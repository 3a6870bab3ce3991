#include "CWireWitness.h"

#include <stdint.h>

struct ProtocolHello {
    uint16_t protocol_version;
    uint16_t _pad0;
    uint8_t engine_version[32];
    uint8_t build_hash[16];
    uint32_t capabilities;
};

struct ProtocolHelloAck {
    uint8_t accepted;
    uint8_t _pad0[3];
    uint8_t reason[128];
};

struct Echo {
    uint8_t payload[64];
};

struct EchoReply {
    uint8_t payload[64];
};

struct SpawnEntity {
    uint32_t archetype_hint;
};

struct EntityCreated {
    uint64_t entity;
};

struct ModifyComponent {
    uint64_t entity;
    uint32_t component_type;
    uint32_t field_offset;
    uint8_t new_value[40];
};

struct ModifyAck {
    uint8_t success;
    uint8_t _pad0[7];
};

struct Heartbeat {
    uint64_t sent_at_us;
};

struct HeartbeatAck {
    uint64_t sent_at_us;
    uint64_t received_at_us;
};

struct Shutdown {
    uint8_t _reserved;
};

struct ShutdownAck {
    uint8_t _reserved;
};

struct LogMessage {
    uint32_t level;
    uint32_t _pad0;
    uint64_t timestamp_us;
    uint8_t text[256];
};

struct ShmRegionDescriptor {
    uint8_t logical_name[32];
    uint64_t size;
};

struct ShmRegionsHandoff {
    uint32_t region_count;
    uint32_t _pad0;
    struct ShmRegionDescriptor regions[8];
};

_Static_assert(sizeof(struct ProtocolHello) == 56, "wire page, Messages");
_Static_assert(sizeof(struct ProtocolHelloAck) == 132, "wire page, Messages");
_Static_assert(sizeof(struct Echo) == 64, "wire page, Messages");
_Static_assert(sizeof(struct EchoReply) == 64, "wire page, Messages");
_Static_assert(sizeof(struct SpawnEntity) == 4, "wire page, Messages");
_Static_assert(sizeof(struct EntityCreated) == 8, "wire page, Messages");
_Static_assert(sizeof(struct ModifyComponent) == 56, "wire page, Messages");
_Static_assert(sizeof(struct ModifyAck) == 8, "wire page, Messages");
_Static_assert(sizeof(struct Heartbeat) == 8, "wire page, Messages");
_Static_assert(sizeof(struct HeartbeatAck) == 16, "wire page, Messages");
_Static_assert(sizeof(struct Shutdown) == 1, "wire page, Messages");
_Static_assert(sizeof(struct ShutdownAck) == 1, "wire page, Messages");
_Static_assert(sizeof(struct LogMessage) == 272, "wire page, Messages");
_Static_assert(sizeof(struct ShmRegionsHandoff) == 328, "wire page, Messages");

struct witness {
    const char *structure;
    const char *field;
    size_t offset;
    size_t size;
    size_t structure_size;
    size_t structure_alignment;
};

#define FIELD(structure, field)                                                                    \
    {                                                                                              \
        #structure, #field, offsetof(struct structure, field),                                     \
            sizeof(((struct structure *)0)->field), sizeof(struct structure),                      \
            _Alignof(struct structure)                                                             \
    }

static const struct witness table[] = {
    FIELD(ProtocolHello, protocol_version),
    FIELD(ProtocolHello, _pad0),
    FIELD(ProtocolHello, engine_version),
    FIELD(ProtocolHello, build_hash),
    FIELD(ProtocolHello, capabilities),
    FIELD(ProtocolHelloAck, accepted),
    FIELD(ProtocolHelloAck, _pad0),
    FIELD(ProtocolHelloAck, reason),
    FIELD(Echo, payload),
    FIELD(EchoReply, payload),
    FIELD(SpawnEntity, archetype_hint),
    FIELD(EntityCreated, entity),
    FIELD(ModifyComponent, entity),
    FIELD(ModifyComponent, component_type),
    FIELD(ModifyComponent, field_offset),
    FIELD(ModifyComponent, new_value),
    FIELD(ModifyAck, success),
    FIELD(ModifyAck, _pad0),
    FIELD(Heartbeat, sent_at_us),
    FIELD(HeartbeatAck, sent_at_us),
    FIELD(HeartbeatAck, received_at_us),
    FIELD(Shutdown, _reserved),
    FIELD(ShutdownAck, _reserved),
    FIELD(LogMessage, level),
    FIELD(LogMessage, _pad0),
    FIELD(LogMessage, timestamp_us),
    FIELD(LogMessage, text),
    FIELD(ShmRegionsHandoff, region_count),
    FIELD(ShmRegionsHandoff, _pad0),
    FIELD(ShmRegionsHandoff, regions),
    FIELD(ShmRegionDescriptor, logical_name),
    FIELD(ShmRegionDescriptor, size),
};

size_t witness_field_count(void) {
    return sizeof table / sizeof table[0];
}

const char *witness_struct_name(size_t index) {
    return index < witness_field_count() ? table[index].structure : 0;
}

const char *witness_field_name(size_t index) {
    return index < witness_field_count() ? table[index].field : 0;
}

size_t witness_field_offset(size_t index) {
    return index < witness_field_count() ? table[index].offset : 0;
}

size_t witness_field_size(size_t index) {
    return index < witness_field_count() ? table[index].size : 0;
}

size_t witness_struct_size(size_t index) {
    return index < witness_field_count() ? table[index].structure_size : 0;
}

size_t witness_struct_alignment(size_t index) {
    return index < witness_field_count() ? table[index].structure_alignment : 0;
}
