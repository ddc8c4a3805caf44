// A disk that can be told to fail.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace counterpoint::storage {

// The machine's file system with failures of writing. Thread-safe.
class FailingDisk {
 public:
  // Of little room nothing has failed yet: the disk says that it is nearly full.
  enum class Failure { kNone, kSyncFails, kLittleRoom, kNoSpace, kPermissionDenied };

  FailingDisk()
      : state_(std::make_shared<State>()),
        env_(rocksdb::NewCompositeEnv(std::make_shared<System>(state_))) {}

  rocksdb::Env* env() { return env_.get(); }

  void Fail(Failure failure) {
    absl::MutexLock lock(&state_->mutex);
    state_->failure = failure;
  }
  // Makes syncs of log files wait.
  void HoldSyncs() { SetHeld(true); }
  void ReleaseSyncs() { SetHeld(false); }
  void AwaitHeldSync() {
    absl::MutexLock lock(&state_->mutex);
    state_->mutex.Await(absl::Condition(
        +[](int* waiting) { return *waiting > 0; }, &state_->waiting));
  }
  int log_syncs() {
    absl::MutexLock lock(&state_->mutex);
    return state_->log_syncs;
  }

 private:
  struct State {
    absl::Mutex mutex;
    Failure failure ABSL_GUARDED_BY(mutex) = Failure::kNone;
    bool held ABSL_GUARDED_BY(mutex) = false;
    int waiting ABSL_GUARDED_BY(mutex) = 0;
    int log_syncs ABSL_GUARDED_BY(mutex) = 0;

    bool Fails(Failure kind) {
      absl::MutexLock lock(&mutex);
      return failure == kind;
    }
  };

  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> target, std::shared_ptr<State> state, bool is_log)
        : FSWritableFileOwnerWrapper(std::move(target)),
          state_(std::move(state)),
          is_log_(is_log) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* dbg) override {
      if (!state_->Fails(Failure::kNoSpace)) {
        return FSWritableFileOwnerWrapper::Append(data, options, dbg);
      }
      // A full disk takes a part of the bytes.
      const rocksdb::Slice part(data.data(), data.size() / 2);
      FSWritableFileOwnerWrapper::Append(part, options, dbg).PermitUncheckedError();
      rocksdb::IOStatus full = rocksdb::IOStatus::NoSpace("the test's disk is full");
      full.SetRetryable(true);
      return full;
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&,
                             rocksdb::IODebugContext* dbg) override {
      return Append(data, options, dbg);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* dbg) override {
      if (is_log_) AwaitRelease();
      if (state_->Fails(Failure::kSyncFails)) {
        return rocksdb::IOStatus::IOError("the test's disk does not sync");
      }
      return FSWritableFileOwnerWrapper::Sync(options, dbg);
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* dbg) override {
      return Sync(options, dbg);
    }

   private:
    void AwaitRelease() {
      absl::MutexLock lock(&state_->mutex);
      ++state_->log_syncs;
      ++state_->waiting;
      state_->mutex.Await(absl::Condition(
          +[](bool* held) { return !*held; }, &state_->held));
      --state_->waiting;
    }

    const std::shared_ptr<State> state_;
    const bool is_log_;
  };

  class System : public rocksdb::FileSystemWrapper {
   public:
    explicit System(std::shared_ptr<State> state)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), state_(std::move(state)) {}
    const char* Name() const override { return "FailingDisk"; }

    rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* dbg) override {
      if (state_->Fails(Failure::kPermissionDenied)) {
        return rocksdb::IOStatus::IOError("While open a file: " + name, "Permission denied");
      }
      std::unique_ptr<rocksdb::FSWritableFile> file;
      const rocksdb::IOStatus status =
          FileSystemWrapper::NewWritableFile(name, options, &file, dbg);
      if (status.ok()) {
        *result = std::make_unique<File>(std::move(file), state_, absl::EndsWith(name, ".log"));
      }
      return status;
    }

    rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                   std::uint64_t* bytes, rocksdb::IODebugContext* dbg) override {
      const rocksdb::IOStatus status = FileSystemWrapper::GetFreeSpace(path, options, bytes, dbg);
      if (state_->Fails(Failure::kLittleRoom)) *bytes = 1;
      return status;
    }

   private:
    const std::shared_ptr<State> state_;
  };

  void SetHeld(bool held) {
    absl::MutexLock lock(&state_->mutex);
    state_->held = held;
  }

  const std::shared_ptr<State> state_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace counterpoint::storage
