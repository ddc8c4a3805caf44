#include "storage/format.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "storage/column_family.h"
#include "storage/database.h"
#include "storage/key_codec.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

absl::Status NotAStore(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " holds a database that is not a Counterpoint store"));
}

absl::StatusOr<std::uint64_t> ReadVersion(const std::string& path, absl::string_view value) {
  std::uint64_t version = 0;
  KeyReader reader(value);
  if (!reader.ReadUnsigned(version) || version == 0) {
    return absl::DataLossError(absl::StrCat(path, ": the format version is damaged"));
  }
  if (version <= kFormatVersion) return version;
  return absl::FailedPreconditionError(absl::StrCat(
      path, " is of format ", version, ", and this program reads formats up to ", kFormatVersion));
}

absl::Status CheckNoLeftovers(rocksdb::Env& env, const std::string& path) {
  std::vector<std::string> files;
  const rocksdb::Status status = env.GetChildren(path, &files);
  if (status.IsNotFound()) return absl::OkStatus();
  if (!status.ok()) return FromRocksDb(status, path);
  for (const std::string& file : files) {
    // RocksDB would take the directory for an empty one and delete these.
    if (absl::EndsWith(file, ".sst") || absl::EndsWith(file, ".log")) {
      return absl::DataLossError(absl::StrCat(path, " has ", file, " but no CURRENT file"));
    }
  }
  return absl::OkStatus();
}

// A database opened to look at, with the families that it has.
class Glance {
 public:
  rocksdb::Status Open(rocksdb::Env& env, const std::string& path,
                       const std::vector<std::string>& names) {
    rocksdb::DBOptions options;
    options.env = &env;
    options.info_log_level = rocksdb::WARN_LEVEL;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* db = nullptr;
    const rocksdb::Status status =
        rocksdb::DB::OpenForReadOnly(options, path, families, &handles_, &db);
    db_.reset(db);
    return status;
  }
  ~Glance() {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) {
      db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    }
  }

  rocksdb::DB& db() { return *db_; }
  const std::vector<rocksdb::ColumnFamilyHandle*>& handles() { return handles_; }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

bool IsEmpty(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(rocksdb::ReadOptions(), family));
  it->SeekToFirst();
  return !it->Valid() && it->status().ok();
}

template <typename Handles>
bool AreEmpty(rocksdb::DB& db, const Handles& handles) {
  return std::all_of(handles.begin(), handles.end(),
                     [&db](rocksdb::ColumnFamilyHandle* handle) { return IsEmpty(db, handle); });
}

bool IsOurs(const std::string& name) {
  return std::find(kColumnFamilyNames.begin(), kColumnFamilyNames.end(), name) !=
         kColumnFamilyNames.end();
}

// Whether the families are those of a store before it had an audit trail.
bool LackTrailOnly(const std::vector<std::string>& names) {
  const std::string audit = kColumnFamilyNames[static_cast<std::size_t>(ColumnFamily::kAudit)];
  return names.size() + 1 == kColumnFamilies && std::all_of(names.begin(), names.end(), IsOurs) &&
         std::find(names.begin(), names.end(), audit) == names.end();
}

absl::Status WriteVersion(Database& database) {
  std::string version;
  AppendUnsigned(kFormatVersion, version);
  rocksdb::WriteBatch batch;
  batch.Put(database.handle(ColumnFamily::kMeta), kFormatKey, version).PermitUncheckedError();
  return database.Write(batch, /*sync=*/true);
}

// Looks into a database whose families are not those of a store: one of a
// newer or older format, a stranger's, or a store whose making was cut short.
absl::Status CheckOtherFamilies(rocksdb::Env& env, const std::string& path,
                                const std::vector<std::string>& names) {
  Glance glance;
  rocksdb::Status status = glance.Open(env, path, names);
  if (!status.ok()) return FromRocksDb(status, path);
  std::string version;
  status = glance.db().Get(rocksdb::ReadOptions(), glance.db().DefaultColumnFamily(), kFormatKey,
                           &version);
  if (status.ok()) {
    const auto known = ReadVersion(path, version);
    if (!known.ok()) return known.status();
    if (*known < kAuditFormatVersion && LackTrailOnly(names)) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(path, " lacks a part of its database"));
  }
  if (!status.IsNotFound()) return FromRocksDb(status, path);
  const bool cut_short =
      std::all_of(names.begin(), names.end(), IsOurs) && AreEmpty(glance.db(), glance.handles());
  return cut_short ? absl::OkStatus() : NotAStore(path);
}

}  // namespace

absl::Status CheckDirectory(rocksdb::Env& env, const std::string& path, bool must_exist) {
  const rocksdb::Status exists = env.FileExists(path + "/CURRENT");
  if (exists.IsNotFound()) {
    const absl::Status leftovers = CheckNoLeftovers(env, path);
    if (!leftovers.ok() || !must_exist) return leftovers;
    return absl::NotFoundError(absl::StrCat("there is no store in ", path));
  }
  if (!exists.ok()) return FromRocksDb(exists, path);
  rocksdb::DBOptions options;
  options.env = &env;
  std::vector<std::string> names;
  const rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, path, &names);
  if (!status.ok()) return FromRocksDb(status, path);
  const bool has_ours =
      names.size() == kColumnFamilies && std::all_of(names.begin(), names.end(), IsOurs);
  return has_ours ? absl::OkStatus() : CheckOtherFamilies(env, path, names);
}

absl::Status CheckFormat(const Database& database) {
  const auto value = database.Get(ColumnFamily::kMeta, kFormatKey, nullptr);
  if (!value.ok()) return value.status();
  return value->has_value() ? ReadVersion(database.path(), **value).status()
                            : NotAStore(database.path());
}

absl::Status CheckOrWriteFormat(Database& database) {
  const auto value = database.Get(ColumnFamily::kMeta, kFormatKey, nullptr);
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    const auto version = ReadVersion(database.path(), **value);
    if (!version.ok()) return version.status();
    return *version < kFormatVersion ? WriteVersion(database) : absl::OkStatus();
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  for (std::size_t i = 0; i < kColumnFamilies; ++i) {
    handles.push_back(database.handle(static_cast<ColumnFamily>(i)));
  }
  // A store gets its version before anything else, so one with contents but
  // without a version is not ours.
  if (!AreEmpty(database.rocks(), handles)) return NotAStore(database.path());
  return WriteVersion(database);
}

}  // namespace counterpoint::storage
