#include "tests/service/validation/path_resolver.h"

#include <cctype>

#include "google/protobuf/descriptor.h"
#include "service/validation/field_path.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The end of the key that starts at `begin` with a quotation mark.
std::size_t EndOfKey(const std::string& path, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < path.size() && path[at] != '"') at += path[at] == '\\' ? 2 : 1;
  return at + 1;
}

// The entry with a key that is shown like this, or -1.
int EntryWithKey(const Message& message, const FieldDescriptor* field, const std::string& shown) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, field, i);
    const FieldDescriptor* key = entry.GetDescriptor()->map_key();
    if (Quoted(entry.GetReflection()->GetString(entry, key)) == shown) return i;
  }
  return -1;
}

// The message within which the rest of the path goes on; null for none.
const Message* Within(const Message& holder, const FieldDescriptor* field, int index) {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const auto& reflection = *holder.GetReflection();
  if (!field->is_repeated()) return &reflection.GetMessage(holder, field);
  if (index < 0) return nullptr;
  const Message& item = reflection.GetRepeatedMessage(holder, field, index);
  if (!field->is_map()) return &item;
  const FieldDescriptor* value = item.GetDescriptor()->map_value();
  if (value->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  return &item.GetReflection()->GetMessage(item, value);
}

}  // namespace

bool Resolves(const std::string& path, const Message& message) {
  const Message* at = &message;
  std::size_t position = 0;
  while (at != nullptr) {
    const std::size_t end = std::min(path.find_first_of(".[", position), path.size());
    const FieldDescriptor* field =
        at->GetDescriptor()->FindFieldByName(path.substr(position, end - position));
    if (field == nullptr) return false;
    position = end;
    int index = -1;
    if (position < path.size() && path[position] == '[') {
      if (!field->is_repeated()) return false;
      std::size_t close = path.find(']', position);
      if (field->is_map()) {
        close = EndOfKey(path, position + 1);
        index = EntryWithKey(*at, field, path.substr(position + 1, close - position - 1));
      } else {
        index = std::stoi(path.substr(position + 1));
      }
      if (index < 0 || index >= at->GetReflection()->FieldSize(*at, field)) return false;
      position = close + 1;
    }
    if (position >= path.size()) return true;
    if (path[position++] != '.') return false;
    at = Within(*at, field, index);
  }
  return false;
}

}  // namespace counterpoint::validation
