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

// Erases names of these entries, at most kAuditBatch. Borrows `is_erased`.
class EraseNames : public Mutation {
 public:
  using IsErased =
      absl::FunctionRef<bool(absl::Span<const AuditEntry::Name> names, std::size_t name)>;

  EraseNames(absl::string_view chain, std::vector<std::int64_t> sequences, IsErased is_erased)
      : chain_(chain), sequences_(std::move(sequences)), is_erased_(is_erased) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 200 * sequences_.size(); }

  // How many went.
  std::int64_t erased() const { return erased_; }

 private:
  const std::string chain_;
  const std::vector<std::int64_t> sequences_;
  const IsErased is_erased_;
  std::int64_t erased_ = 0;
};

}  // namespace counterpoint::storage
