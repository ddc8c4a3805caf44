// What the rules and the participants of a session can name.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// Borrows the session, valid or not. Immutable, thread-safe.
class SessionParts {
 public:
  explicit SessionParts(const v1::Session& session);

  // Position of the slot among all of the session; -1 where there is none.
  int PositionOf(absl::string_view slot) const;
  int slots() const { return static_cast<int>(slots_.size()); }
  // Null where there is none.
  const v1::SessionTable* FindTable(absl::string_view id) const;

  // The name of one of the session's slots.
  void CheckSlot(const FieldPath& path, absl::string_view slot, Violations& violations) const;
  // Names of slots, each once.
  void CheckSlots(const FieldPath& parent, absl::string_view name,
                  const google::protobuf::RepeatedPtrField<std::string>& slots,
                  Violations& violations) const;
  // The id of one of the session's tables.
  void CheckTable(const FieldPath& path, absl::string_view table, Violations& violations) const;

 private:
  absl::flat_hash_map<std::string, int> slots_;
  absl::flat_hash_map<absl::string_view, const v1::SessionTable*> tables_;
};

}  // namespace counterpoint::validation
