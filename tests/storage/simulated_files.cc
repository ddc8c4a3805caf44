#include "tests/storage/simulated_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace counterpoint::storage {
namespace {

void Set(SimulatedDirectory::Entries& entries, const SimulatedDirectory::Change& change) {
  for (const auto& [name, entry] : change) {
    if (entry.exists()) {
      entries[name] = entry;
    } else {
      entries.erase(name);
    }
  }
}

std::size_t Bytes(const SimulatedDirectory& directory, std::set<const SimulatedFile*>& counted) {
  std::size_t bytes = 0;
  for (const auto& [name, entry] : directory.entries) {
    if (entry.directory != nullptr) bytes += Bytes(*entry.directory, counted);
    if (entry.file != nullptr && counted.insert(entry.file.get()).second) {
      bytes += entry.file->bytes.size();
    }
  }
  return bytes;
}

// At random, at most `limit`, which comes up often.
std::size_t UpTo(std::size_t limit, std::mt19937_64& random) {
  return random() % 3 == 0 ? limit : random() % (limit + 1);
}

void Damage(std::string& bytes, std::size_t first, std::size_t limit, bool with_zeros,
            std::mt19937_64& random) {
  for (std::size_t i = first; i < std::min(limit, bytes.size()); ++i) {
    bytes[i] = with_zeros ? '\0' : static_cast<char>(random());
  }
}

void LosePower(SimulatedFile& file, bool is_log, std::mt19937_64& random) {
  std::string& bytes = file.bytes;
  bytes.resize(file.synced + UpTo(bytes.size() - file.synced, random));
  if (is_log && random() % 2 == 0) {
    const std::size_t damaged = UpTo(bytes.size() - file.synced, random);
    Damage(bytes, bytes.size() - damaged, bytes.size(), random() % 2 == 0, random);
  }
  for (const auto& [first, limit] : file.doubtful) {
    if (random() % 2 == 0) continue;
    if (is_log) {
      Damage(bytes, first, limit, /*with_zeros=*/true, random);
    } else {
      bytes.resize(std::min(bytes.size(), first));
    }
  }
  file.doubtful.clear();
  file.synced = bytes.size();
}

void LosePower(SimulatedDirectory& directory, std::mt19937_64& random) {
  const std::size_t kept = UpTo(directory.unsynced.size(), random);
  for (std::size_t i = 0; i < kept; ++i) Set(directory.durable, directory.unsynced[i]);
  directory.entries = directory.durable;
  directory.unsynced.clear();
  for (const auto& [name, entry] : directory.entries) {
    if (entry.directory != nullptr) LosePower(*entry.directory, random);
    if (entry.file != nullptr) LosePower(*entry.file, absl::EndsWith(name, ".log"), random);
  }
}

}  // namespace

void SimulatedDirectory::Apply(Change change) {
  Set(entries, change);
  unsynced.push_back(std::move(change));
}

void SimulatedDirectory::Sync() {
  durable = entries;
  unsynced.clear();
}

SimulatedEntry SimulatedFiles::Find(absl::string_view path) const {
  SimulatedEntry entry;
  entry.directory = root_;
  for (const absl::string_view part : absl::StrSplit(path, '/', absl::SkipEmpty())) {
    if (entry.directory == nullptr) return {};
    const auto found = entry.directory->entries.find(std::string(part));
    if (found == entry.directory->entries.end()) return {};
    entry = SimulatedEntry(found->second);
  }
  return entry;
}

std::shared_ptr<SimulatedDirectory> SimulatedFiles::ParentOf(absl::string_view path) const {
  while (absl::EndsWith(path, "/")) path.remove_suffix(1);
  return Find(path.substr(0, path.rfind('/'))).directory;
}

std::string SimulatedFiles::NameOf(absl::string_view path) {
  while (absl::EndsWith(path, "/")) path.remove_suffix(1);
  return std::string(path.substr(path.rfind('/') + 1));
}

std::size_t SimulatedFiles::bytes() const {
  std::set<const SimulatedFile*> counted;
  return Bytes(*root_, counted);
}

void SimulatedFiles::LosePower(std::mt19937_64& random) { storage::LosePower(*root_, random); }

}  // namespace counterpoint::storage
