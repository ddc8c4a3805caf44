#include "tests/storage/simulated_file_system.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace counterpoint::storage {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

IOStatus Missing(const std::string& path) {
  return IOStatus::PathNotFound("While opening a file: " + path, "No such file or directory");
}

// RocksDB's own messages go nowhere.
class Silence : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
  std::size_t GetLogFileSize() const override { return 0; }
};

class Lock : public rocksdb::FileLock {
 public:
  explicit Lock(std::string locked) : path(std::move(locked)) {}
  const std::string path;
};

class Sequential : public rocksdb::FSSequentialFile {
 public:
  Sequential(std::shared_ptr<DiskState> state, std::shared_ptr<SimulatedFile> file,
             std::string path)
      : state_(std::move(state)), file_(std::move(file)), path_(std::move(path)) {}

  IOStatus Read(std::size_t n, const IOOptions&, rocksdb::Slice* result, char* scratch,
                IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kRead, path_);
    if (!verdict.status.ok()) return verdict.status;
    const std::size_t size = file_->bytes.copy(scratch, n, std::min(at_, file_->bytes.size()));
    at_ += size;
    *result = rocksdb::Slice(scratch, size);
    return IOStatus::OK();
  }
  IOStatus Skip(std::uint64_t n) override {
    at_ += n;
    return IOStatus::OK();
  }

 private:
  const std::shared_ptr<DiskState> state_;
  const std::shared_ptr<SimulatedFile> file_;
  const std::string path_;
  std::size_t at_ = 0;
};

class Random : public rocksdb::FSRandomAccessFile {
 public:
  Random(std::shared_ptr<DiskState> state, std::shared_ptr<SimulatedFile> file, std::string path)
      : state_(std::move(state)), file_(std::move(file)), path_(std::move(path)) {}

  IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions&, rocksdb::Slice* result,
                char* scratch, IODebugContext*) const override {
    absl::MutexLock lock(&state_->mutex);
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kRead, path_);
    if (!verdict.status.ok()) return verdict.status;
    const std::size_t from = std::min<std::size_t>(offset, file_->bytes.size());
    *result = rocksdb::Slice(scratch, file_->bytes.copy(scratch, n, from));
    return IOStatus::OK();
  }

 private:
  const std::shared_ptr<DiskState> state_;
  const std::shared_ptr<SimulatedFile> file_;
  const std::string path_;
};

class Writable : public rocksdb::FSWritableFile {
 public:
  using rocksdb::FSWritableFile::Append;

  Writable(std::shared_ptr<DiskState> state, std::shared_ptr<SimulatedFile> file, std::string path)
      : state_(std::move(state)), file_(std::move(file)), path_(std::move(path)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    return state_->Append(*file_, data, path_);
  }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kSync, path_);
    if (verdict.status.ok()) {
      file_->synced = file_->bytes.size();
    } else {
      file_->doubtful.emplace_back(file_->synced, file_->bytes.size());
    }
    return verdict.status;
  }
  bool IsSyncThreadSafe() const override { return true; }
  std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    return file_->bytes.size();
  }

 private:
  const std::shared_ptr<DiskState> state_;
  const std::shared_ptr<SimulatedFile> file_;
  const std::string path_;
};

class Directory : public rocksdb::FSDirectory {
 public:
  Directory(std::shared_ptr<DiskState> state, std::shared_ptr<SimulatedDirectory> directory,
            std::string path)
      : state_(std::move(state)), directory_(std::move(directory)), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kSync, path_);
    if (verdict.status.ok()) directory_->Sync();
    return verdict.status;
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  const std::shared_ptr<DiskState> state_;
  const std::shared_ptr<SimulatedDirectory> directory_;
  const std::string path_;
};

class System : public rocksdb::FileSystem {
 public:
  explicit System(std::shared_ptr<DiskState> state) : state_(std::move(state)) {}
  const char* Name() const override { return "SimulatedDisk"; }

  IOStatus NewSequentialFile(const std::string& path, const FileOptions&,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result,
                             IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    return Open<Sequential>(path, result);
  }
  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions&,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    return Open<Random>(path, result);
  }
  IOStatus NewWritableFile(const std::string& path, const FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    SimulatedEntry entry;
    entry.file = std::make_shared<SimulatedFile>();
    const IOStatus status = Change(path, {{SimulatedFiles::NameOf(path), entry}});
    if (status.ok()) *result = std::make_unique<Writable>(state_, entry.file, path);
    return status;
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions&,
                        std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const auto directory = state_->files.Find(path).directory;
    if (directory == nullptr) return Missing(path);
    *result = std::make_unique<Directory>(state_, directory, path);
    return IOStatus::OK();
  }

  IOStatus FileExists(const std::string& path, const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (state_->is_cut) return InputOutput(path);
    return state_->files.Find(path).exists() ? IOStatus::OK() : IOStatus::NotFound();
  }
  IOStatus GetChildren(const std::string& path, const IOOptions&, std::vector<std::string>* result,
                       IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (state_->is_cut) return InputOutput(path);
    const auto directory = state_->files.Find(path).directory;
    if (directory == nullptr) return IOStatus::NotFound();
    result->clear();
    for (const auto& [name, entry] : directory->entries) result->push_back(name);
    return IOStatus::OK();
  }
  IOStatus GetFileSize(const std::string& path, const IOOptions&, std::uint64_t* size,
                       IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (state_->is_cut) return InputOutput(path);
    const auto file = state_->files.Find(path).file;
    if (file == nullptr) return Missing(path);
    *size = file->bytes.size();
    return IOStatus::OK();
  }
  IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* time,
                                   IODebugContext*) override {
    *time = 0;
    return IOStatus::OK();
  }
  IOStatus GetFreeSpace(const std::string&, const IOOptions&, std::uint64_t* free,
                        IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    *free = std::numeric_limits<std::uint64_t>::max();
    if (!state_->limit.has_value()) return IOStatus::OK();
    const std::size_t used = state_->files.bytes();
    *free = *state_->limit > used ? *state_->limit - used : 0;
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& path, const IOOptions&, bool* is_directory,
                       IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const SimulatedEntry entry = state_->files.Find(path);
    if (!entry.exists()) return Missing(path);
    *is_directory = entry.directory != nullptr;
    return IOStatus::OK();
  }

  IOStatus DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (state_->files.Find(path).file == nullptr) return Missing(path);
    return Change(path, {{SimulatedFiles::NameOf(path), {}}});
  }
  IOStatus CreateDir(const std::string& path, const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (state_->files.Find(path).exists()) return IOStatus::IOError(path, "File exists");
    SimulatedEntry entry;
    entry.directory = std::make_shared<SimulatedDirectory>();
    return Change(path, {{SimulatedFiles::NameOf(path), entry}});
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions& options,
                              IODebugContext* dbg) override {
    {
      absl::MutexLock lock(&state_->mutex);
      if (state_->files.Find(path).directory != nullptr) return IOStatus::OK();
    }
    return CreateDir(path, options, dbg);
  }
  IOStatus DeleteDir(const std::string& path, const IOOptions&, IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const auto directory = state_->files.Find(path).directory;
    if (directory == nullptr) return Missing(path);
    if (!directory->entries.empty()) return IOStatus::IOError(path, "Directory not empty");
    return Change(path, {{SimulatedFiles::NameOf(path), {}}});
  }
  // Within one directory, as all that the store does.
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&,
                      IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const SimulatedEntry entry = state_->files.Find(from);
    if (!entry.exists()) return Missing(from);
    if (state_->files.ParentOf(from) != state_->files.ParentOf(to)) {
      return IOStatus::NotSupported("rename into another directory");
    }
    return Change(to, {{SimulatedFiles::NameOf(to), entry}, {SimulatedFiles::NameOf(from), {}}});
  }
  IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions&,
                    IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    const SimulatedEntry entry = state_->files.Find(from);
    if (entry.file == nullptr) return Missing(from);
    return Change(to, {{SimulatedFiles::NameOf(to), entry}});
  }

  IOStatus LockFile(const std::string& path, const IOOptions&, rocksdb::FileLock** result,
                    IODebugContext*) override {
    absl::MutexLock lock(&state_->mutex);
    if (!state_->locked.insert(path).second) {
      return IOStatus::IOError("lock hold by current process", path);
    }
    *result = new Lock(path);
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* held, const IOOptions&, IODebugContext*) override {
    const std::unique_ptr<Lock> owned(static_cast<Lock*>(held));
    absl::MutexLock lock(&state_->mutex);
    state_->locked.erase(owned->path);
    return IOStatus::OK();
  }
  IOStatus GetTestDirectory(const IOOptions&, std::string*, IODebugContext*) override {
    return IOStatus::NotSupported();
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* result,
                     IODebugContext*) override {
    *result = std::make_shared<Silence>();
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& path, const IOOptions&, std::string* result,
                           IODebugContext*) override {
    *result = path;
    return IOStatus::OK();
  }

 private:
  template <typename File, typename Base>
  IOStatus Open(const std::string& path, std::unique_ptr<Base>* result)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_->mutex) {
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kRead, path);
    if (!verdict.status.ok()) return verdict.status;
    const auto file = state_->files.Find(path).file;
    if (file == nullptr) return Missing(path);
    *result = std::make_unique<File>(state_, file, path);
    return IOStatus::OK();
  }
  // Changes names in the directory of `path`. The cut of power that hits it
  // comes after it by chance, as LosePower then decides.
  IOStatus Change(const std::string& path, SimulatedDirectory::Change change)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_->mutex) {
    const auto directory = state_->files.ParentOf(path);
    if (directory == nullptr) return Missing(path);
    const DiskState::Verdict verdict = state_->Judge(DiskState::Operation::kRename, path);
    if (verdict.status.ok() || verdict.torn) directory->Apply(std::move(change));
    return verdict.status;
  }

  const std::shared_ptr<DiskState> state_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> NewSimulatedFileSystem(std::shared_ptr<DiskState> state) {
  return std::make_shared<System>(std::move(state));
}

}  // namespace counterpoint::storage
