#include "clients/cli/field_path.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/json.h"
#include "clients/cli/vocabulary.h"
#include "nlohmann/json.hpp"

// The message is changed as JSON: a tree that can be walked by name, with
// protobuf's own parser to convert and check the values at the end. Descriptors
// go along to tell lists, maps and enumerations apart.
namespace counterpoint::cli {
namespace {

using Json = nlohmann::ordered_json;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

absl::Status Wrong(const std::string& part, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("--set ", part, ": ", what));
}

// One part of a path: "needs[0]" is {"needs", 0}.
struct Step {
  std::string name;
  std::optional<size_t> index;
};

absl::StatusOr<Step> ParseStep(const std::string& part) {
  const size_t bracket = part.find('[');
  if (bracket == std::string::npos) return Step{part, std::nullopt};
  uint32_t index;
  if (part.back() != ']' ||
      !absl::SimpleAtoi(part.substr(bracket + 1, part.size() - bracket - 2), &index)) {
    return Wrong(part, "an index is a number in brackets");
  }
  return Step{part.substr(0, bracket), index};
}

std::string FieldNames(const Descriptor& descriptor) {
  std::string names;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    absl::StrAppend(&names, i > 0 ? ", " : "", descriptor.field(i)->name());
  }
  return names;
}

// A place in the tree while a path is walked.
class Cursor {
 public:
  Cursor(Json* root, const Descriptor* descriptor) : node_(root), descriptor_(descriptor) {}

  absl::Status Enter(const std::string& part) {
    if (field_ != nullptr && field_->is_map() && !item_) {
      Descend(part);
      field_ = field_->message_type()->map_value();
      descriptor_ = field_->message_type();
      return absl::OkStatus();
    }
    if (descriptor_ == nullptr) return Wrong(part, "a plain value has no fields");
    const auto step = ParseStep(part);
    if (!step.ok()) return step.status();
    field_ = descriptor_->FindFieldByName(step->name);
    if (field_ == nullptr) {
      return Wrong(part, absl::StrCat("no such field; there are ", FieldNames(*descriptor_)));
    }
    item_ = step->index.has_value();
    const bool list = field_->is_repeated() && !field_->is_map();
    if (item_ && !list) return Wrong(part, "is no list");
    Descend(field_->json_name());
    descriptor_ = list && !item_ ? nullptr : field_->message_type();
    return item_ ? EnterItem(part, *step->index) : absl::OkStatus();
  }

  absl::Status Assign(const std::string& value) {
    if (value.empty()) {
      if (parent_->is_array()) {
        parent_->erase(index_);
      } else {
        parent_->erase(key_);
      }
      return absl::OkStatus();
    }
    if (field_->is_map()) return Wrong(field_->name(), "needs a key, as in display_name.zh");
    const bool list = field_->is_repeated() && !item_;
    if (!list || value[0] == '[') return AssignOne(value, node_);
    *node_ = Json::array();
    for (const absl::string_view piece : absl::StrSplit(value, ',')) {
      absl::Status status = AssignOne(std::string(piece), &node_->emplace_back());
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  void Descend(const std::string& key) {
    parent_ = node_;
    key_ = key;
    node_ = &(*node_)[key];
  }

  absl::Status EnterItem(const std::string& part, size_t index) {
    if (node_->is_null()) *node_ = Json::array();
    if (index > node_->size()) {
      return Wrong(part, absl::StrCat("the list has ", node_->size(), " items"));
    }
    parent_ = node_;
    index_ = index;
    node_ = index == parent_->size() ? &parent_->emplace_back() : &(*parent_)[index];
    return absl::OkStatus();
  }

  absl::Status AssignOne(const std::string& value, Json* node) const {
    if (value[0] == '{' || value[0] == '[') {
      *node = Json::parse(value, nullptr, /*allow_exceptions=*/false);
      return node->is_discarded() ? Wrong(field_->name(), "not JSON") : absl::OkStatus();
    }
    if (field_->enum_type() == nullptr) {
      // Proto JSON takes numbers and times as strings too.
      *node = value;
      return absl::OkStatus();
    }
    const auto number = ParseName(*field_->enum_type(), value);
    if (!number.ok()) return Wrong(field_->name(), std::string(number.status().message()));
    *node = *number;
    return absl::OkStatus();
  }

  Json* node_;
  Json* parent_ = nullptr;
  std::string key_;
  size_t index_ = 0;
  // Of the messages at the place; null where it holds none.
  const Descriptor* descriptor_;
  const FieldDescriptor* field_ = nullptr;
  // Whether the place is one item of the list `field_`.
  bool item_ = false;
};

}  // namespace

absl::Status SetField(const std::string& assignment, google::protobuf::Message* message) {
  const size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Wrong(assignment, "must be PATH=VALUE");
  }
  Json tree = Json::parse(ToJson(*message, false), nullptr, /*allow_exceptions=*/false);
  Cursor cursor(&tree, message->GetDescriptor());
  for (const absl::string_view part : absl::StrSplit(assignment.substr(0, equals), '.')) {
    if (absl::Status status = cursor.Enter(std::string(part)); !status.ok()) return status;
  }
  absl::Status status = cursor.Assign(assignment.substr(equals + 1));
  if (!status.ok()) return status;
  message->Clear();
  status = FromJson(tree.dump(-1, ' ', false, Json::error_handler_t::replace), message);
  return status.ok() ? status : Wrong(assignment, std::string(status.message()));
}

std::string TopField(const std::string& assignment) {
  return assignment.substr(0, assignment.find_first_of(".[="));
}

}  // namespace counterpoint::cli
