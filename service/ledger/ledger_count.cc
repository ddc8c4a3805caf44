#include "service/ledger/ledger_count.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/ledger/pair_steps.h"

namespace counterpoint::service {
namespace {

using Grouping = v1::GetLedgerRequest;

constexpr std::size_t kMostTopics = 200;

std::string VersionName(std::int64_t version) {
  return version == 0 ? std::string() : absl::StrCat(version);
}

bool SameLabel(const PairEvent& a, const PairEvent& b) {
  return a.pair == b.pair && a.label == b.label;
}

// The events of the first pair of `events`, which lose them; none where that is
// another pair.
absl::Span<const PairEvent> Take(std::uint64_t pair, absl::Span<const PairEvent>& events) {
  std::size_t count = 0;
  while (count < events.size() && events[count].pair == pair) ++count;
  const absl::Span<const PairEvent> taken = events.first(count);
  events.remove_prefix(count);
  return taken;
}

// The events of pairs whose lower member is in [from, to).
absl::Span<const PairEvent> Between(std::size_t from, std::size_t to,
                                    absl::Span<const PairEvent> events) {
  const auto at = [&](std::size_t member) {
    return std::lower_bound(events.begin(), events.end(), member,
                            [](const PairEvent& event, std::size_t lower) {
                              return LowerOf(event.pair) < lower;
                            }) -
           events.begin();
  };
  const auto first = static_cast<std::size_t>(at(from));
  return events.subspan(first, static_cast<std::size_t>(at(to)) - first);
}

}  // namespace

// The tallies of some of the pairs.
class LedgerCount::Part {
 public:
  explicit Part(const LedgerCount& count) : count_(count) {}

  void Count(absl::Span<const PairEvent> listed, absl::Span<const PairEvent> recorded) {
    while (!listed.empty() || !recorded.empty()) {
      const std::uint64_t pair =
          recorded.empty() || (!listed.empty() && listed.front().pair < recorded.front().pair)
              ? listed.front().pair
              : recorded.front().pair;
      CountPair(pair, Take(pair, listed), Take(pair, recorded));
    }
  }

  const Tallies& tallies() const { return tallies_; }

 private:
  void CountPair(std::uint64_t pair, absl::Span<const PairEvent> listed,
                 absl::Span<const PairEvent> recorded) {
    steps_.Read(listed, recorded);
    if (!count_.Concerns(pair, steps_.began())) return;
    for (std::size_t share = 0; share < steps_.shares().size(); ++share) {
      groups_.clear();
      AddGroups(count_.query_.group_by, count_.found_[LowerOf(pair)], count_.found_[HigherOf(pair)],
                steps_.began(), steps_.shares()[share].label, groups_);
      for (const std::int64_t group : groups_) CountShare(share, recorded, tallies_[group]);
    }
  }

  void CountShare(std::size_t share, absl::Span<const PairEvent> recorded, LedgerTally& tally) {
    tally.AddPair(steps_.shares()[share].furthest);
    bool declined = false;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
      if (steps_.share_of()[i] != share) continue;
      tally.Add(recorded[i]);
      declined = declined || recorded[i].kind == v1::DECLINED;
    }
    if (declined) tally.AddDeclinedPair();
  }

  const LedgerCount& count_;
  PairSteps steps_;
  std::vector<std::int64_t> groups_;  // Of the pair at hand.
  Tallies tallies_;
};

LedgerCount::LedgerCount(LedgerQuery query, const LedgerMembers& members,
                         matching::ParallelFor parallel)
    : query_(std::move(query)), members_(members), parallel_(std::move(parallel)) {}

std::uint32_t LedgerCount::NumberOf(absl::string_view id) {
  return numbers_.try_emplace(id, static_cast<std::uint32_t>(numbers_.size())).first->second;
}

void LedgerCount::Add(const ListedPairs& lists) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(lists.members.size());
  for (const std::string& id : lists.members) numbers.push_back(NumberOf(id));
  std::vector<std::uint32_t> labels(lists.rules.size() + 1);
  if (query_.group_by == Grouping::BY_STAFF_RULE) {
    for (std::size_t i = 0; i < lists.rules.size(); ++i) labels[i + 1] = labels_.Of(lists.rules[i]);
  } else if (query_.group_by == Grouping::BY_POLICY_VERSION) {
    std::fill(labels.begin(), labels.end(), labels_.Of(VersionName(lists.policy_version)));
  }

  std::vector<PairEvent> added;
  added.reserve(lists.entries.size());
  for (const ListedPairs::Entry& entry : lists.entries) {
    PairEvent event;
    event.pair = PairOf(numbers[entry.member], numbers[entry.partner]);
    event.time = lists.time;
    event.label = labels[entry.rule];
    added.push_back(event);
  }
  SortByPair(numbers_.size(), InOrderOfLabel(), parallel_, added);
  added.erase(std::unique(added.begin(), added.end(), SameLabel), added.end());
  const auto known = static_cast<std::ptrdiff_t>(listed_.size());
  listed_.insert(listed_.end(), added.begin(), added.end());
  std::inplace_merge(listed_.begin(), listed_.begin() + known, listed_.end(), InOrderOfLabel());
  listed_.erase(std::unique(listed_.begin(), listed_.end(), SameLabel), listed_.end());
}

std::vector<PairEvent> LedgerCount::EventsOf(const InteractionFacts& facts) {
  std::vector<std::uint32_t> numbers(facts.members());
  for (std::uint32_t i = 0; i < facts.members(); ++i) numbers[i] = NumberOf(facts.member(i));
  // Names are made once each.
  absl::flat_hash_map<std::int64_t, std::uint32_t> labels_by_source;
  const auto label_of = [&](const InteractionFact& fact) -> std::uint32_t {
    const bool by_rule = query_.group_by == Grouping::BY_STAFF_RULE;
    if (!by_rule && query_.group_by != Grouping::BY_POLICY_VERSION) return 0;
    const std::int64_t source = by_rule ? fact.staff_rule : fact.policy_version;
    if (source == 0) return 0;
    const auto [known, is_new] = labels_by_source.try_emplace(source);
    if (is_new) {
      known->second = labels_.Of(by_rule ? facts.staff_rule(fact.staff_rule) : VersionName(source));
    }
    return known->second;
  };
  std::vector<PairEvent> events;
  events.reserve(facts.size());
  facts.ForEach([&](const InteractionFact& fact) {
    if (StepOf(static_cast<v1::InteractionKind>(fact.kind)) == v1::LEDGER_STAGE_UNSPECIFIED) return;
    const std::uint32_t member = numbers[fact.member];
    const std::uint32_t partner = numbers[fact.partner];
    PairEvent event;
    event.pair = PairOf(member, partner);
    event.time = fact.occurred;
    event.label = label_of(fact);
    event.kind = fact.kind;
    event.detail = fact.detail;
    event.by_higher = member > partner;
    events.push_back(event);
  });
  // Only then does the order of equal times not depend on how labels were numbered.
  const std::vector<std::uint32_t> labels = labels_.PutInOrder(query_.group_by);
  for (PairEvent& event : events) event.label = labels[event.label];
  for (PairEvent& event : listed_) event.label = labels[event.label];
  SortByPair(numbers_.size(), InOrderOfTime(), parallel_, events);
  return events;
}

void LedgerCount::FindMembers() {
  found_.resize(numbers_.size());
  const bool by_topic = !query_.topic.empty();
  const bool asked = by_topic || query_.kinds != 0 || query_.group_by == Grouping::BY_KINDS ||
                     query_.group_by == Grouping::BY_TOPIC;
  if (!asked) return;
  std::vector<const std::string*> ids(numbers_.size());
  for (const auto& [id, number] : numbers_) ids[number] = &id;
  parallel_(kLedgerParts, [&](int part) {
    const auto [from, to] = PartOf(part, ids.size());
    for (std::size_t i = from; i < to; ++i) {
      found_[i] = members_.find(*ids[i]).value_or(LedgerMember());
    }
  });
  if (!by_topic) return;
  carries_topic_.resize(found_.size());
  const auto topic = members_.thesaurus.Find(query_.topic);
  if (!topic) return;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    carries_topic_[i] = std::any_of(
        found_[i].topics.begin(), found_[i].topics.end(),
        [&](matching::TopicIndex narrow) { return members_.thesaurus.Covers(*topic, narrow); });
  }
}

bool LedgerCount::Concerns(std::uint64_t pair, std::int64_t began) const {
  if (began < query_.start || began >= query_.end) return false;
  const std::uint32_t a = LowerOf(pair);
  const std::uint32_t b = HigherOf(pair);
  if (query_.kinds != 0 && !matching::Contains(query_.kinds, found_[a].kind) &&
      !matching::Contains(query_.kinds, found_[b].kind)) {
    return false;
  }
  return query_.topic.empty() || (carries_topic_[a] && carries_topic_[b]);
}

std::vector<v1::LedgerRow> LedgerCount::RowsOf(const Tallies& tallies) const {
  struct Group {
    std::string name;
    const LedgerTally* tally;
  };
  std::vector<Group> groups;
  for (const auto& [group, tally] : tallies) {
    groups.push_back({GroupName(query_.group_by, group, members_.thesaurus, labels_), &tally});
  }
  const bool by_topic = query_.group_by == Grouping::BY_TOPIC;
  std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    const std::int64_t more = by_topic ? a.tally->Reached(v1::PAIR_SUGGESTED) : 0;
    const std::int64_t less = by_topic ? b.tally->Reached(v1::PAIR_SUGGESTED) : 0;
    return more != less ? more > less : GroupBefore(query_.group_by, a.name, b.name);
  });
  if (by_topic && groups.size() > kMostTopics) groups.resize(kMostTopics);
  std::vector<v1::LedgerRow> rows;
  for (const Group& group : groups) {
    v1::LedgerRow row = group.tally->ToRow();
    row.set_group(group.name);
    rows.push_back(std::move(row));
  }
  if (query_.group_by != Grouping::BY_STAFF_RULE || groups.empty() || !groups[0].name.empty()) {
    return rows;
  }
  for (std::size_t i = 1; i < rows.size(); ++i)
    SetLift(*groups[i].tally, *groups[0].tally, rows[i]);
  return rows;
}

std::vector<v1::LedgerRow> LedgerCount::Rows(const InteractionFacts& facts) {
  const std::vector<PairEvent> recorded = EventsOf(facts);
  FindMembers();
  std::vector<Part> parts(kLedgerParts, Part(*this));
  parallel_(kLedgerParts, [&](int part) {
    const auto [from, to] = PartOf(part, numbers_.size());
    parts[static_cast<std::size_t>(part)].Count(Between(from, to, listed_),
                                                Between(from, to, recorded));
  });
  Tallies all;
  for (const Part& part : parts) {
    for (const auto& [group, tally] : part.tallies()) all[group].Add(tally);
  }
  if (query_.group_by == Grouping::GROUPING_UNSPECIFIED) all.try_emplace(0);
  return RowsOf(all);
}

}  // namespace counterpoint::service
