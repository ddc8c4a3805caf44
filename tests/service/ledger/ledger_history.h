// What is recorded and listed, in memory, for tests of the ledger.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "service/ledger/ledger_count.h"

namespace counterpoint::service {

// What a fact may say beside kind, members and time.
struct FactDetails {
  int detail = 0;
  std::int64_t policy_version = 0;
  std::string rule = {};
};

// Facts in a vector. Members and rules are numbered as they come.
class LedgerFacts final : public InteractionFacts {
 public:
  void Record(v1::InteractionKind kind, const std::string& member, const std::string& partner,
              std::int64_t time, const FactDetails& more = {}) {
    InteractionFact fact;
    fact.occurred = time;
    fact.member = NumberOf(member, members_);
    fact.partner = NumberOf(partner, members_);
    fact.policy_version = more.policy_version;
    if (!more.rule.empty()) {
      fact.staff_rule = static_cast<std::uint32_t>(NumberOf(more.rule, rules_) + 1);
    }
    fact.kind = static_cast<std::uint8_t>(kind);
    fact.detail = static_cast<std::uint8_t>(more.detail);
    facts_.push_back(fact);
  }

  std::int64_t revision() const override { return 1; }
  std::size_t size() const override { return facts_.size(); }
  const std::string& member(std::uint32_t number) const override { return members_[number]; }
  std::uint32_t members() const override { return static_cast<std::uint32_t>(members_.size()); }
  const std::string& staff_rule(std::uint32_t number) const override { return rules_[number - 1]; }
  void ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const override {
    for (const InteractionFact& fact : facts_) visit(fact);
  }

 private:
  static std::uint32_t NumberOf(const std::string& id, std::deque<std::string>& ids) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) ids.push_back(id);
    return static_cast<std::uint32_t>(
        found == ids.end() ? ids.size() - 1 : static_cast<std::size_t>(found - ids.begin()));
  }

  std::vector<InteractionFact> facts_;
  std::deque<std::string> members_;
  std::deque<std::string> rules_;
};

// The lists of one generation, by names.
struct LedgerLists {
  struct Entry {
    std::string member;
    std::string partner;
    std::string rule = {};
  };
  std::int64_t time = 0;
  std::int64_t policy_version = 0;
  std::vector<Entry> entries;
};

// Topics: arts, with music below it, with jazz and rock below that; law.
inline std::shared_ptr<const matching::Thesaurus> LedgerTopics() {
  const auto made = matching::Thesaurus::Make({{"arts", {}, {"Arts"}, ""},
                                               {"jazz", {}, {"Jazz"}, "music"},
                                               {"law", {}, {"Law"}, ""},
                                               {"music", {}, {"Music"}, "arts"},
                                               {"rock", {}, {"Rock"}, "music"}});
  EXPECT_TRUE(made.ok()) << made.status();
  return *made;
}

// Everything that a ledger is counted from.
struct LedgerHistory {
  struct Member {
    matching::MemberKind kind = matching::MemberKind::kUnknown;
    std::vector<matching::TopicIndex> topics;  // In order.
  };
  std::shared_ptr<const matching::Thesaurus> thesaurus = LedgerTopics();
  std::map<std::string, Member> members;
  std::vector<LedgerLists> lists;
  LedgerFacts facts;

  void AddMember(const std::string& id, matching::MemberKind kind,
                 const std::vector<std::string>& topics) {
    Member& member = members[id];
    member.kind = kind;
    for (const std::string& topic : topics) member.topics.push_back(*thesaurus->Find(topic));
    std::sort(member.topics.begin(), member.topics.end());
  }

  std::vector<v1::LedgerRow> Rows(const LedgerQuery& query) const {
    const LedgerMembers found{*thesaurus, [&](absl::string_view id) -> std::optional<LedgerMember> {
                                const auto member = members.find(std::string(id));
                                if (member == members.end()) return std::nullopt;
                                return LedgerMember{member->second.kind, member->second.topics};
                              }};
    LedgerCount count(query, found);
    for (const LedgerLists& made : lists) AddTo(count, made);
    return count.Rows(facts);
  }

 private:
  static void AddTo(LedgerCount& count, const LedgerLists& made) {
    ListedPairs pairs;
    pairs.time = made.time;
    pairs.policy_version = made.policy_version;
    std::vector<std::string> ids;
    std::vector<std::string> rules;
    const auto place_of = [](const std::string& name, std::vector<std::string>& names) {
      const auto at = std::find(names.begin(), names.end(), name) - names.begin();
      if (static_cast<std::size_t>(at) == names.size()) names.push_back(name);
      return static_cast<std::uint32_t>(at);
    };
    for (const LedgerLists::Entry& entry : made.entries) {
      ListedPairs::Entry& added = pairs.entries.emplace_back();
      added.member = place_of(entry.member, ids);
      added.partner = place_of(entry.partner, ids);
      added.rule = entry.rule.empty() ? 0 : place_of(entry.rule, rules) + 1;
    }
    pairs.members = ids;
    pairs.rules = rules;
    count.Add(pairs);
  }
};

}  // namespace counterpoint::service
