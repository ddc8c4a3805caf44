// A disk in memory that fails as it is told to.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "rocksdb/env.h"
#include "tests/storage/disk_fault.h"

namespace counterpoint::storage {

class DiskState;

// A file system for RocksDB without a real disk: what was not synced is lost
// when the power is. Equal operations with equal faults end equally, so far as
// RocksDB's own threads let them. Errors look as those of Linux do in RocksDB.
// Thread-safe.
class SimulatedDisk {
 public:
  SimulatedDisk();
  ~SimulatedDisk();
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  rocksdb::Env* env();

  // Replaces the fault that was to come, and ends a lasting one.
  void Inject(const Fault& fault);
  // The disk is full `bytes` from now: a write that finds less room writes what
  // there is room for.
  void LimitSpace(std::size_t bytes);
  // Nothing works from now on: a store can be closed without doing anything, as
  // if its process had been killed.
  void Stop();
  bool is_stopped() const;
  // Everything works again, and all bytes are there.
  void Repair();
  // Operations that have failed, by faults and for want of room.
  std::int64_t failures() const;

  // Power goes and comes back: see SimulatedFiles::LosePower. All works again.
  // REQUIRES: no open store.
  void LosePower(std::mt19937_64& random);

  // Files of a kind beneath a directory, in order.
  std::vector<std::string> Files(const std::string& directory, FileKind kind) const;
  // Turns a byte of a file into another one. REQUIRES: the file has it.
  void Garble(const std::string& path, std::size_t offset);
  std::size_t Size(const std::string& path) const;

 private:
  const std::shared_ptr<DiskState> state_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace counterpoint::storage
