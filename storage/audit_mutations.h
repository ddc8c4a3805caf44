// The mutations of audit chains by themselves, without a commit.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "storage/audit.h"
#include "storage/mutation.h"

namespace counterpoint::storage {

// Entries that one of these looks at or removes: few enough that commits wait for
// milliseconds only.
inline constexpr std::int64_t kAuditBatch = 500;

class AppendAudit : public Mutation {
 public:
  AppendAudit(absl::string_view chain, std::vector<AuditEvent> events)
      : chain_(chain), events_(std::move(events)) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 500 * events_.size(); }
  bool NeedsSync() const override { return false; }

 private:
  const std::string chain_;
  const std::vector<AuditEvent> events_;
};

// Removes entries from before a time from the front, at most kAuditBatch, and makes
// the last of them the checkpoint.
class TrimAuditChain : public Mutation {
 public:
  TrimAuditChain(absl::string_view chain, std::int64_t before_micros)
      : chain_(chain), before_micros_(before_micros) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 100 * kAuditBatch; }
  bool NeedsSync() const override { return false; }

  // How many went.
  std::int64_t trimmed() const { return trimmed_; }

 private:
  const std::string chain_;
  const std::int64_t before_micros_;
  std::int64_t trimmed_ = 0;
};

// Erases names of the entries from `first` up to and with `last`, at most kAuditBatch;
// counts them only with `only_look`. Borrows `is_erased`.
class EraseNames : public Mutation {
 public:
  EraseNames(absl::string_view chain, std::int64_t first, std::int64_t last,
             absl::FunctionRef<bool(const AuditEntry& entry, std::size_t name)> is_erased,
             bool only_look)
      : chain_(chain), first_(first), last_(last), is_erased_(is_erased), only_look_(only_look) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 200 * kAuditBatch; }

  // How many went.
  std::int64_t erased() const { return erased_; }

 private:
  const std::string chain_;
  const std::int64_t first_;
  const std::int64_t last_;
  const absl::FunctionRef<bool(const AuditEntry& entry, std::size_t name)> is_erased_;
  const bool only_look_;
  std::int64_t erased_ = 0;
};

}  // namespace counterpoint::storage
