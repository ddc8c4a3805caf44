// What plans say, as sentences.
#pragma once

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/plan.pb.h"
#include "matching/ranking/wording.h"

namespace counterpoint::service {

// What things are called in the language of the sentences.
struct PlanNames {
  // A member, by its resource name.
  std::function<std::string(const std::string& name)> member;
  // A table, by its id.
  std::function<std::string(const std::string& id)> table;
};

// Sentences with their full stops, of one language. Borrows the names. A message
// without what its kind is about gives a sentence with gaps, no error.
class PlanWording {
 public:
  PlanWording(matching::Language language, const PlanNames& names)
      : chinese_(language == matching::Language::kChinese), names_(names) {}

  // "Orchard Audio and Pine Games have no slot: of 12, Orchard Audio is away in 3
  // and busy in 9."
  std::string Describe(const v1::UnplacedMeeting& unplaced) const;
  // "Orchard Audio is away on 2027-03-02 at 09:00, when it should meet Pine Games."
  std::string Describe(const v1::PlanViolation& violation) const;
  // "Orchard Audio must meet 14 people and has room for 11 of them."
  std::string Describe(const v1::ConflictRule& rule) const;
  // "One more table would place 3 more meetings."
  std::string Describe(const v1::ChangeWorth& worth) const;

  // Fills in all of them.
  void AddTo(v1::SessionPlan& plan) const;

 private:
  std::string Member(const std::string& name) const { return names_.member(name); }
  std::string Table(const std::string& id) const { return names_.table(id); }
  // "Orchard Audio and Pine Games"
  std::string Pair(const v1::MeetingPair& pair) const;
  // "2027-03-02 at 09:00"
  std::string Slot(absl::string_view slot) const;
  std::string InEnglish(const v1::SessionChange& change) const;
  std::string InChinese(const v1::SessionChange& change) const;

  const bool chinese_;
  const PlanNames& names_;
};

// "1 meeting", "3 meetings"
std::string Counted(int amount, absl::string_view one, absl::string_view many);

}  // namespace counterpoint::service
