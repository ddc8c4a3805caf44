#include "service/validation/update_mask.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/field_mask_util.h"
#include "service/validation/list_check.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kEverything[] = "*";
constexpr int kMostPaths = 100;

template <std::size_t n>
bool IsOneOf(const std::string& path, const std::array<absl::string_view, n>& paths) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

bool IsOutputOnly(const std::string& path, const Descriptor& resource) {
  static constexpr std::array<absl::string_view, 6> kOfAll = {
      "name", "etag", "create_time", "update_time", "revision", "policy.version"};
  static constexpr std::array<absl::string_view, 2> kOfSessions = {"state", "published_plan"};
  static constexpr std::array<absl::string_view, 3> kOfParticipants = {"display_name", "kind",
                                                                       "check_in_time"};
  return IsOneOf(path, kOfAll) ||
         (&resource == v1::Session::descriptor() && IsOneOf(path, kOfSessions)) ||
         (&resource == v1::Participant::descriptor() && IsOneOf(path, kOfParticipants));
}

// True for fields that a path can go into.
bool HasFields(const FieldDescriptor& field) {
  return !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->file()->package() != "google.protobuf";
}

bool LeadsToField(const std::string& path, const Descriptor* message) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FieldDescriptor* field = message->FindFieldByName(steps[i]);
    if (field == nullptr) return false;
    if (i + 1 == steps.size()) return true;
    if (!HasFields(*field)) return false;
    message = field->message_type();
  }
  return false;
}

enum class Purpose { kUpdate, kRead };

void CheckMask(const FieldPath& path, const FieldMask& mask, const Descriptor& resource,
               Violations& violations, Purpose purpose = Purpose::kUpdate) {
  if (!CheckLength(path.Field("paths"), mask.paths_size(), kMostPaths, violations)) return;
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& text = mask.paths(i);
    const FieldPath at = path.Item("paths", i);
    if (text == kEverything) {
      if (mask.paths_size() > 1) violations.Add(at, "must stand alone");
    } else if (!LeadsToField(text, &resource)) {
      violations.Add(at, absl::StrCat("is ", Quoted(text),
                                      "; must be the path of a field, and "
                                      "not go into lists, maps or timestamps"));
    } else if (purpose == Purpose::kUpdate && IsOutputOnly(text, resource)) {
      violations.Add(at, absl::StrCat("is ", Quoted(text), ", which cannot be changed"));
    }
  }
}

// Adds the paths of all fields that are set, within messages one by one. `prefix`
// leads to the message within the resource.
void AddPathsOf(const Message& message, const std::string& prefix, const Descriptor& resource,
                FieldMask& mask) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (IsOutputOnly(path, resource)) continue;
    if (HasFields(*field)) {
      AddPathsOf(message.GetReflection()->GetMessage(message, field), path + ".", resource, mask);
    } else {
      mask.add_paths(path);
    }
  }
}

// Moves the field at steps[first...] from one message to the other.
void Move(const std::vector<std::string>& steps, std::size_t first, Message& from, Message& into) {
  const Reflection& reflection = *into.GetReflection();
  const FieldDescriptor* field = into.GetDescriptor()->FindFieldByName(steps[first]);
  if (first + 1 == steps.size()) {
    reflection.SwapFields(&from, &into, {field});
  } else if (reflection.HasField(from, field) || reflection.HasField(into, field)) {
    Move(steps, first + 1, *reflection.MutableMessage(&from, field),
         *reflection.MutableMessage(&into, field));
  }
}

// `from` is used up.
void MoveAll(const FieldMask& mask, Message& from, Message& into) {
  // Each field once: a second swap would undo the first.
  FieldMask canonical;
  google::protobuf::util::FieldMaskUtil::ToCanonicalForm(mask, &canonical);
  for (const std::string& path : canonical.paths()) {
    Move(absl::StrSplit(path, '.'), 0, from, into);
  }
}

bool IsEverything(const FieldMask& mask) {
  return mask.paths_size() == 1 && mask.paths(0) == kEverything;
}

// As Apply() says of members.
template <typename Resource>
void ApplyOrReplace(const FieldMask& mask, const Resource& update, Resource& resource) {
  const Descriptor& fields = *Resource::descriptor();
  FieldMask taken = mask;
  if (mask.paths().empty()) {
    AddPathsOf(update, "", fields, taken);
  } else if (IsEverything(mask)) {
    taken.clear_paths();
    for (int i = 0; i < fields.field_count(); ++i) {
      if (!IsOutputOnly(fields.field(i)->name(), fields)) taken.add_paths(fields.field(i)->name());
    }
  }
  Resource from = update;
  MoveAll(taken, from, resource);
}

}  // namespace

void CheckMemberMask(const FieldPath& path, const FieldMask& mask, Violations& violations) {
  CheckMask(path, mask, *v1::Member::descriptor(), violations);
}

void CheckAllianceMask(const FieldPath& path, const FieldMask& mask, Violations& violations) {
  CheckMask(path, mask, *v1::Alliance::descriptor(), violations);
}

void CheckSessionMask(const FieldPath& path, const FieldMask& mask, Violations& violations) {
  CheckMask(path, mask, *v1::Session::descriptor(), violations);
}

void CheckParticipantMask(const FieldPath& path, const FieldMask& mask, Violations& violations) {
  CheckMask(path, mask, *v1::Participant::descriptor(), violations);
}

void CheckMemberReadMask(const FieldPath& path, const FieldMask& mask, Violations& violations) {
  CheckMask(path, mask, *v1::Member::descriptor(), violations, Purpose::kRead);
}

void Trim(const FieldMask& mask, v1::Member& member) {
  if (mask.paths().empty() || IsEverything(mask)) return;
  FieldMask kept = mask;
  kept.add_paths("name");
  google::protobuf::util::FieldMaskUtil::TrimMessage(kept, &member);
}

void Apply(const FieldMask& mask, const v1::Member& update, v1::Member& member) {
  ApplyOrReplace(mask, update, member);
}

void Apply(const FieldMask& mask, const v1::Session& update, v1::Session& session) {
  ApplyOrReplace(mask, update, session);
}

void Apply(const FieldMask& mask, const v1::Participant& update, v1::Participant& participant) {
  ApplyOrReplace(mask, update, participant);
}

void Apply(const FieldMask& mask, const v1::Alliance& update, v1::Alliance& alliance) {
  FieldMask taken = mask;
  if (mask.paths().empty() || IsEverything(mask)) {
    taken.clear_paths();
    AddPathsOf(update, "", *v1::Alliance::descriptor(), taken);
  }
  const std::int64_t version = alliance.policy().version();
  v1::Alliance from = update;
  MoveAll(taken, from, alliance);
  // Taking over the policy as a whole has taken this along.
  if (alliance.policy().version() != version) alliance.mutable_policy()->set_version(version);
}

}  // namespace counterpoint::validation
