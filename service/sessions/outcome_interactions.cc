#include "service/sessions/outcome_interactions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/timestamp.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

const char* PrefixOf(v1::InteractionKind kind) {
  switch (kind) {
    case v1::NO_SHOW:
      return "no-show-";
    case v1::RATED:
      return "rated-";
    default:
      return "met-";
  }
}

// At most 40 bytes. A digest, as names can be longer than an id; half of a
// SHA-256 keeps any two apart.
std::string IdOf(const conversion::SessionName& session, v1::InteractionKind kind,
                 std::string member, std::string partner) {
  if (!conversion::IsDirected(kind) && partner < member) std::swap(member, partner);
  const std::string digest =
      storage::DigestOf(absl::StrCat(session.session, "/", member, "/", partner));
  return absl::StrCat(PrefixOf(kind),
                      absl::BytesToHexString(absl::string_view(digest).substr(0, 16)));
}

const std::string& OtherOf(const v1::MeetingPair& pair, const std::string& name) {
  return name == pair.participant() ? pair.partner() : pair.participant();
}

}  // namespace

v1::MeetingOutcome InNormalForm(v1::MeetingOutcome outcome) {
  v1::MeetingPair& pair = *outcome.mutable_pair();
  if (pair.partner() < pair.participant()) {
    std::swap(*pair.mutable_participant(), *pair.mutable_partner());
  }
  std::sort(outcome.mutable_absent()->begin(), outcome.mutable_absent()->end());
  std::sort(outcome.mutable_ratings()->begin(), outcome.mutable_ratings()->end(),
            [](const v1::MeetingRating& a, const v1::MeetingRating& b) {
              return a.participant() < b.participant();
            });
  outcome.clear_slot();
  outcome.clear_table();
  outcome.clear_score();
  outcome.clear_update_time();
  return outcome;
}

std::vector<v1::Interaction> InteractionsOf(const conversion::SessionName& session,
                                            const v1::MeetingOutcome& outcome,
                                            std::optional<absl::Time> occur_time) {
  std::vector<v1::Interaction> interactions;
  const auto add = [&](v1::InteractionKind kind, const std::string& member, int rating) {
    const std::string& partner = OtherOf(outcome.pair(), member);
    v1::Interaction& interaction = interactions.emplace_back();
    interaction.set_name(conversion::FormatInteractionName(
        session.alliance, IdOf(session, kind, conversion::ParseMemberName(member)->member,
                               conversion::ParseMemberName(partner)->member)));
    interaction.set_kind(kind);
    interaction.set_member(member);
    interaction.set_partner(partner);
    interaction.set_rating(rating);
    if (occur_time) *interaction.mutable_occur_time() = conversion::ToTimestamp(*occur_time);
  };
  if (outcome.result() == v1::MeetingOutcome::HELD) {
    add(v1::MET, outcome.pair().participant(), 0);
    for (const v1::MeetingRating& rating : outcome.ratings()) {
      add(v1::RATED, rating.participant(), rating.rating());
    }
  } else if (outcome.result() == v1::MeetingOutcome::NO_SHOW) {
    for (const std::string& absent : outcome.absent()) add(v1::NO_SHOW, absent, 0);
  }
  return interactions;
}

std::vector<std::string> PossibleInteractions(const conversion::SessionName& session,
                                              const v1::MeetingPair& pair) {
  const std::string one = conversion::ParseMemberName(pair.participant())->member;
  const std::string other = conversion::ParseMemberName(pair.partner())->member;
  return {IdOf(session, v1::MET, one, other), IdOf(session, v1::NO_SHOW, one, other),
          IdOf(session, v1::NO_SHOW, other, one), IdOf(session, v1::RATED, one, other),
          IdOf(session, v1::RATED, other, one)};
}

}  // namespace counterpoint::service
