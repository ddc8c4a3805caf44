#include "service/sessions/plan_violations.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service {
namespace {

using v1::PlanViolation;
using Texts = std::set<std::string>;
using Pair = std::pair<std::string, std::string>;  // Names of members, in order.

Pair PairOf(const v1::MeetingPair& pair) { return std::minmax(pair.participant(), pair.partner()); }

v1::MeetingPair MessageOf(const Pair& pair) {
  v1::MeetingPair message;
  message.set_participant(pair.first);
  message.set_partner(pair.second);
  return message;
}

// What the checks need of a participant.
struct Guest {
  const v1::Participant* record = nullptr;
  Texts away;
  Texts languages;
};

class Checker {
 public:
  Checker(const v1::Session& session, const std::vector<v1::Participant>& participants,
          const v1::SessionPlan& plan)
      : session_(session), plan_(plan) {
    for (int day = 0; day < session.days_size(); ++day) {
      for (const v1::SessionSlot& slot : session.days(day).slots()) {
        const std::string name = absl::StrCat(session.days(day).date(), "T", slot.start());
        slot_at_[name] = {day, static_cast<int>(slots_.size())};
        slots_.push_back(name);
      }
    }
    for (const v1::SessionTable& table : session.tables()) tables_[table.id()] = &table;
    for (const v1::Participant& participant : participants) AddGuest(participant);
    for (const v1::MeetingPair& pair : session.pairing().banned_pairs()) {
      forbidden_.insert(PairOf(pair));
    }
  }

  std::vector<PlanViolation> Find() && {
    for (const v1::PlannedMeeting& meeting : plan_.meetings()) CheckMeeting(meeting);
    CheckClashes();
    CheckOrders();
    CheckNumbers();
    CheckBreaks();
    CheckDemands();
    return std::move(violations_);
  }

 private:
  struct Place {
    int day = 0;
    int slot = 0;  // Of the session.
  };

  void AddGuest(const v1::Participant& participant) {
    // `alliances/{alliance}/sessions/{session}/participants/{member}`
    const absl::string_view name = participant.name();
    const std::string member(name.substr(name.rfind('/') + 1));
    const std::string alliance(name.substr(0, name.find("/sessions/")));
    Guest& guest = guests_[absl::StrCat(alliance, "/members/", member)];
    guest.record = &participant;
    guest.away.insert(participant.unavailable_slots().begin(),
                      participant.unavailable_slots().end());
    guest.languages.insert(participant.languages().begin(), participant.languages().end());
    for (const v1::Delegate& delegate : participant.delegates()) {
      guest.languages.insert(delegate.languages().begin(), delegate.languages().end());
    }
    for (const v1::MeetingWish& wish : participant.wishes()) {
      const Pair pair =
          std::minmax(absl::StrCat(alliance, "/members/", member), std::string(wish.partner()));
      if (wish.kind() == v1::MeetingWish::WONT_MEET) forbidden_.insert(pair);
      if (wish.kind() == v1::MeetingWish::MUST_MEET) demanded_.insert(pair);
    }
  }

  const Guest* Find(const std::string& member) const {
    const auto found = guests_.find(member);
    return found == guests_.end() ? nullptr : &found->second;
  }

  PlanViolation& Add(PlanViolation::Kind kind) {
    PlanViolation& violation = violations_.emplace_back();
    violation.set_kind(kind);
    return violation;
  }
  PlanViolation& Add(PlanViolation::Kind kind, const v1::PlannedMeeting& meeting) {
    PlanViolation& violation = Add(kind);
    *violation.mutable_pair() = meeting.pair();
    violation.set_slot(meeting.slot());
    return violation;
  }

  static bool Holds(const google::protobuf::RepeatedPtrField<std::string>& list,
                    const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
  }

  bool IsForbidden(const Pair& pair) const {
    if (forbidden_.count(pair) > 0) return true;
    const Guest* first = Find(pair.first);
    const Guest* second = Find(pair.second);
    if (first == nullptr || second == nullptr) return false;
    const Texts& a = first->languages;
    const Texts& b = second->languages;
    return !a.empty() && !b.empty() &&
           std::none_of(a.begin(), a.end(), [&](const auto& tag) { return b.count(tag) > 0; });
  }

  void CheckMeeting(const v1::PlannedMeeting& meeting) {
    const bool slot_is_there = slot_at_.count(meeting.slot()) > 0;
    if (!slot_is_there) Add(PlanViolation::NO_SUCH_SLOT, meeting);
    for (const std::string* member : {&meeting.pair().participant(), &meeting.pair().partner()}) {
      const Guest* guest = Find(*member);
      if (guest == nullptr) {
        Add(PlanViolation::NOT_A_PARTICIPANT, meeting).set_participant(*member);
        continue;
      }
      if (slot_is_there) {
        busy_[*member].insert(slot_at_.at(meeting.slot()).slot);
        if (guest->away.count(meeting.slot()) > 0) {
          Add(PlanViolation::PARTICIPANT_AWAY, meeting).set_participant(*member);
        }
      }
      ++meetings_[*member];
    }
    CheckTable(meeting);
    const Pair pair = PairOf(meeting.pair());
    planned_.emplace(pair, &meeting);
    if (IsForbidden(pair)) Add(PlanViolation::PAIR_MUST_NOT_MEET, meeting);
  }

  void CheckTable(const v1::PlannedMeeting& meeting) {
    const auto found = tables_.find(meeting.table());
    if (found == tables_.end()) {
      Add(PlanViolation::NO_SUCH_TABLE, meeting).set_table(meeting.table());
      return;
    }
    const v1::SessionTable& table = *found->second;
    if (Holds(table.closed_slots(), meeting.slot())) {
      Add(PlanViolation::TABLE_CLOSED, meeting).set_table(table.id());
    }
    for (const std::string* member : {&meeting.pair().participant(), &meeting.pair().partner()}) {
      const Guest* guest = Find(*member);
      if (guest == nullptr) continue;
      const auto& needed = guest->record->table_features();
      if (std::any_of(needed.begin(), needed.end(),
                      [&](const auto& feature) { return !Holds(table.features(), feature); })) {
        PlanViolation& violation = Add(PlanViolation::TABLE_LACKS_FEATURE, meeting);
        violation.set_table(table.id());
        violation.set_participant(*member);
      }
    }
  }

  // Who, and which tables, are in two meetings of a slot.
  void CheckClashes() {
    std::map<std::pair<std::string, std::string>, int> people;
    std::map<std::pair<std::string, std::string>, int> tables;
    for (const v1::PlannedMeeting& meeting : plan_.meetings()) {
      ++people[{meeting.slot(), meeting.pair().participant()}];
      ++people[{meeting.slot(), meeting.pair().partner()}];
      ++tables[{meeting.slot(), meeting.table()}];
    }
    for (const auto& [place, count] : people) {
      if (count < 2) continue;
      PlanViolation& violation = Add(PlanViolation::TWO_AT_ONCE);
      violation.set_slot(place.first);
      violation.set_participant(place.second);
      violation.set_amount(count);
      violation.set_limit(1);
    }
    for (const auto& [place, count] : tables) {
      if (count < 2 || tables_.count(place.second) == 0) continue;
      PlanViolation& violation = Add(PlanViolation::TABLE_TAKEN_TWICE);
      violation.set_slot(place.first);
      violation.set_table(place.second);
      violation.set_amount(count);
      violation.set_limit(1);
    }
  }

  std::optional<int> SlotOf(const v1::MeetingPair& pair) const {
    const auto meeting = planned_.find(PairOf(pair));
    if (meeting == planned_.end()) return std::nullopt;
    const auto place = slot_at_.find(meeting->second->slot());
    if (place == slot_at_.end()) return std::nullopt;
    return place->second.slot;
  }

  void CheckOrders() {
    for (const v1::MeetingOrder& order : session_.placing().orders()) {
      const auto earlier = SlotOf(order.earlier());
      const auto later = SlotOf(order.later());
      if (!earlier || !later || *earlier < *later) continue;
      PlanViolation& violation = Add(PlanViolation::WRONG_ORDER);
      *violation.mutable_pair() = MessageOf(PairOf(order.later()));
      *violation.mutable_other_pair() = MessageOf(PairOf(order.earlier()));
      violation.set_slot(slots_[static_cast<std::size_t>(*later)]);
    }
  }

  void CheckNumbers() {
    const v1::PairingRules& rules = session_.pairing();
    for (const auto& [name, guest] : guests_) {
      const int amount = MeetingsOf(name);
      const v1::Participant& record = *guest.record;
      const int most = record.has_most_meetings()  ? record.most_meetings()
                       : rules.has_most_meetings() ? rules.most_meetings()
                                                   : static_cast<int>(slots_.size());
      const int least = std::min(
          most, record.has_least_meetings() ? record.least_meetings() : rules.least_meetings());
      if (amount > most) AddNumber(PlanViolation::TOO_MANY_MEETINGS, name, amount, most);
      if (amount < least) AddNumber(PlanViolation::TOO_FEW_MEETINGS, name, amount, least);
    }
  }

  void AddNumber(PlanViolation::Kind kind, const std::string& member, int amount, int limit) {
    PlanViolation& violation = Add(kind);
    violation.set_participant(member);
    violation.set_amount(amount);
    violation.set_limit(limit);
  }

  int MeetingsOf(const std::string& member) const {
    const auto found = meetings_.find(member);
    return found == meetings_.end() ? 0 : found->second;
  }

  // Gaps between meetings of one day.
  int BreaksOf(const std::string& member) const {
    const auto found = busy_.find(member);
    if (found == busy_.end()) return 0;
    int breaks = 0;
    const std::set<int>& busy = found->second;
    for (auto at = busy.begin(); std::next(at) != busy.end(); ++at) {
      const int next = *std::next(at);
      const bool same_day = DayOf(*at) == DayOf(next);
      if (same_day && next > *at + 1) ++breaks;
    }
    return breaks;
  }

  int DayOf(int slot) const { return slot_at_.at(slots_[static_cast<std::size_t>(slot)]).day; }

  bool HasTable(const std::string& slot) const {
    return std::any_of(tables_.begin(), tables_.end(), [&](const auto& entry) {
      return !Holds(entry.second->closed_slots(), slot);
    });
  }

  // The fewest breaks of so many meetings, wherever they would be put: a day's
  // longest run of slots without interruption costs none, each further one a break.
  int ForcedBreaks(const Guest& guest, int meetings) const {
    std::map<int, std::vector<int>> runs;  // Lengths, by day.
    int last = -1;
    for (int slot = 0; slot < static_cast<int>(slots_.size()); ++slot) {
      const std::string& name = slots_[static_cast<std::size_t>(slot)];
      if (guest.away.count(name) > 0 || !has_table_[static_cast<std::size_t>(slot)]) continue;
      std::vector<int>& of_day = runs[DayOf(slot)];
      const bool goes_on = last == slot - 1 && last >= 0 && DayOf(last) == DayOf(slot);
      if (goes_on) {
        ++of_day.back();
      } else {
        of_day.push_back(1);
      }
      last = slot;
    }
    int room = 0;
    std::vector<int> others;
    for (auto& [day, of_day] : runs) {
      std::sort(of_day.begin(), of_day.end(), std::greater<>());
      room += of_day.front();
      others.insert(others.end(), of_day.begin() + 1, of_day.end());
    }
    std::sort(others.begin(), others.end(), std::greater<>());
    int breaks = 0;
    for (const int run : others) {
      if (room >= meetings) break;
      room += run;
      ++breaks;
    }
    return breaks;
  }

  void CheckBreaks() {
    const v1::PlacingRules& rules = session_.placing();
    if (rules.break_fairness() == v1::PlacingRules::OFF || guests_.empty()) return;
    const bool beyond_forced = rules.break_fairness() != v1::PlacingRules::BREAKS;
    for (const std::string& slot : slots_) has_table_.push_back(HasTable(slot));
    std::map<std::string, int> breaks;
    for (const auto& [name, guest] : guests_) {
      const int forced = beyond_forced ? ForcedBreaks(guest, MeetingsOf(name)) : 0;
      breaks[name] = BreaksOf(name) - forced;
    }
    const int least =
        std::min_element(breaks.begin(), breaks.end(), [](const auto& a, const auto& b) {
          return a.second < b.second;
        })->second;
    const int limit = least + (rules.has_most_difference() ? rules.most_difference() : 2);
    for (const auto& [name, amount] : breaks) {
      if (amount > limit) AddNumber(PlanViolation::UNFAIR_BREAKS, name, amount, limit);
    }
  }

  void CheckDemands() {
    for (const v1::FixedMeeting& fixed : session_.placing().fixed_meetings()) {
      const Pair pair = PairOf(fixed.pair());
      demanded_.insert(pair);
      const auto found = planned_.find(pair);
      if (found == planned_.end()) continue;
      const v1::PlannedMeeting& meeting = *found->second;
      const bool slot_differs = !fixed.slot().empty() && fixed.slot() != meeting.slot();
      const bool table_differs = !fixed.table().empty() && fixed.table() != meeting.table();
      if (slot_differs || table_differs) {
        Add(PlanViolation::NOT_WHERE_FIXED, meeting).set_table(meeting.table());
      }
    }
    for (const Pair& pair : demanded_) {
      const bool can_be_asked =
          Find(pair.first) != nullptr && Find(pair.second) != nullptr && !IsForbidden(pair);
      if (can_be_asked && planned_.count(pair) == 0) {
        *Add(PlanViolation::PAIR_MUST_MEET).mutable_pair() = MessageOf(pair);
      }
    }
  }

  const v1::Session& session_;
  const v1::SessionPlan& plan_;
  std::vector<std::string> slots_;
  std::vector<bool> has_table_;
  std::map<std::string, Place> slot_at_;
  std::map<std::string, const v1::SessionTable*> tables_;
  std::map<std::string, Guest> guests_;  // By name of the member.
  std::set<Pair> forbidden_;
  std::set<Pair> demanded_;
  std::map<Pair, const v1::PlannedMeeting*> planned_;
  std::map<std::string, std::set<int>> busy_;
  std::map<std::string, int> meetings_;
  std::vector<PlanViolation> violations_;
};

}  // namespace

std::vector<v1::PlanViolation> FindViolations(const v1::Session& session,
                                              const std::vector<v1::Participant>& participants,
                                              const v1::SessionPlan& plan) {
  return Checker(session, participants, plan).Find();
}

}  // namespace counterpoint::service
