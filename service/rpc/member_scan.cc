#include "service/rpc/member_scan.h"

#include <utility>

#include "service/conversion/member_condition.h"
#include "service/conversion/member_record.h"
#include "service/directory/directory_row.h"

namespace counterpoint::service {

MemberScan::MemberScan(const storage::ReadView& view, std::shared_ptr<const KnownAlliance> alliance,
                       const v1::MemberFilter& filter, absl::string_view after)
    : alliance_(std::move(alliance)),
      condition_(*alliance_->thesaurus, conversion::ConditionOf(filter)),
      cursor_(view.Scan(alliance_->id, storage::Collection::kMember, after)) {}

absl::StatusOr<bool> MemberScan::Next() {
  const auto more = cursor_->Next(record_);
  if (!more.ok() || !*more) return more;
  auto member = conversion::MemberOf(alliance_->id, record_);
  if (!member.ok()) return member.status();
  member_ = *std::move(member);
  passes_ = Passes();
  return true;
}

bool MemberScan::Passes() const {
  if (condition_.empty()) return true;
  // Conditions look at what a profile states, never at its texts.
  return condition_.HoldsFor(*FeaturesWithoutTexts(*alliance_->thesaurus, record_.id, member_));
}

}  // namespace counterpoint::service
