#include "service/validation/member_check.h"

#include "service/conversion/timestamp.h"
#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/listing_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostCredentials = 32;
constexpr int kMostSectors = 32;
constexpr int kMostLabels = 64;
constexpr int kFirstFoundingYear = 1000;
constexpr int kFirstCredentialYear = 1900;
constexpr int kLastYear = 2200;
constexpr TextForm kIssuer{200, false, false};
constexpr TextForm kLabel{63, false, true};

void CheckCredential(const FieldPath& path, const v1::Credential& credential,
                     Violations& violations) {
  CheckEnum(path.Field("kind"), credential.kind(), *v1::CredentialKind_descriptor(),
            Presence::kRequired, violations);
  CheckTexts(path, "title", credential.title(), kTitle, violations);
  const FieldPath category = path.Field("competition_category");
  CheckEnum(category, credential.competition_category(), *v1::CompetitionCategory_descriptor(),
            Presence::kOptional, violations);
  if (credential.competition_category() != v1::COMPETITION_CATEGORY_UNSPECIFIED &&
      credential.kind() != v1::AWARD) {
    violations.Add(category, "must be left out unless the kind is AWARD");
  }
  CheckText(path.Field("issuer"), credential.issuer(), kIssuer, violations);
  if (credential.year() != 0) {
    CheckInRange(path.Field("year"), credential.year(), kFirstCredentialYear, kLastYear,
                 violations);
  }
}

void CheckLabels(const FieldPath& path, const Strings& labels, Violations& violations) {
  if (!CheckLength(path.Field("labels"), labels.size(), kMostLabels, violations)) return;
  for (int i = 0; i < labels.size(); ++i) {
    CheckText(path.Item("labels", i), labels[i], kLabel, violations);
  }
  CheckDistinct<absl::string_view>(path, "labels", labels, violations);
}

void CheckNumbers(const FieldPath& path, const v1::Member& member, Violations& violations) {
  CheckNotNegative(path.Field("employee_count"), member.employee_count(), violations);
  if (member.has_founding_year()) {
    CheckInRange(path.Field("founding_year"), member.founding_year(), kFirstFoundingYear, kLastYear,
                 violations);
  }
  CheckNotNegative(path.Field("capacity"), member.capacity(), violations);
  CheckTimestamp(path.Field("expire_time"), member.expire_time(), violations);
}

}  // namespace

void CheckMember(const FieldPath& path, const v1::Member& member, const Setting& setting,
                 Violations& violations) {
  CheckEnum(path.Field("kind"), member.kind(), *v1::MemberKind_descriptor(), Presence::kRequired,
            violations);
  CheckTexts(path, "display_name", member.display_name(), kTitle, violations);
  CheckTexts(path, "description", member.description(), kProse, violations);
  CheckListings(path, "offers", member.offers(), setting, violations);
  CheckListings(path, "needs", member.needs(), setting, violations);
  CheckTopics(path, "sectors", member.sectors(), kMostSectors, setting, violations);
  if (!member.region().empty()) CheckRegion(path.Field("region"), member.region(), violations);
  CheckNumbers(path, member, violations);
  if (CheckLength(path.Field("credentials"), member.credentials_size(), kMostCredentials,
                  violations)) {
    for (int i = 0; i < member.credentials_size(); ++i) {
      CheckCredential(path.Item("credentials", i), member.credentials(i), violations);
    }
  }
  CheckLabels(path, member.labels(), violations);
  CheckEnum(path.Field("state"), member.state(), *v1::MemberState_descriptor(), Presence::kOptional,
            violations);
}

void CheckNewMember(const FieldPath& path, const v1::Member& member, const Setting& setting,
                    Violations& violations) {
  CheckMember(path, member, setting, violations);
  if (member.has_expire_time() && conversion::IsValid(member.expire_time()) &&
      conversion::ToTime(member.expire_time()) <= setting.now) {
    violations.Add(path.Field("expire_time"), "is already past");
  }
}

}  // namespace counterpoint::validation
