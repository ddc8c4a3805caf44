#include "service/validation/participant_check.h"

#include "absl/strings/str_cat.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/meeting_numbers.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/session_table_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostDelegates = 20;
constexpr int kMostWishes = 200;
constexpr TextForm kDelegateName{200, false, true};
constexpr TextForm kRole{200, false, false};

void CheckDelegates(const FieldPath& path, const v1::Participant& participant,
                    Violations& violations) {
  if (!CheckLength(path.Field("delegates"), participant.delegates_size(), kMostDelegates,
                   violations)) {
    return;
  }
  for (int i = 0; i < participant.delegates_size(); ++i) {
    const v1::Delegate& delegate = participant.delegates(i);
    const FieldPath at = path.Item("delegates", i);
    CheckText(at.Field("display_name"), delegate.display_name(), kDelegateName, violations);
    CheckText(at.Field("role"), delegate.role(), kRole, violations);
    CheckLanguageTags(at, "languages", delegate.languages(), violations);
  }
}

void CheckWishes(const FieldPath& path, const v1::Participant& participant,
                 const conversion::ParticipantName& name, Violations& violations) {
  if (!CheckLength(path.Field("wishes"), participant.wishes_size(), kMostWishes, violations)) {
    return;
  }
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < participant.wishes_size(); ++i) {
    const v1::MeetingWish& wish = participant.wishes(i);
    const FieldPath at = path.Item("wishes", i);
    const FieldPath partner = at.Field("partner");
    const auto member = CheckMemberOf(partner, wish.partner(), name.alliance, violations);
    if (member && *member == name.member) {
      violations.Add(partner, "must be another member than the participant itself");
    }
    CheckEnum(at.Field("kind"), wish.kind(), *v1::MeetingWish::Kind_descriptor(),
              Presence::kRequired, violations);
    const auto [earlier, is_new] = seen.try_emplace(wish.partner(), i);
    if (!is_new) {
      violations.Add(partner, absl::StrCat("is the same as that of wishes[", earlier->second, "]"));
    }
  }
}

}  // namespace

void CheckParticipant(const FieldPath& path, const v1::Participant& participant,
                      const conversion::ParticipantName& name, Violations& violations) {
  CheckDelegates(path, participant, violations);
  CheckEnum(path.Field("preferred_day_part"), participant.preferred_day_part(),
            *v1::Participant::DayPart_descriptor(), Presence::kOptional, violations);
  CheckLanguageTags(path, "languages", participant.languages(), violations);
  CheckWishes(path, participant, name, violations);
}

void CheckParticipantWithin(const FieldPath& path, const v1::Participant& participant,
                            const v1::Session& session, const SessionParts& parts,
                            Violations& violations) {
  parts.CheckSlots(path, "unavailable_slots", participant.unavailable_slots(), violations);
  CheckMeetingNumbers(path, participant, session.pairing(), parts.slots(), violations);
  if (CheckFeatures(path, "table_features", participant.table_features(), violations)) {
    CheckSomeTableHas(path, "table_features", participant.table_features(), session, violations);
  }
}

}  // namespace counterpoint::validation
