#include "service/learning/shown_lists.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace counterpoint::service {
namespace {

using Outcome = matching::ShownPair::Outcome;

// What is recorded of one member towards another, at any time.
struct Attitude {
  bool accepted = false;
  bool declined = false;
};

// What is recorded between two members whatever the direction.
bool IsBond(int kind) {
  return kind == v1::MET || kind == v1::AGREEMENT_SIGNED || kind == v1::PARTNERSHIP;
}

std::uint64_t Towards(std::uint32_t from, std::uint32_t to) {
  return std::uint64_t{from} << 32 | to;
}

// Of all facts, by who and whom.
class Attitudes {
 public:
  void Add(const InteractionFact& fact) {
    if (fact.kind == v1::ACCEPTED) towards_[Towards(fact.member, fact.partner)].accepted = true;
    if (fact.kind == v1::DECLINED) towards_[Towards(fact.member, fact.partner)].declined = true;
    if (!IsBond(fact.kind)) return;
    towards_[Towards(fact.member, fact.partner)].accepted = true;
    towards_[Towards(fact.partner, fact.member)].accepted = true;
  }

  Attitude Of(std::uint32_t from, std::uint32_t to) const {
    const auto found = towards_.find(Towards(from, to));
    return found == towards_.end() ? Attitude() : found->second;
  }

 private:
  absl::flat_hash_map<std::uint64_t, Attitude> towards_;
};

// What is recorded of one suggestion as of one list.
struct Recorded {
  bool bond = false;
  bool accepted = false;  // By the member whose list it is.
  bool declined = false;  // So too.
  int place = 0;          // 0: not known.
};

Outcome OutcomeOf(const Recorded& recorded, const Attitude& partner) {
  if (recorded.bond) return Outcome::kAccepted;
  if (recorded.accepted && partner.accepted) return Outcome::kAccepted;
  if (recorded.declined || (recorded.accepted && partner.declined)) return Outcome::kDeclined;
  return Outcome::kSeen;
}

// One list: its generation and the number of its member.
using ListKey = std::pair<int, std::uint32_t>;
// By number of the partner.
using ListRecord = std::map<std::uint32_t, Recorded>;

void Take(const InteractionFact& fact, std::map<ListKey, ListRecord>& records) {
  const std::uint32_t asker = fact.member_asked ? fact.member : fact.partner;
  const std::uint32_t partner = fact.member_asked ? fact.partner : fact.member;
  Recorded& recorded = records[{fact.generation, asker}][partner];
  if (fact.place > 0) recorded.place = fact.place;
  recorded.bond |= IsBond(fact.kind);
  // What the partner says of the list that it stands in is its attitude alone.
  if (!fact.member_asked) return;
  recorded.accepted |= fact.kind == v1::ACCEPTED;
  recorded.declined |= fact.kind == v1::DECLINED;
}

}  // namespace

std::vector<ShownList> CollectShownLists(
    const InteractionFacts& facts, absl::Time start, absl::Time end,
    absl::FunctionRef<std::shared_ptr<const StoredLists>(int generation)> lists) {
  Attitudes attitudes;
  std::map<ListKey, ListRecord> records;
  const std::int64_t first = absl::ToUnixSeconds(start);
  const std::int64_t last = absl::ToUnixSeconds(end);
  facts.ForEach([&](const InteractionFact& fact) {
    attitudes.Add(fact);
    if (fact.generation == 0 || fact.occurred < first || fact.occurred >= last) return;
    Take(fact, records);
  });

  std::vector<ShownList> shown;
  std::map<int, std::shared_ptr<const StoredLists>> kept;
  absl::flat_hash_map<std::string, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < facts.members(); ++i) numbers.emplace(facts.member(i), i);
  for (const auto& [key, record] : records) {
    const auto& [generation, member] = key;
    const auto [at, is_new] = kept.try_emplace(generation);
    if (is_new) at->second = lists(generation);
    ShownList list;
    list.generation = generation;
    list.member = facts.member(member);
    const auto position =
        at->second == nullptr ? std::nullopt : at->second->Find(facts.member(member));
    if (position) {
      list.whole = true;
      for (const StoredEntry& entry : at->second->Of(*position)) {
        const std::string& partner = at->second->members()[entry.partner];
        const int place = static_cast<int>(list.suggestions.size()) + 1;
        const auto number = numbers.find(partner);
        const auto recorded = number == numbers.end() ? record.end() : record.find(number->second);
        const Outcome outcome =
            recorded == record.end()
                ? Outcome::kNothing
                : OutcomeOf(recorded->second, attitudes.Of(number->second, member));
        list.suggestions.push_back({partner, place, outcome});
      }
    } else {
      for (const auto& [partner, recorded] : record) {
        if (recorded.place == 0) continue;
        list.suggestions.push_back({facts.member(partner), recorded.place,
                                    OutcomeOf(recorded, attitudes.Of(partner, member))});
      }
      std::stable_sort(
          list.suggestions.begin(), list.suggestions.end(),
          [](const ShownSuggestion& a, const ShownSuggestion& b) { return a.place < b.place; });
    }
    if (!list.suggestions.empty()) shown.push_back(std::move(list));
  }
  // Numbers of members are those of their first appearance; ids are the same for
  // everybody.
  std::stable_sort(shown.begin(), shown.end(), [](const ShownList& a, const ShownList& b) {
    return std::pair(a.generation, a.member) < std::pair(b.generation, b.member);
  });
  return shown;
}

}  // namespace counterpoint::service
