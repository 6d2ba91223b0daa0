/* Open addressing with linear probing, at most three quarters full. Keys are borrowed: they must live as long as the map. */
#include "base/base.h"

typedef struct slot {
    dl_str key;      /* key.p NULL: empty */
    uint32_t hash, value;
} slot;

struct dl_map {
    dl_arena *arena;
    slot *slots;
    uint32_t size, count; /* size is a power of two */
};

dl_map *dl_map_new(dl_arena *arena, uint32_t expected)
{
    uint32_t size = 16;
    while (size < UINT32_MAX / 4 && size / 4 * 3 < expected) size *= 2;
    dl_map *map = DL_NEW(arena, dl_map, 1);
    if (map == NULL) return NULL;
    *map = (dl_map){.arena = arena, .size = size, .slots = DL_NEW(arena, slot, size)};
    return map->slots ? map : NULL;
}

static slot *find(slot *slots, uint32_t size, dl_str key, uint32_t hash)
{
    uint32_t i = hash & (size - 1);
    while (slots[i].key.p && !(slots[i].hash == hash && dl_str_eq(slots[i].key, key))) i = (i + 1) & (size - 1);
    return &slots[i];
}

static bool grow(dl_map *map)
{
    uint32_t size = map->size * 2;
    slot *slots = size ? DL_NEW(map->arena, slot, size) : NULL;
    if (slots == NULL) return false;
    for (uint32_t i = 0; i < map->size; i++) {
        if (map->slots[i].key.p) *find(slots, size, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    }
    map->slots = slots;
    map->size = size;
    return true;
}

bool dl_map_put(dl_map *map, dl_str key, uint32_t value, uint32_t **at)
{
    if (key.p == NULL) key.p = "";
    uint32_t hash = (uint32_t)dl_hash(key, 0);
    slot *s = find(map->slots, map->size, key, hash);
    if (s->key.p == NULL) {
        if (map->count >= map->size / 4 * 3) {
            if (!grow(map)) return false;
            s = find(map->slots, map->size, key, hash);
        }
        *s = (slot){.key = key, .hash = hash, .value = value};
        map->count++;
    }
    if (at) *at = &s->value;
    return true;
}

const uint32_t *dl_map_get(const dl_map *map, dl_str key)
{
    if (key.p == NULL) key.p = "";
    const slot *s = find(map->slots, map->size, key, (uint32_t)dl_hash(key, 0));
    return s->key.p ? &s->value : NULL;
}

uint32_t dl_map_count(const dl_map *map)
{
    return map->count;
}

bool dl_map_each(const dl_map *map, bool (*see)(void *context, dl_str key), void *context)
{
    for (uint32_t i = 0; i < map->size; i++) {
        if (map->slots[i].key.p && !see(context, map->slots[i].key)) return false;
    }
    return true;
}
