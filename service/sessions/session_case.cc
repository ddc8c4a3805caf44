#include "service/sessions/session_case.h"

#include <algorithm>
#include <map>
#include <utility>

#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using matching::FeatureSet;
using matching::SlotSet;
using Languages = absl::flat_hash_set<std::string>;

constexpr std::size_t kFeatureBits = 32;

std::string IdOf(const std::string& member_name) {
  auto name = conversion::ParseMemberName(member_name);
  return name ? std::move(name->member) : std::string();
}

std::pair<int, int> KindPairOf(int a, int b) { return std::minmax(a, b); }

Languages LanguagesOf(const v1::Participant& participant) {
  Languages all(participant.languages().begin(), participant.languages().end());
  for (const v1::Delegate& delegate : participant.delegates()) {
    all.insert(delegate.languages().begin(), delegate.languages().end());
  }
  return all;
}

bool ShareLanguage(const Languages& a, const Languages& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const auto& tag) { return b.contains(tag); });
}

matching::BreakRule BreakRuleOf(const v1::PlacingRules& rules) {
  matching::BreakRule rule;
  rule.most_difference =
      rules.has_most_difference() ? rules.most_difference() : kDefaultMostDifference;
  switch (rules.break_fairness()) {
    case v1::PlacingRules::OFF:
      rule.fairness = matching::BreakFairness::kOff;
      break;
    case v1::PlacingRules::BREAKS:
      rule.fairness = matching::BreakFairness::kBreaks;
      break;
    default:
      rule.fairness = matching::BreakFairness::kBreaksBeyondForced;
  }
  return rule;
}

}  // namespace

IdPair IdPairOf(std::string a, std::string b) {
  if (b < a) std::swap(a, b);
  return {std::move(a), std::move(b)};
}

IdPair IdPairOf(const v1::MeetingPair& pair) {
  return IdPairOf(IdOf(pair.participant()), IdOf(pair.partner()));
}

// Puts a case together, part by part.
class CaseBuilder {
 public:
  CaseBuilder(const CaseInput& input, PlanCase& out) : input_(input), out_(out) {}

  void Build() {
    AddTables();
    AddParticipants();
    AddPlacing();
    for (const IdPair& pair : input_.also) FactsOf(pair).is_kept = true;
    AddWishes();
    AddRules();
    if (!input_.only_also && by_score_) AddCandidates();
    AddPairs();
    AddOrders();
  }

 private:
  // What is said of two participants.
  struct Facts {
    bool is_kept = false;   // In the case in any case.
    bool is_named = false;  // May meet whatever score, kinds and past say.
    bool must = false;
    bool is_banned = false;
    std::optional<std::size_t> unwilling{};  // A participant that won't.
    int wishes = 0;
    bool is_fixed = false;
    std::optional<int> slot{};
    std::optional<std::size_t> table{};
  };
  using Key = std::pair<std::size_t, std::size_t>;

  const v1::PairingRules& pairing() const { return input_.session.pairing(); }
  matching::SessionCase& session() { return out_.session; }

  // Whether it is a participant of the session, and a member.
  bool IsThere(std::size_t p) const { return p < input_.kinds.size() && input_.kinds[p]; }

  Facts& FactsOf(const IdPair& pair) {
    return facts_[std::minmax(*out_.FindMember(pair.first), *out_.FindMember(pair.second))];
  }
  // Null where one of the two does not take part.
  Facts* Find(const v1::MeetingPair& pair) {
    const auto [a, b] = IdPairOf(pair);
    const auto first = out_.FindMember(a);
    const auto second = out_.FindMember(b);
    if (!first || !second || *first == *second) return nullptr;
    return &facts_[std::minmax(*first, *second)];
  }

  void AddTables() {
    for (const v1::SessionTable& table : input_.session.tables()) {
      matching::SessionTable added;
      for (const std::string& feature : table.features()) {
        const auto number = features_.try_emplace(feature, features_.size()).first->second;
        if (number < kFeatureBits) added.features |= FeatureSet{1} << number;
      }
      added.open = out_.slots.All() - out_.slots.Named(table.closed_slots());
      out_.table_numbers_.emplace(table.id(), out_.tables.size());
      out_.tables.push_back(table.id());
      session().tables.push_back(added);
    }
  }

  void AddMember(const std::string& id, const matching::SessionParticipant& participant) {
    out_.member_numbers_.emplace(id, out_.members.size());
    out_.members.push_back(id);
    session().participants.push_back(participant);
    needs_.push_back(0);
    is_unservable_.push_back(false);
    languages_.emplace_back();
  }

  void AddParticipants() {
    for (const v1::Participant& participant : input_.participants) {
      const auto name = conversion::ParseParticipantName(participant.name());
      const std::size_t p = out_.members.size();
      AddMember(name->member, {});
      languages_[p] = LanguagesOf(participant);
      for (const std::string& feature : participant.table_features()) {
        const auto found = features_.find(feature);
        if (found == features_.end() || found->second >= kFeatureBits) {
          is_unservable_[p] = true;
        } else {
          needs_[p] |= FeatureSet{1} << found->second;
        }
      }
      if (IsThere(p)) {
        session().participants[p] = PresenceOf(participant);
      } else {
        v1::ConflictRule& conflict = AddConflict(v1::ConflictRule::NOT_A_MEMBER);
        conflict.set_participant(out_.MemberName(p));
      }
    }
    for (const IdPair& pair : input_.also) {
      for (const std::string& id : {pair.first, pair.second}) {
        if (!out_.FindMember(id)) AddMember(id, {});
      }
    }
  }

  matching::SessionParticipant PresenceOf(const v1::Participant& participant) const {
    const SlotSet& mornings = out_.slots.mornings();
    matching::SessionParticipant presence;
    presence.available = out_.slots.All() - out_.slots.Named(participant.unavailable_slots());
    if (participant.preferred_day_part() == v1::Participant::MORNING) presence.liked = mornings;
    if (participant.preferred_day_part() == v1::Participant::AFTERNOON) {
      presence.liked = out_.slots.All() - mornings;
    }
    presence.quota.most = participant.has_most_meetings() ? participant.most_meetings()
                          : pairing().has_most_meetings() ? pairing().most_meetings()
                                                          : out_.slots.size();
    const int least = participant.has_least_meetings() ? participant.least_meetings()
                                                       : pairing().least_meetings();
    presence.quota.least = std::min(least, presence.quota.most);
    return presence;
  }

  void AddPlacing() {
    session().slots = out_.slots.size();
    session().days = out_.slots.days();
    session().breaks = BreakRuleOf(input_.session.placing());
    session().fairness = pairing().fairness() == v1::PairingRules::WORST_OFF_FIRST
                             ? matching::ChoiceFairness::kWorstOffFirst
                             : matching::ChoiceFairness::kBestTotal;
    by_score_ = pairing().source() != v1::PairingRules::AS_GIVEN;
  }

  void AddWishes() {
    for (std::size_t p = 0; p < input_.participants.size(); ++p) {
      for (const v1::MeetingWish& wish : input_.participants[p].wishes()) {
        const auto partner = out_.FindMember(IdOf(wish.partner()));
        if (!partner || *partner == p) continue;
        Facts& facts = facts_[std::minmax(p, *partner)];
        if (wish.kind() == v1::MeetingWish::WONT_MEET) {
          if (!facts.unwilling) facts.unwilling = p;
          continue;
        }
        facts.is_named = true;
        if (wish.kind() == v1::MeetingWish::MUST_MEET) facts.must = true;
        if (wish.kind() == v1::MeetingWish::WANTS_TO_MEET) ++facts.wishes;
      }
    }
  }

  void AddRules() {
    for (const v1::MeetingPair& pair : pairing().requested_pairs()) {
      if (Facts* facts = Find(pair)) {
        facts->is_named = true;
        if (!by_score_) facts->must = true;
      }
    }
    for (const v1::FixedMeeting& fixed : input_.session.placing().fixed_meetings()) {
      if (Facts* facts = Find(fixed.pair())) {
        facts->is_named = true;
        facts->must = true;
        facts->is_fixed = true;
        facts->slot = out_.slots.Find(fixed.slot());
        facts->table = out_.FindTable(fixed.table());
      }
    }
    for (const v1::MeetingPair& pair : pairing().banned_pairs()) {
      if (Facts* facts = Find(pair)) facts->is_banned = true;
    }
    for (const v1::KindPair& kinds : pairing().may_meet()) {
      may_meet_.insert(KindPairOf(kinds.kind(), kinds.partner_kind()));
    }
    for (const v1::MeetingPair& pair : pairing().met_before()) met_before_.insert(IdPairOf(pair));
  }

  bool HaveMet(std::size_t a, std::size_t b) const {
    const IdPair pair = IdPairOf(out_.members[a], out_.members[b]);
    if (met_before_.contains(pair)) return true;
    return !pairing().include_partners() && input_.met.contains(pair);
  }

  bool IsCandidate(std::size_t a, std::size_t b) const {
    const auto& people = out_.session.participants;
    if (!IsThere(a) || !IsThere(b) || input_.scores.Of(a, b) <= 0) return false;
    if ((people[a].available & people[b].available).empty()) return false;
    const auto kinds = KindPairOf(*input_.kinds[a], *input_.kinds[b]);
    if (!may_meet_.empty() && !may_meet_.contains(kinds)) return false;
    if (!ShareLanguage(languages_[a], languages_[b]) || HaveMet(a, b)) return false;
    const auto found = facts_.find(std::minmax(a, b));
    return found == facts_.end() || (!found->second.unwilling && !found->second.is_banned);
  }

  void AddCandidates() {
    const auto most = static_cast<std::size_t>(
        pairing().candidates() == 0 ? kDefaultCandidates : pairing().candidates());
    std::vector<Key> chosen;
    for (std::size_t p = 0; p < input_.participants.size(); ++p) {
      std::vector<std::size_t> partners;
      for (std::size_t q = 0; q < input_.participants.size(); ++q) {
        if (q != p && IsCandidate(p, q)) partners.push_back(q);
      }
      std::stable_sort(partners.begin(), partners.end(), [&](std::size_t a, std::size_t b) {
        return input_.scores.Of(p, a) > input_.scores.Of(p, b);
      });
      if (partners.size() > most) partners.resize(most);
      for (const std::size_t q : partners) chosen.emplace_back(std::minmax(p, q));
    }
    for (const Key& key : chosen) facts_[key].is_named = true;
  }

  void AddPairs() {
    double most = 1;
    for (const auto& [key, facts] : facts_) {
      const bool can_meet = MayMeet(key, facts);
      const bool is_proposed = facts.is_named && !input_.only_also && can_meet;
      if (!is_proposed && !facts.is_kept) continue;
      const auto [a, b] = key;
      matching::SessionPair pair;
      pair.candidate.first = a;
      pair.candidate.second = b;
      pair.candidate.rule = !can_meet    ? matching::PairRule::kMustNot
                            : facts.must ? matching::PairRule::kMust
                                         : matching::PairRule::kMay;
      const bool are_judged = std::max(a, b) < input_.scores.participants();
      const double score = are_judged ? std::clamp(input_.scores.Of(a, b), 0.0, 1.0) : 0;
      pair.candidate.score = score + kWishWeight * facts.wishes;
      most = std::max(most, pair.candidate.score);
      pair.features = needs_[a] | needs_[b];
      if (!is_unservable_[a] && !is_unservable_[b]) pair.window = out_.slots.All();
      pair.fixed_slot = facts.slot;
      pair.fixed_table = facts.table;
      out_.pair_numbers_.emplace(IdPairOf(out_.members[a], out_.members[b]),
                                 session().pairs.size());
      session().pairs.push_back(std::move(pair));
      out_.scores.push_back(score);
      out_.must.push_back(can_meet && facts.must);
      out_.fixed.push_back(facts.is_fixed);
    }
    out_.score_unit = most;
    for (matching::SessionPair& pair : session().pairs) pair.candidate.score /= most;
  }

  // Says so where a pair must meet and may not.
  bool MayMeet(const Key& key, const Facts& facts) {
    const auto [a, b] = key;
    if (!IsThere(a) || !IsThere(b)) return false;
    const auto refuse = [&](v1::ConflictRule::Kind kind) {
      if (!facts.must) return;
      v1::ConflictRule& conflict = AddConflict(kind);
      if (facts.unwilling && kind == v1::ConflictRule::WONT_MEET) {
        conflict.set_participant(out_.MemberName(*facts.unwilling));
      }
      conflict.mutable_pair()->set_participant(out_.MemberName(a));
      conflict.mutable_pair()->set_partner(out_.MemberName(b));
    };
    if (facts.unwilling) {
      refuse(v1::ConflictRule::WONT_MEET);
      return false;
    }
    if (facts.is_banned) {
      refuse(v1::ConflictRule::BANNED);
      return false;
    }
    if (!ShareLanguage(languages_[a], languages_[b])) {
      refuse(v1::ConflictRule::NO_SHARED_LANGUAGE);
      return false;
    }
    return true;
  }

  void AddOrders() {
    for (const v1::MeetingOrder& order : input_.session.placing().orders()) {
      const auto earlier = out_.FindPair(IdPairOf(order.earlier()));
      const auto later = out_.FindPair(IdPairOf(order.later()));
      if (!earlier || !later || *earlier == *later) continue;
      std::vector<std::size_t>& after = session().pairs[*later].after;
      if (std::find(after.begin(), after.end(), *earlier) == after.end()) after.push_back(*earlier);
    }
  }

  v1::ConflictRule& AddConflict(v1::ConflictRule::Kind kind) {
    v1::ConflictRule& conflict = out_.conflicts.emplace_back();
    conflict.set_kind(kind);
    return conflict;
  }

  const CaseInput& input_;
  PlanCase& out_;
  bool by_score_ = true;
  absl::flat_hash_map<std::string, std::size_t> features_;  // To bits.
  // Of each participant: what its tables need, whether no table has it at all, and
  // its languages.
  std::vector<FeatureSet> needs_;
  std::vector<bool> is_unservable_;
  std::vector<Languages> languages_;
  std::map<Key, Facts> facts_;  // In order, so that equal sessions give equal cases.
  absl::flat_hash_set<std::pair<int, int>> may_meet_;
  absl::flat_hash_set<IdPair> met_before_;
};

PlanCase::PlanCase(const CaseInput& input)
    : slots(input.session), participants_(input.participants.size()) {
  const auto name = conversion::ParseSessionName(input.session.name());
  if (name) alliance = name->alliance;
  CaseBuilder(input, *this).Build();
}

std::optional<std::size_t> PlanCase::FindMember(absl::string_view id) const {
  const auto found = member_numbers_.find(id);
  if (found == member_numbers_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> PlanCase::FindTable(absl::string_view id) const {
  const auto found = table_numbers_.find(id);
  if (found == table_numbers_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> PlanCase::FindPair(const IdPair& pair) const {
  const auto found = pair_numbers_.find(pair);
  if (found == pair_numbers_.end()) return std::nullopt;
  return found->second;
}

std::string PlanCase::MemberName(std::size_t participant) const {
  return conversion::FormatMemberName(alliance, members[participant]);
}

v1::MeetingPair PlanCase::PairMessage(std::size_t pair) const {
  const matching::CandidatePair& two = session.pairs[pair].candidate;
  const std::size_t first = members[two.first] < members[two.second] ? two.first : two.second;
  v1::MeetingPair message;
  message.set_participant(MemberName(first));
  message.set_partner(MemberName(first == two.first ? two.second : two.first));
  return message;
}

std::size_t PlanCase::AddClosedTable(const std::string& id) {
  table_numbers_.emplace(id, tables.size());
  tables.push_back(id);
  session.tables.emplace_back();
  return tables.size() - 1;
}

}  // namespace counterpoint::service
