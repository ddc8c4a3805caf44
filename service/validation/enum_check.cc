#include "service/validation/enum_check.h"

#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"

namespace counterpoint::validation {

void CheckEnum(const FieldPath& path, int value, const google::protobuf::EnumDescriptor& vocabulary,
               Presence presence, Violations& violations) {
  if (vocabulary.FindValueByNumber(value) == nullptr) {
    violations.Add(path, absl::StrCat("has the unknown value ", value));
  } else if (value == 0 && presence == Presence::kRequired) {
    violations.Add(path, "must be specified");
  }
}

void CheckEnums(const FieldPath& parent, absl::string_view name,
                const google::protobuf::RepeatedField<int>& values,
                const google::protobuf::EnumDescriptor& vocabulary, Violations& violations) {
  if (!CheckLength(parent.Field(name), values.size(), vocabulary.value_count(), violations)) return;
  for (int i = 0; i < values.size(); ++i) {
    CheckEnum(parent.Item(name, i), values[i], vocabulary, Presence::kRequired, violations);
  }
  CheckDistinct<int>(parent, name, values, violations);
}

}  // namespace counterpoint::validation
