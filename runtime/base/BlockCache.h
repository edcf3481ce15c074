#pragma once
// Where large blocks of memory come from and go to. The first touch of a page is by far the most expensive
// thing that can be done with it (a second per GiB and more under a hypervisor, against a tenth for writing
// it again), so freed blocks are kept for the next user of a similar size. One for the process; thread-safe.
//
// Blocks have size classes, eight to an octave, plus a page for the bytes that a Buffer keeps readable after
// its end.

#include <cstddef>

namespace flow {

/// From this size on blocks come from here, smaller ones from malloc.
constexpr size_t kLargeBlockBytes = 64 << 10;

struct Block {
  char *data = nullptr; ///< page aligned; its contents are arbitrary
  size_t capacity = 0;
};

/// Blocks of this size or more are made of huge pages where the system has some.
constexpr size_t kHugeBlockBytes = 4 << 20;

/// A block of at least `bytes` bytes; data is null when the system has no more memory.
Block takeBlock(size_t bytes);
/// The block with at least `bytes` bytes, which are more than it has: its pages move, not its contents. Data is null,
/// and the block as it was, when the system has no more memory.
Block growBlock(Block block, size_t bytes);
/// Gives a block back, to be used again or, when enough are kept, to the system.
void giveBlock(Block block);
/// Bytes that are kept for later.
size_t keptBlockBytes();
/// Returns what is kept to the system.
void dropKeptBlocks();

} // namespace flow
