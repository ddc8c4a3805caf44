#include "service/personal_data/member_traces.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::size_t kLeastNameBytes = 6;

bool IsIdCharacter(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
}

bool IsWordCharacter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

// Where `part` stands from `from` on, and not as the piece of a longer word by `is_inner`.
std::size_t FindWhole(absl::string_view text, absl::string_view part, std::size_t from,
                      bool (*is_inner)(char), bool check_front) {
  for (std::size_t at = text.find(part, from); at != absl::string_view::npos;
       at = text.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    const bool inner_back = end < text.size() && is_inner(part.back()) && is_inner(text[end]);
    const bool inner_front =
        check_front && at > 0 && is_inner(part.front()) && is_inner(text[at - 1]);
    if (!inner_back && !inner_front) return at;
  }
  return absl::string_view::npos;
}

// Calls `change` with a copy of each string of the message, and sets those that it
// returns true for.
template <typename Change>
bool ChangeStrings(Message& message, const Change& change) {
  bool changed = false;
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 0;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        changed |= ChangeStrings(*reflection.MutableMessage(&message, field), change);
      }
      for (int i = 0; i < count; ++i) {
        changed |= ChangeStrings(*reflection.MutableRepeatedMessage(&message, field, i), change);
      }
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (!field->is_repeated()) {
        std::string text = reflection.GetString(message, field);
        if (!change(text)) continue;
        reflection.SetString(&message, field, std::move(text));
        changed = true;
      }
      for (int i = 0; i < count; ++i) {
        std::string text = reflection.GetRepeatedString(message, field, i);
        if (!change(text)) continue;
        reflection.SetRepeatedString(&message, field, i, std::move(text));
        changed = true;
      }
    }
  }
  return changed;
}

}  // namespace

MemberTraces::MemberTraces(std::string id, std::vector<std::string> display_names)
    : id_(std::move(id)), display_names_([&display_names] {
        std::vector<std::string> kept;
        for (std::string& name : display_names) {
          if (name.size() >= kLeastNameBytes) kept.push_back(std::move(name));
        }
        // A name within another one is replaced after it.
        std::sort(kept.begin(), kept.end(), [](const std::string& a, const std::string& b) {
          return a.size() != b.size() ? a.size() > b.size() : a < b;
        });
        return kept;
      }()) {}

bool MemberTraces::MayBeIn(absl::string_view bytes) const {
  return absl::StrContains(bytes, id_) ||
         std::any_of(display_names_.begin(), display_names_.end(),
                     [bytes](const std::string& name) { return absl::StrContains(bytes, name); });
}

bool MemberTraces::IsIn(absl::string_view text) const {
  std::string copy(text);
  return ReplaceText("", copy);
}

bool MemberTraces::IsIn(const Message& message) const {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return Replace("", *copy);
}

bool MemberTraces::Replace(absl::string_view other_id, Message& message) const {
  const auto replace = [&](std::string& text) { return ReplaceText(other_id, text); };
  if (message.GetDescriptor() != v1::Member::descriptor()) return ChangeStrings(message, replace);
  // Two may be called the same, or one after the other.
  v1::Member& member = static_cast<v1::Member&>(message);
  auto own_names = member.display_name();
  member.clear_display_name();
  const bool changed = ChangeStrings(member, replace);
  member.mutable_display_name()->swap(own_names);
  return changed;
}

bool MemberTraces::ReplaceText(absl::string_view other_id, std::string& text) const {
  bool changed = false;
  for (const char* within : {"members/", "participants/"}) {
    const std::string named = absl::StrCat(within, id_);
    for (std::size_t at = FindWhole(text, named, 0, IsIdCharacter, false);
         at != std::string::npos;) {
      text.replace(at, named.size(), absl::StrCat(within, other_id));
      changed = true;
      at = FindWhole(text, named, at + other_id.size(), IsIdCharacter, false);
    }
  }
  for (const std::string& name : display_names_) {
    for (std::size_t at = FindWhole(text, name, 0, IsWordCharacter, true); at != std::string::npos;
         at = FindWhole(text, name, at, IsWordCharacter, true)) {
      text.erase(at, name.size());
      changed = true;
    }
  }
  return changed;
}

}  // namespace counterpoint::service
