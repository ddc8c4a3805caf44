#include "service/validation/session_parts.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "service/validation/list_check.h"

namespace counterpoint::validation {

SessionParts::SessionParts(const v1::Session& session) {
  int position = 0;
  for (const v1::SessionDay& day : session.days()) {
    for (const v1::SessionSlot& slot : day.slots()) {
      slots_.try_emplace(conversion::SlotName(day.date(), slot.start()), position++);
    }
  }
  for (const v1::SessionTable& table : session.tables()) tables_.try_emplace(table.id(), &table);
}

int SessionParts::PositionOf(absl::string_view slot) const {
  const auto found = slots_.find(slot);
  return found == slots_.end() ? -1 : found->second;
}

const v1::SessionTable* SessionParts::FindTable(absl::string_view id) const {
  const auto found = tables_.find(id);
  return found == tables_.end() ? nullptr : found->second;
}

void SessionParts::CheckSlot(const FieldPath& path, absl::string_view slot,
                             Violations& violations) const {
  if (PositionOf(slot) >= 0) return;
  violations.Add(path, absl::StrCat("is ", Quoted(slot),
                                    "; must be the local start of a slot of the session, as "
                                    "\"2027-03-02T09:00\""));
}

void SessionParts::CheckSlots(const FieldPath& parent, absl::string_view name,
                              const google::protobuf::RepeatedPtrField<std::string>& slots,
                              Violations& violations) const {
  for (int i = 0; i < slots.size(); ++i) CheckSlot(parent.Item(name, i), slots[i], violations);
  CheckDistinct<absl::string_view>(parent, name, slots, violations);
}

void SessionParts::CheckTable(const FieldPath& path, absl::string_view table,
                              Violations& violations) const {
  if (FindTable(table) != nullptr) return;
  violations.Add(path,
                 absl::StrCat("is ", Quoted(table), "; must be the id of a table of the session"));
}

}  // namespace counterpoint::validation
