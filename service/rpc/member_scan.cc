#include "service/rpc/member_scan.h"

#include <utility>

#include "matching/features/member_features.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"

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
  const matching::MemberProfile profile =
      conversion::ProfileOf(record_.id, member_, record_.update_time);
  matching::MemberTexts no_texts(matching::CountTexts(profile));
  const auto features = matching::MakeFeatures(*alliance_->thesaurus, profile, std::move(no_texts));
  return condition_.HoldsFor(*features);
}

}  // namespace counterpoint::service
