// How a copy of a store is made.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace counterpoint::storage {

// Told now and then how many bytes of how many are done; false ends it with CANCELLED.
using BackupProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct BackupOptions {
  // Tables are linked to those of the store, where that is on the same file system, and
  // not copied: quick, but a block that rots is then lost in both.
  bool link_tables = false;
  // Directory of an earlier backup. Tables that are in it, with the same digest, are
  // linked to and not written again. Empty: there is none.
  std::string share_with;
  // Empty: nobody is told.
  BackupProgress progress;
};

}  // namespace counterpoint::storage
