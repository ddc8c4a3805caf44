// A tree of files in memory that knows which of its bytes a power cut spares.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// A file. Bytes are only ever appended.
struct SimulatedFile {
  std::string bytes;
  std::size_t synced = 0;  // So many of them are on disk, but for those in `doubtful`.
  // First and last + 1 of bytes whose sync failed. The kernel forgets that they
  // wait to be written, so a later sync succeeds without them.
  std::vector<std::pair<std::size_t, std::size_t>> doubtful;
};

struct SimulatedDirectory;

// What a name in a directory stands for: one of the two, or nothing.
struct SimulatedEntry {
  std::shared_ptr<SimulatedFile> file;
  std::shared_ptr<SimulatedDirectory> directory;

  bool exists() const { return file != nullptr || directory != nullptr; }
};

// A directory. A new, renamed or removed name is on disk once the directory
// has been synced, whether or not its file has.
struct SimulatedDirectory {
  using Entries = std::map<std::string, SimulatedEntry>;
  // Names that get another meaning together, as in a rename.
  using Change = std::vector<std::pair<std::string, SimulatedEntry>>;

  Entries entries;
  Entries durable;
  std::vector<Change> unsynced;  // What leads from `durable` to `entries`.

  void Apply(Change change);
  void Sync();
};

// The tree. Paths are absolute and without "." or "..". Not thread-safe.
class SimulatedFiles {
 public:
  SimulatedFiles() : root_(std::make_shared<SimulatedDirectory>()) {}

  // What is at a path; nothing where it or a directory above it is missing.
  SimulatedEntry Find(absl::string_view path) const;
  // The directory that holds a path's last part, whether that exists or not;
  // null where it is missing.
  std::shared_ptr<SimulatedDirectory> ParentOf(absl::string_view path) const;
  static std::string NameOf(absl::string_view path);

  // Bytes of all files, each once however many names it has.
  std::size_t bytes() const;

  // Leaves what is on disk, and by chance some of what is not: of each directory
  // the first few changes, and of each file the first few bytes behind the
  // synced ones. The end of a log file may be wrong too, as RocksDB's checksums
  // allow; of other files RocksDB relies on it that their lengths come last.
  void LosePower(std::mt19937_64& random);

 private:
  std::shared_ptr<SimulatedDirectory> root_;
};

}  // namespace counterpoint::storage
