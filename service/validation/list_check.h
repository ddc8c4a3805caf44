// Lengths and repetitions of lists.
#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// False, with a violation, where there are more than `most`: the items are then
// not worth looking at.
inline bool CheckLength(const FieldPath& path, int length, int most, Violations& violations) {
  if (length <= most) return true;
  violations.Add(path, absl::StrCat("has ", length, " items; at most ", most, " are allowed"));
  return false;
}

// A violation for each of the values that an earlier one is equal to. `Value`
// has a hash; `values` is any list with begin() and end().
template <typename Value, typename Values>
void CheckDistinct(const FieldPath& parent, absl::string_view name, const Values& values,
                   Violations& violations) {
  absl::flat_hash_map<Value, int> seen;
  int index = 0;
  for (const auto& value : values) {
    const auto [earlier, is_new] = seen.try_emplace(Value(value), index);
    if (!is_new) {
      violations.Add(parent.Item(name, index),
                     absl::StrCat("is the same as ", name, "[", earlier->second, "]"));
    }
    ++index;
  }
}

}  // namespace counterpoint::validation
