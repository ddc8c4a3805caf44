#include "storage/store_check.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/sst_file_reader.h"
#include "storage/audit_chain.h"
#include "storage/database.h"
#include "storage/database_options.h"
#include "storage/format.h"
#include "storage/key_codec.h"
#include "storage/key_layout.h"
#include "storage/range_iterator.h"
#include "storage/record_name.h"
#include "storage/rocksdb_status.h"
#include "storage/snapshot_view.h"
#include "storage/stored_value.h"

namespace counterpoint::storage {
namespace {

constexpr std::size_t kMostFaults = 1000;

// Keeps servers out while it lives, and finds those that are in.
class Lock {
 public:
  Lock(rocksdb::Env& env, const std::string& path) : env_(env) {
    status_ = FromRocksDb(env.LockFile(path + "/LOCK", &lock_), path);
  }
  ~Lock() {
    if (lock_ != nullptr) env_.UnlockFile(lock_).PermitUncheckedError();
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  const absl::Status& status() const { return status_; }

 private:
  rocksdb::Env& env_;
  rocksdb::FileLock* lock_ = nullptr;
  absl::Status status_;
};

class Checking {
 public:
  Checking(const StoreOptions& options, rocksdb::Env& env, ContentCheck& contents)
      : options_(options), env_(env), contents_(contents) {}

  absl::Status CheckTables();
  void CheckContents(const Database& database);
  void AddFault(std::string place, absl::string_view text);
  StoreCheckReport TakeReport() { return std::move(report_); }

 private:
  // Calls `check` with each entry; a place that cannot be read is a fault and ends it.
  template <typename Check>
  void ForEach(const Database& database, ColumnFamily family, const Check& check);
  void CheckHeads(const Database& database);
  void CheckRecords(const Database& database, const ReadView& view);
  void CheckChanges(const Database& database);
  void CheckRequests(const Database& database);
  void CheckIndexes(const Database& database);
  void CheckDerived(const Database& database, const ReadView& view);
  void CheckAudit(const Database& database);
  void CheckRecord(const Database& database, const ReadView& view, const std::string& alliance,
                   Collection collection, const Record& record);
  // Whether there is a value, which is a fault where it cannot be read.
  std::optional<std::string> Find(const Database& database, ColumnFamily family,
                                  const std::string& key);

  const StoreOptions& options_;
  rocksdb::Env& env_;
  ContentCheck& contents_;
  std::map<std::string, Head, std::less<>> heads_;
  StoreCheckReport report_;
};

void Checking::AddFault(std::string place, absl::string_view text) {
  ++report_.fault_count;
  if (report_.faults.size() < kMostFaults) {
    report_.faults.push_back({std::move(place), std::string(text)});
  }
}

absl::Status Checking::CheckTables() {
  std::vector<std::string> names;
  const rocksdb::Status listed = env_.GetChildren(options_.path, &names);
  if (!listed.ok()) return FromRocksDb(listed, options_.path);
  std::sort(names.begin(), names.end());
  const rocksdb::Options table_options(DatabaseOptions(options_), ColumnFamilyOptions(options_));
  for (const std::string& name : names) {
    if (!absl::EndsWith(name, ".sst")) continue;
    const std::string path = absl::StrCat(options_.path, "/", name);
    ++report_.files;
    std::uint64_t bytes = 0;
    if (env_.GetFileSize(path, &bytes).ok()) {
      report_.file_bytes += static_cast<std::int64_t>(bytes);
    }
    rocksdb::SstFileReader reader(table_options);
    rocksdb::Status read = reader.Open(path);
    if (read.ok()) read = reader.VerifyChecksum();
    if (!read.ok()) AddFault(path, read.ToString());
  }
  return absl::OkStatus();
}

void Checking::CheckContents(const Database& database) {
  const SnapshotView view(database);
  CheckHeads(database);
  CheckRecords(database, view);
  CheckChanges(database);
  CheckRequests(database);
  CheckIndexes(database);
  CheckDerived(database, view);
  CheckAudit(database);
}

template <typename Check>
void Checking::ForEach(const Database& database, ColumnFamily family, const Check& check) {
  RangeIterator it(database, family, KeyRange(), nullptr);
  for (; it.Valid(); it.Next()) {
    if (check(it.key(), it.value())) continue;
    AddFault(absl::StrCat(kColumnFamilyNames[static_cast<std::size_t>(family)], " ",
                          absl::CHexEscape(it.key())),
             "the key or the value is damaged");
  }
  if (!it.status().ok()) {
    AddFault(kColumnFamilyNames[static_cast<std::size_t>(family)],
             absl::StrCat("cannot be read on: ", it.status().message()));
  }
}

std::optional<std::string> Checking::Find(const Database& database, ColumnFamily family,
                                          const std::string& key) {
  auto value = database.Get(family, key, nullptr);
  if (value.ok()) return *std::move(value);
  AddFault(kColumnFamilyNames[static_cast<std::size_t>(family)], value.status().message());
  return std::nullopt;
}

void Checking::CheckHeads(const Database& database) {
  ForEach(database, ColumnFamily::kHeads, [&](absl::string_view key, absl::string_view value) {
    std::string alliance;
    const auto head = DecodeHead(value);
    if (!ParseAllianceKey(key, alliance) || !head.ok()) return false;
    heads_[alliance] = *head;
    ++report_.alliances;
    return true;
  });
}

void Checking::CheckRecords(const Database& database, const ReadView& view) {
  ForEach(database, ColumnFamily::kRecords, [&](absl::string_view key, absl::string_view value) {
    std::string alliance;
    std::string id;
    std::uint8_t collection = 0;
    if (!ParseRecordKey(key, alliance, collection, id)) return false;
    const auto record = DecodeRecord(value, id);
    if (!record.ok()) return false;
    ++report_.records;
    CheckRecord(database, view, alliance, static_cast<Collection>(collection), *record);
    return true;
  });
}

void Checking::CheckRecord(const Database& database, const ReadView& view,
                           const std::string& alliance, Collection collection,
                           const Record& record) {
  const std::string place = RecordName(alliance, collection, record.id);
  const auto head = heads_.find(alliance);
  if (head == heads_.end()) {
    AddFault(place, "its alliance has no head");
  } else if (record.revision > head->second.revision || record.create_revision > record.revision ||
             record.create_revision < 1) {
    AddFault(place, absl::StrCat("revisions ", record.create_revision, " and ", record.revision,
                                 " do not fit the alliance's ", head->second.revision));
  }
  if (record.expire_time != absl::InfiniteFuture() &&
      !Find(database, ColumnFamily::kExpiry,
            ExpiryKey(alliance, absl::ToUnixMicros(record.expire_time), collection, record.id))) {
    AddFault(place, "it expires, and the index of what expires does not have it");
  }
  const absl::Status content = contents_.CheckRecord(view, alliance, collection, record);
  if (!content.ok()) AddFault(place, content.message());
}

void Checking::CheckChanges(const Database& database) {
  std::map<std::string, std::int64_t> counts;
  ForEach(database, ColumnFamily::kChanges, [&](absl::string_view key, absl::string_view value) {
    std::string alliance;
    std::int64_t revision = 0;
    if (!ParseChangesKey(key, alliance, revision) || !DecodeChanges(value, revision).ok()) {
      return false;
    }
    ++report_.changes;
    const auto head = heads_.find(alliance);
    if (head == heads_.end() || revision <= head->second.trimmed_revision ||
        revision > head->second.revision) {
      AddFault(absl::StrCat("changes of ", alliance),
               absl::StrCat("revision ", revision, " is outside of the log"));
    } else {
      ++counts[alliance];
    }
    return true;
  });
  for (const auto& [alliance, head] : heads_) {
    const std::int64_t missing = head.revision - head.trimmed_revision - counts[alliance];
    if (missing > 0) {
      AddFault(absl::StrCat("changes of ", alliance), absl::StrCat(missing, " are missing"));
    }
  }
}

void Checking::CheckRequests(const Database& database) {
  ForEach(database, ColumnFamily::kRequests, [&](absl::string_view key, absl::string_view value) {
    KeyReader reader(key);
    std::string alliance;
    std::string id;
    const auto request = DecodeRequest(value);
    if (!reader.ReadString(alliance) || !reader.ReadString(id) || !reader.AtEnd() ||
        !request.ok()) {
      return false;
    }
    ++report_.requests;
    if (!Find(database, ColumnFamily::kRequestTimes,
              RequestTimeKey(alliance, request->commit_micros, id))) {
      AddFault(absl::StrCat("request ", id, " of ", alliance), "the index of times lacks it");
    }
    return true;
  });
}

// An entry of a request's earlier use stays until it is swept, so times are not compared.
void Checking::CheckIndexes(const Database& database) {
  ForEach(database, ColumnFamily::kRequestTimes, [&](absl::string_view key, absl::string_view) {
    std::string alliance;
    std::string id;
    std::int64_t micros = 0;
    if (!ParseRequestTimeKey(key, alliance, micros, id)) return false;
    ++report_.index_entries;
    return true;
  });
  ForEach(database, ColumnFamily::kExpiry, [&](absl::string_view key, absl::string_view) {
    std::string alliance;
    std::string id;
    std::int64_t micros = 0;
    std::uint8_t collection = 0;
    if (!ParseExpiryKey(key, alliance, micros, collection, id)) return false;
    ++report_.index_entries;
    const auto kind = static_cast<Collection>(collection);
    const auto value = Find(database, ColumnFamily::kRecords, RecordKey(alliance, kind, id));
    const auto record = DecodeRecord(value.value_or(""), id);
    if (!value || !record.ok() || absl::ToUnixMicros(record->expire_time) != micros) {
      AddFault(RecordName(alliance, kind, id),
               "the index of what expires has it, and the record does not say so");
    }
    return true;
  });
}

void Checking::CheckDerived(const Database& database, const ReadView& view) {
  ForEach(database, ColumnFamily::kDerived, [&](absl::string_view key, absl::string_view value) {
    std::string alliance;
    std::string id;
    std::uint8_t kind = 0;
    if (!ParseRecordKey(key, alliance, kind, id)) return false;
    ++report_.derived;
    const absl::Status content = contents_.CheckDerived(view, alliance, kind, id, value);
    if (!content.ok()) {
      AddFault(absl::StrCat("derived data ", static_cast<int>(kind), " of ", alliance, " ",
                            absl::CHexEscape(id)),
               content.message());
    }
    return true;
  });
}

void Checking::CheckAudit(const Database& database) {
  const auto chains = AuditChains(database);
  if (!chains.ok()) return AddFault("audit trail", chains.status().message());
  for (const std::string& chain : *chains) {
    const auto check = CheckAuditChain(database, chain, std::nullopt, nullptr);
    if (check.ok()) {
      report_.audit_entries += check->entries;
    } else {
      AddFault(absl::StrCat("audit chain of ", chain.empty() ? "the server" : chain),
               check.status().message());
    }
  }
}

}  // namespace

absl::StatusOr<StoreCheckReport> CheckStore(const StoreOptions& options, ContentCheck& contents) {
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  const rocksdb::Status exists = env.FileExists(options.path + "/CURRENT");
  if (exists.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no store in ", options.path));
  }
  if (!exists.ok()) return FromRocksDb(exists, options.path);
  const Lock lock(env, options.path);
  if (!lock.status().ok()) return lock.status();
  Checking checking(options, env, contents);
  const absl::Status tables = checking.CheckTables();
  if (!tables.ok()) return tables;
  const auto database = Database::OpenForReading(options);
  if (database.ok()) {
    checking.CheckContents(**database);
  } else if (absl::IsDataLoss(database.status())) {
    checking.AddFault(options.path, database.status().message());
  } else {
    return database.status();
  }
  return checking.TakeReport();
}

}  // namespace counterpoint::storage
