#include "tests/storage/simulated_disk.h"

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/file_system.h"
#include "rocksdb/system_clock.h"
#include "tests/storage/disk_state.h"
#include "tests/storage/simulated_file_system.h"

namespace counterpoint::storage {
namespace {

// RocksDB sleeps for a second after an error in the background; not here.
class Hurried : public rocksdb::SystemClockWrapper {
 public:
  explicit Hurried(const std::shared_ptr<rocksdb::SystemClock>& clock)
      : SystemClockWrapper(clock) {}
  const char* Name() const override { return "Hurried"; }
  void SleepForMicroseconds(int) override { std::this_thread::yield(); }
};

// An environment is a file system and a clock; the threads are the machine's.
class Environment : public rocksdb::EnvWrapper {
 public:
  explicit Environment(std::unique_ptr<rocksdb::Env> files)
      : EnvWrapper(files.get()), files_(std::move(files)) {
    system_clock_ = std::make_shared<Hurried>(files_->GetSystemClock());
    file_system_ = files_->GetFileSystem();
  }

 private:
  const std::unique_ptr<rocksdb::Env> files_;
};

}  // namespace

SimulatedDisk::SimulatedDisk()
    : state_(std::make_shared<DiskState>()),
      env_(
          std::make_unique<Environment>(rocksdb::NewCompositeEnv(NewSimulatedFileSystem(state_)))) {
}

SimulatedDisk::~SimulatedDisk() = default;

rocksdb::Env* SimulatedDisk::env() { return env_.get(); }

void SimulatedDisk::Inject(const Fault& fault) {
  absl::MutexLock lock(&state_->mutex);
  state_->fault = fault;
}

void SimulatedDisk::Stop() {
  absl::MutexLock lock(&state_->mutex);
  state_->is_cut = true;
}

bool SimulatedDisk::is_stopped() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->is_cut;
}

void SimulatedDisk::Repair() {
  absl::MutexLock lock(&state_->mutex);
  state_->fault.reset();
  state_->limit.reset();
  state_->is_cut = false;
}

void SimulatedDisk::LimitSpace(std::size_t bytes) {
  absl::MutexLock lock(&state_->mutex);
  state_->limit = state_->files.bytes() + bytes;
}

std::int64_t SimulatedDisk::failures() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->failures;
}

void SimulatedDisk::LosePower(std::mt19937_64& random) {
  absl::MutexLock lock(&state_->mutex);
  state_->files.LosePower(random);
  state_->fault.reset();
  state_->limit.reset();
  state_->is_cut = false;
}

std::vector<std::string> SimulatedDisk::Files(const std::string& directory, FileKind kind) const {
  absl::MutexLock lock(&state_->mutex);
  std::vector<std::string> paths;
  const auto found = state_->files.Find(directory).directory;
  if (found == nullptr) return paths;
  for (const auto& [name, entry] : found->entries) {
    if (entry.file == nullptr || (kind != FileKind::kAny && KindOf(name) != kind)) continue;
    paths.push_back(absl::StrCat(directory, "/", name));
  }
  return paths;
}

void SimulatedDisk::Garble(const std::string& path, std::size_t offset) {
  absl::MutexLock lock(&state_->mutex);
  char& byte = state_->files.Find(path).file->bytes.at(offset);
  byte = static_cast<char>(byte ^ 0x10);
}

std::size_t SimulatedDisk::Size(const std::string& path) const {
  absl::MutexLock lock(&state_->mutex);
  return state_->files.Find(path).file->bytes.size();
}

}  // namespace counterpoint::storage
