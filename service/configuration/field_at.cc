#include "service/configuration/field_at.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"

namespace counterpoint::service {

using google::protobuf::Message;

PlacedField FieldAt(Message& message, absl::string_view path) {
  PlacedField placed{&message, nullptr};
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    placed.field = placed.message->GetDescriptor()->FindFieldByName(names[i]);
    if (placed.field == nullptr || i + 1 == names.size()) break;
    if (placed.field->message_type() == nullptr) return {placed.message, nullptr};
    placed.message = placed.reflection().MutableMessage(placed.message, placed.field);
  }
  return placed;
}

bool HasField(const Message& message, absl::string_view path) {
  const Message* at = &message;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    const auto* const field = at->GetDescriptor()->FindFieldByName(std::string(name));
    if (field == nullptr || !at->GetReflection()->HasField(*at, field)) return false;
    if (field->message_type() != nullptr) at = &at->GetReflection()->GetMessage(*at, field);
  }
  return true;
}

}  // namespace counterpoint::service
