#include "clients/cli/rejected_items.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/diagnostics.h"
#include "clients/cli/json.h"
#include "clients/cpp/error.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kShownReasons = 5;

}  // namespace

RejectedItems::RejectedItems(const std::string& path, std::string key)
    : path_(path), key_(std::move(key)) {
  if (!path.empty()) file_ = std::make_unique<AtomicFile>(path);
}

void RejectedItems::Add(int64_t line, const std::string& id, const google::protobuf::Message* item,
                        const absl::Status& reason) {
  ++count_;
  if (count_ <= kShownReasons) {
    absl::StrAppend(&first_reasons_, "  line ", line, id.empty() ? "" : " (" + id + ")", ": ",
                    reason.message(), "\n", ViolationLines(reason, "    "));
  }
  if (file_ == nullptr) return;
  Json entry;
  entry["line"] = line;
  if (!id.empty()) entry["id"] = id;
  entry["code"] = absl::StatusCodeToString(reason.code());
  entry["reason"] = std::string(reason.message());
  for (const auto& violation : client::FieldViolations(reason)) {
    entry["violations"].push_back(
        {{"field", violation.field}, {"description", violation.description}});
  }
  if (item != nullptr) entry[key_] = Json::parse(ToJson(*item, false), nullptr, false);
  file_->stream() << entry.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
}

std::string RejectedItems::Summary() const {
  if (count_ == 0) return "";
  std::string summary = absl::StrCat("\nRejected:\n", first_reasons_);
  if (count_ > kShownReasons) {
    absl::StrAppend(&summary, "  and ", count_ - kShownReasons, " more\n");
  }
  absl::StrAppend(&summary, path_.empty() ? "Keep them all with --rejects FILE."
                                          : absl::StrCat("All of them are in ", path_, "."));
  return summary;
}

absl::Status RejectedItems::Commit() {
  return file_ == nullptr ? absl::OkStatus() : file_->Commit();
}

}  // namespace counterpoint::cli
