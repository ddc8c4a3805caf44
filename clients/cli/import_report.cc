#include "clients/cli/import_report.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/diagnostics.h"
#include "clients/cli/json.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/error.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

using Json = nlohmann::ordered_json;
using v1::ImportMembersResponse;

constexpr int64_t kShownReasons = 5;

}  // namespace

ImportReport::ImportReport(const std::string& rejects_path) : rejects_path_(rejects_path) {
  if (!rejects_path.empty()) rejects_ = std::make_unique<AtomicFile>(rejects_path);
}

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
      Reject(line, &member, client::FromProto(verdict.error()));
  }
}

void ImportReport::AddUnreadable(int64_t line, const absl::Status& reason) {
  Reject(line, nullptr, reason);
}

void ImportReport::Reject(int64_t line, const v1::Member* member, const absl::Status& reason) {
  ++rejected_;
  const std::string id = member == nullptr ? "" : IdOf(member->name());
  const auto violations = client::FieldViolations(reason);
  if (rejected_ <= kShownReasons) {
    absl::StrAppend(&reasons_, "  line ", line, id.empty() ? "" : " (" + id + ")", ": ",
                    reason.message(), "\n", ViolationLines(reason, "    "));
  }
  if (rejects_ == nullptr) return;
  Json entry;
  entry["line"] = line;
  if (!id.empty()) entry["id"] = id;
  entry["code"] = absl::StatusCodeToString(reason.code());
  entry["reason"] = std::string(reason.message());
  for (const auto& violation : violations) {
    entry["violations"].push_back(
        {{"field", violation.field}, {"description", violation.description}});
  }
  if (member != nullptr) entry["member"] = Json::parse(ToJson(*member, false), nullptr, false);
  rejects_->stream() << entry.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
}

std::string ImportReport::Summary(bool dry_run) const {
  std::string summary = absl::StrCat(dry_run ? "Dry run, nothing changed: " : "", items(),
                                     " items: ", created_, " new, ", replaced_, " replaced, ",
                                     unchanged_, " unchanged, ", rejected_, " rejected.");
  if (truncated_ > 0) {
    absl::StrAppend(&summary, "\nWarning: ", truncated_,
                    " values were too long for the service and were cut.");
  }
  if (rejected_ > 0) {
    absl::StrAppend(&summary, "\nRejected:\n", reasons_);
    if (rejected_ > kShownReasons) {
      absl::StrAppend(&summary, "  and ", rejected_ - kShownReasons, " more\n");
    }
    absl::StrAppend(&summary, rejects_path_.empty()
                                  ? "Keep them all with --rejects FILE."
                                  : absl::StrCat("All of them are in ", rejects_path_, "."));
  }
  return summary;
}

std::string ImportReport::SummaryJson(int64_t revision) const {
  return Json{{"created", created_},   {"replaced", replaced_},   {"unchanged", unchanged_},
              {"rejected", rejected_}, {"truncated", truncated_}, {"revision", revision}}
      .dump();
}

absl::Status ImportReport::Commit() {
  return rejects_ == nullptr ? absl::OkStatus() : rejects_->Commit();
}

}  // namespace counterpoint::cli
