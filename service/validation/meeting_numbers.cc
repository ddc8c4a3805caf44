#include "service/validation/meeting_numbers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

// A number, and whose it is.
struct Number {
  int value = 0;
  bool own = false;  // Said by the message that is checked, not by the session.
};

void CheckAgainst(const FieldPath& path, Number least, Number most, int slots,
                  Violations& violations) {
  const FieldPath least_path = path.Field("least_meetings");
  const FieldPath most_path = path.Field("most_meetings");
  const std::size_t before = violations.size();
  if (least.own) CheckNotNegative(least_path, least.value, violations);
  if (most.own) CheckNotNegative(most_path, most.value, violations);
  if (violations.size() > before) return;
  if (least.own && least.value > slots) {
    violations.Add(least_path, absl::StrCat("is ", least.value, ", and the session has ", slots,
                                            " slots; must be at most so many"));
  }
  if (least.value <= most.value) return;
  if (least.own) {
    violations.Add(least_path,
                   absl::StrCat("is ", least.value, "; must be at most ", most.value, ", which ",
                                most.own ? "is" : "the session sets as", " the most"));
  } else if (most.own) {
    violations.Add(most_path, absl::StrCat("is ", most.value, "; must be at least ", least.value,
                                           ", which the session sets as the least"));
  }
}

Number Most(const v1::PairingRules& pairing, int slots) {
  return {pairing.has_most_meetings() ? pairing.most_meetings() : slots, false};
}

}  // namespace

void CheckMeetingNumbers(const FieldPath& path, const v1::PairingRules& pairing, int slots,
                         Violations& violations) {
  Number most = Most(pairing, slots);
  most.own = pairing.has_most_meetings();
  // Without a most, the number of slots says the same once.
  if (!most.own) most.value = std::max(slots, pairing.least_meetings());
  CheckAgainst(path, {pairing.least_meetings(), pairing.has_least_meetings()}, most, slots,
               violations);
}

void CheckMeetingNumbers(const FieldPath& path, const v1::Participant& participant,
                         const v1::PairingRules& pairing, int slots, Violations& violations) {
  Number least{pairing.least_meetings(), false};
  if (participant.has_least_meetings()) least = {participant.least_meetings(), true};
  Number most = Most(pairing, slots);
  if (participant.has_most_meetings()) most = {participant.most_meetings(), true};
  if (!most.own && !pairing.has_most_meetings()) most.value = std::max(slots, least.value);
  CheckAgainst(path, least, most, slots, violations);
}

}  // namespace counterpoint::validation
