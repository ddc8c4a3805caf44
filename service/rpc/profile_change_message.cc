#include "service/rpc/profile_change_message.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "counterpoint/v1/vocabulary.pb.h"

namespace counterpoint::service {
namespace {

std::string ValueOf(const matching::ProfileChange& change) {
  using matching::ChangedField;
  switch (change.field) {
    case ChangedField::kState:
      return v1::MemberState_Name(v1::ACTIVE);
    case ChangedField::kModes:
      return v1::CooperationMode_Name(static_cast<v1::CooperationMode>(change.number));
    case ChangedField::kWantedKinds:
      return v1::MemberKind_Name(static_cast<v1::MemberKind>(change.number));
    case ChangedField::kSectors:
    case ChangedField::kTopics:
    case ChangedField::kRegions:
      return change.id;
    case ChangedField::kDeadline:
    case ChangedField::kExpireTime:
      return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(change.number),
                              absl::UTCTimeZone());
    case ChangedField::kCapacity:
    case ChangedField::kBudgetMin:
    case ChangedField::kBudgetMax:
      return absl::StrCat(change.number);
    case ChangedField::kRule:
      break;
  }
  return "";
}

}  // namespace

v1::ProfileChange MessageOf(const matching::ProfileChange& change) {
  v1::ProfileChange message;
  message.set_field(matching::FieldPath(change));
  message.set_kind(static_cast<v1::ProfileChange::Kind>(matching::KindOf(change.field)));
  message.set_value(ValueOf(change));
  return message;
}

}  // namespace counterpoint::service
