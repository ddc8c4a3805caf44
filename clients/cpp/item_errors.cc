#include "clients/cpp/item_errors.h"

#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

struct ItemViolation {
  int index = 0;
  FieldViolation violation;
};

// "interactions[3].member" taken apart; nothing where it is no such path.
std::optional<ItemViolation> OfItem(const FieldViolation& violation, const std::string& list) {
  absl::string_view rest = violation.field;
  if (!absl::ConsumePrefix(&rest, list) || !absl::ConsumePrefix(&rest, "[")) return std::nullopt;
  const std::size_t end = rest.find(']');
  ItemViolation item;
  if (end == absl::string_view::npos || !absl::SimpleAtoi(rest.substr(0, end), &item.index)) {
    return std::nullopt;
  }
  rest.remove_prefix(end + 1);
  absl::ConsumePrefix(&rest, ".");
  item.violation = {std::string(rest), violation.description};
  return item;
}

absl::Status ReasonOf(absl::StatusCode code, const google::rpc::BadRequest& wrong) {
  const auto& first = wrong.field_violations(0);
  absl::Status reason(code, absl::StrCat(first.field(), ": ", first.description()));
  reason.SetPayload("type.googleapis.com/google.rpc.BadRequest",
                    absl::Cord(wrong.SerializeAsString()));
  return reason;
}

}  // namespace

std::map<int, absl::Status> ItemErrors(const absl::Status& error, const std::string& list,
                                       int size) {
  std::map<int, google::rpc::BadRequest> wrong;
  for (const FieldViolation& violation : FieldViolations(error)) {
    const auto item = OfItem(violation, list);
    if (!item || item->index < 0 || item->index >= size) return {};
    auto& named = *wrong[item->index].add_field_violations();
    named.set_field(item->violation.field);
    named.set_description(item->violation.description);
  }
  std::map<int, absl::Status> errors;
  for (const auto& [index, request] : wrong) {
    errors.emplace(index, ReasonOf(error.code(), request));
  }
  return errors;
}

}  // namespace counterpoint::client
