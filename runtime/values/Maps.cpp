// Maps and sets: see MapObject for how they lie in memory.
#include "runtime/abi/Values.h"
#include "runtime/abi/leaf/TextHash.h"
#include "runtime/base/TextWords.h"
#include "runtime/values/Equality.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Ownership.h"
#include "runtime/values/Walk.h"

#include <algorithm>
#include <bit>

namespace flow::values {

using namespace abi;

namespace {

constexpr int64_t kNoEntry = -1;
/// Positions are 32 bits in the index.
constexpr uint64_t kMostEntries = UINT32_MAX - 1;

/// The hash as entries keep it: never zero.
uint32_t kept(uint64_t hash) {
  auto low = static_cast<uint32_t>(hash);
  return low ? low : 1;
}
uint32_t hashAt(const char *entry) { return load<uint32_t>(entry); }

// ---- keys: how they are hashed and told apart

/// Entries keep the key of one word at this offset, as the shape says of eight bytes after the hash.
constexpr uint32_t kWordOffset = 8;

struct WordKey {
  uint64_t word;
  uint32_t hash() const { return kept(hashOfWord(word)); }
  bool isAt(const char *entry) const { return load<uint64_t>(entry + kWordOffset) == word; }
};

struct TextKey {
  TextWords words;
  uint32_t hash() const { return kept(hashOfText(words)); }
  bool isAt(const char *entry) const {
    if (load<uint64_t>(entry + kWordOffset) != words.low) return false; // length and prefix
    auto high = load<uint64_t>(entry + kWordOffset + 8);
    if (high == words.high) return true;
    if (words.isInline()) return false;
    return std::memcmp(reinterpret_cast<const char *>(high), words.outside(), words.length()) == 0;
  }
};

struct AnyKey {
  const ValueShape *map;
  const void *key;
  uint32_t hash() const { return kept(hashOf(*map->first, key)); }
  bool isAt(const char *entry) const { return areEqual(*map->first, entry + map->key, key, Floats::Keys); }
};

bool isWord(ShapeKind kind) {
  switch (kind) {
  case ShapeKind::I64:
  case ShapeKind::U64:
  case ShapeKind::Decimal64:
  case ShapeKind::Timestamp:
  case ShapeKind::Duration:
  case ShapeKind::Months:
  case ShapeKind::Size: return true;
  default: return false;
  }
}

/// Calls `use` with the key of the map as its shape has it.
template <typename Use> auto withKey(const ValueShape &map, const void *key, Use &&use) {
  if (isWord(map.first->kind)) return use(WordKey{load<uint64_t>(key)});
  if (map.first->kind == ShapeKind::Text) return use(TextKey{TextWords(*static_cast<const StringView *>(key))});
  return use(AnyKey{&map, key});
}

template <typename Key> int64_t find(const MapObject &map, const Key &key, uint32_t hash) {
  if (map.indexMask == 0) {
    const char *entry = map.entries();
    for (uint64_t i = 0; i < map.used; ++i, entry += map.entryBytes)
      if (hashAt(entry) == hash && key.isAt(entry)) return static_cast<int64_t>(i);
    return kNoEntry;
  }
  const uint32_t *index = map.index();
  for (uint32_t place = hash & map.indexMask; index[place] != 0; place = (place + 1) & map.indexMask) {
    uint32_t position = index[place] - 1;
    const char *entry = map.entry(position);
    if (hashAt(entry) == hash && key.isAt(entry)) return position;
  }
  return kNoEntry;
}

// ---- memory

struct Room {
  uint64_t capacity = 0;
  uint32_t indexMask = 0;
  uint64_t bytes = 0;
};

/// Room for at least so many entries; no bytes when no block is that large.
Room roomFor(uint64_t entries, uint64_t entryBytes) {
  Room room;
  if (entries > kMostEntries) return room;
  if (entries <= MapObject::kUnindexed) {
    room.capacity = MapObject::kUnindexed;
  } else {
    uint64_t places = std::bit_ceil(entries + entries / 2);
    room.capacity = std::min(places / 3 * 2, kMostEntries);
    room.indexMask = static_cast<uint32_t>(places - 1);
  }
  uint64_t index = room.indexMask ? (uint64_t{room.indexMask} + 1) * sizeof(uint32_t) : 0;
  if (room.capacity * entryBytes > SIZE_MAX / 4) return room;
  room.bytes = sizeof(MapObject) + room.capacity * entryBytes + index;
  return room;
}

MapObject *newMap(ValueHeap &heap, uint64_t entries, const ValueShape &shape) {
  Room room = roomFor(entries, shape.entryBytes);
  if (!room.bytes) heap.deny(SIZE_MAX / 4);
  void *memory = room.bytes ? heap.allocate(room.bytes) : nullptr;
  if (!memory) return nullptr;
  auto *map = new (memory) MapObject;
  map->capacity = room.capacity;
  map->bytes = room.bytes;
  map->entryBytes = shape.entryBytes;
  map->indexMask = room.indexMask;
  if (room.indexMask) std::memset(map->index(), 0, (size_t{room.indexMask} + 1) * sizeof(uint32_t));
  return map;
}

void addToIndex(MapObject &map, uint32_t hash, uint64_t position) {
  if (map.indexMask == 0) return;
  uint32_t *index = map.index(), place = hash & map.indexMask;
  while (index[place] != 0) place = (place + 1) & map.indexMask;
  index[place] = static_cast<uint32_t>(position + 1);
}

/// The entries without holes, with room for one more at least. They move when the map is the caller's alone.
MapObject *rebuilt(ValueHeap &heap, MapObject *old, const ValueShape &shape) {
  MapObject *map = newMap(heap, old->length + std::max<uint64_t>(old->length / 2, 1), shape);
  if (!map) return nullptr;
  for (uint64_t i = 0; i < old->used; ++i) {
    const char *entry = old->entry(i);
    if (hashAt(entry) == 0) continue;
    std::memcpy(map->entry(map->used), entry, map->entryBytes);
    addToIndex(*map, hashAt(entry), map->used);
    ++map->used;
  }
  map->length = map->used;
  heap.free(old, old->bytes);
  return map;
}

void retainEntries(const MapObject &map, const ValueShape &shape) {
  const ValueShape *value = shape.kind == ShapeKind::Map ? shape.second : nullptr;
  if (!shape.first->isCounted && !(value && value->isCounted)) return;
  for (uint64_t i = 0; i < map.used; ++i) {
    const char *entry = map.entry(i);
    if (hashAt(entry) == 0) continue;
    retainValue(*shape.first, entry + shape.key);
    if (value) retainValue(*value, entry + shape.value);
  }
}

/// The caller's own map, with the positions that it had; false when memory is denied.
bool own(ValueHeap &heap, MapObject *&map, const ValueShape &shape) {
  if (!map->isShared()) return true;
  void *memory = heap.allocate(map->bytes);
  if (!memory) return false;
  std::memcpy(memory, map, map->bytes);
  auto *copy = static_cast<MapObject *>(memory);
  copy->users = 1;
  retainEntries(*copy, shape);
  if (map->isCounted()) --map->users;
  map = copy;
  return true;
}

/// The position of a new entry with that key, which the map takes; -1 when memory is denied.
int64_t add(FlowContext *context, MapObject *&map, const ValueShape &shape, const void *key, uint32_t hash) {
  ValueHeap &heap = *context->values;
  if (map->used == map->capacity) {
    MapObject *larger = rebuilt(heap, map, shape);
    if (!larger) return kNoEntry;
    map = larger;
  }
  char *entry = map->entry(map->used);
  std::memset(entry, 0, map->entryBytes);
  std::memcpy(entry, &hash, sizeof hash);
  if (shape.first->kind == ShapeKind::Text)
    TextWords(*static_cast<const StringView *>(key)).store(reinterpret_cast<StringView *>(entry + shape.key));
  else
    std::memcpy(entry + shape.key, key, shape.first->size);
  addToIndex(*map, hash, map->used);
  ++map->length;
  return static_cast<int64_t>(map->used++);
}

} // namespace

} // namespace flow::values

using namespace flow::values;

uint32_t flow_map_own(FlowContext *context, FlowMap **map, const FlowShape *shape) noexcept {
  return !*map || own(*context->values, *map, *shape) ? 0 : outOfMemory(context);
}

int64_t flow_map_find(const FlowMap *map, const FlowShape *shape, const void *key) noexcept {
  if (!map) return kNoEntry;
  return withKey(*shape, key, [&](const auto &any) { return find(*map, any, any.hash()); });
}

int64_t flow_map_find_word(const FlowMap *map, uint64_t key) noexcept {
  if (!map) return kNoEntry;
  WordKey word{key};
  return find(*map, word, word.hash());
}

int64_t flow_map_find_text(const FlowMap *map, FlowTextPair key) noexcept {
  if (!map) return kNoEntry;
  TextKey text{key};
  return find(*map, text, text.hash());
}

int64_t flow_map_add(FlowContext *context, FlowMap **map, const FlowShape *shape, const void *key,
                     int64_t found) noexcept {
  flow::ValueHeap &heap = *context->values;
  FlowMap *before = *map;
  if (*map ? !own(heap, *map, *shape) : !(*map = newMap(heap, 1, *shape))) {
    outOfMemory(context);
    return kNoEntry;
  }
  if (found != kNoEntry) return found; // copies keep positions
  uint32_t hash = withKey(*shape, key, [](const auto &any) { return any.hash(); });
  int64_t position = add(context, *map, *shape, key, hash);
  if (position != kNoEntry) {
    retainValue(*shape->first, key);
    return position;
  }
  if (before && *map != before) { // the copy goes, and the user that it had is one again
    flow_value_release(context, shape, map);
    if (before->isCounted()) ++before->users;
    *map = before;
  }
  outOfMemory(context);
  return kNoEntry;
}

int64_t flow_map_insert(FlowContext *context, FlowMap **map, const FlowShape *shape, void *key) noexcept {
  int64_t position = flow_map_add(context, map, shape, key, flow_map_find(*map, shape, key));
  if (position != kNoEntry) flow_value_release(context, shape->first, key);
  return position;
}

uint32_t flow_map_remove(FlowContext *context, FlowMap **map, const FlowShape *shape, const void *key) noexcept {
  int64_t position = flow_map_find(*map, shape, key);
  if (position == kNoEntry) return 0;
  if (!own(*context->values, *map, *shape)) return outOfMemory(context);
  char *entry = (*map)->entry(static_cast<uint64_t>(position));
  uint32_t hole = 0;
  std::memcpy(entry, &hole, sizeof hole); // before anything is released: it may be what `key` is part of
  --(*map)->length;
  flow_value_release(context, shape->first, entry + shape->key);
  if (shape->kind == flow::abi::ShapeKind::Map) flow_value_release(context, shape->second, entry + shape->value);
  return 0;
}

int64_t flow_map_next(const FlowMap *map, int64_t position) noexcept {
  if (!map || position < 0) return kNoEntry;
  for (auto at = static_cast<uint64_t>(position); at < map->used; ++at)
    if (hashAt(map->entry(at)) != 0) return static_cast<int64_t>(at);
  return kNoEntry;
}
