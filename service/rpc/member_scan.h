// Members of a view that fulfil a filter, in order of id.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/member_filter.pb.h"
#include "matching/features/condition.h"
#include "service/alliances/known_alliance.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Borrows the view. Not thread-safe.
class MemberScan {
 public:
  // Begins after the id. REQUIRES: the filter is valid.
  MemberScan(const storage::ReadView& view, std::shared_ptr<const KnownAlliance> alliance,
             const v1::MemberFilter& filter, absl::string_view after);

  // Moves on by one member: true where there was one. Errors: DATA_LOSS.
  absl::StatusOr<bool> Next();

  // Of the member moved to: whether it fulfils the filter, itself, and its id.
  bool passes() const { return passes_; }
  v1::Member& member() { return member_; }
  const std::string& id() const { return record_.id; }

 private:
  bool Passes() const;

  const std::shared_ptr<const KnownAlliance> alliance_;
  const matching::Condition condition_;
  const std::unique_ptr<storage::RecordCursor> cursor_;
  storage::Record record_;
  v1::Member member_;
  bool passes_ = false;
};

}  // namespace counterpoint::service
