#include "clients/cli/import_report.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/error.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {

using v1::ImportMembersResponse;

void ImportReport::Add(int64_t line, const v1::Member& member,
                       const ImportMembersResponse::Verdict& verdict) {
  switch (verdict.outcome()) {
    case ImportMembersResponse::IMPORTED_NEW:
      ++created_;
      break;
    case ImportMembersResponse::IMPORTED_OVER:
      ++replaced_;
      break;
    case ImportMembersResponse::UNCHANGED:
      ++unchanged_;
      break;
    default:
      rejected_.Add(line, IdOf(member.name()), &member, client::FromProto(verdict.error()));
  }
}

void ImportReport::AddUnreadable(int64_t line, const absl::Status& reason) {
  rejected_.Add(line, "", nullptr, reason);
}

std::string ImportReport::Summary(bool dry_run) const {
  std::string summary = absl::StrCat(dry_run ? "Dry run, nothing changed: " : "", items(),
                                     " items: ", created_, " new, ", replaced_, " replaced, ",
                                     unchanged_, " unchanged, ", rejected(), " rejected.");
  if (truncated_ > 0) {
    absl::StrAppend(&summary, "\nWarning: ", truncated_,
                    " values were too long for the service and were cut.");
  }
  return absl::StrCat(summary, rejected_.Summary());
}

std::string ImportReport::SummaryJson(int64_t revision) const {
  return nlohmann::ordered_json{{"created", created_},     {"replaced", replaced_},
                                {"unchanged", unchanged_}, {"rejected", rejected()},
                                {"truncated", truncated_}, {"revision", revision}}
      .dump();
}

}  // namespace counterpoint::cli
