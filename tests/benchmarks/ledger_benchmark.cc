// How long the ledger of a large alliance takes: a million interactions, and two
// million entries in the lists of each generation.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/ledger/ledger_count.h"

namespace counterpoint::service {
namespace {

constexpr std::uint32_t kMembers = 100'000;
constexpr std::size_t kFacts = 1'000'000;
constexpr std::uint32_t kListSize = 20;
constexpr std::int64_t kStart = 1'780'000'000;
constexpr std::int64_t kDay = 86'400;

class GeneratedFacts final : public InteractionFacts {
 public:
  GeneratedFacts() {
    std::mt19937_64 random(1);
    const auto below = [&](std::uint64_t end) { return random() % end; };
    for (std::uint32_t i = 0; i < kMembers; ++i) ids_.push_back(absl::StrCat("member-", i));
    for (int i = 1; i <= 20; ++i) rules_.push_back(absl::StrCat("rule-", i));
    for (std::size_t i = 0; i < kFacts; ++i) {
      InteractionFact fact;
      fact.occurred = kStart + static_cast<std::int64_t>(below(400)) * kDay;
      fact.member = static_cast<std::uint32_t>(below(kMembers));
      fact.partner = (fact.member + 1 + static_cast<std::uint32_t>(below(40))) % kMembers;
      if (below(2) == 0) std::swap(fact.member, fact.partner);
      if (below(2) == 0) fact.policy_version = static_cast<std::int64_t>(1 + below(5));
      if (below(20) == 0) fact.staff_rule = static_cast<std::uint32_t>(1 + below(rules_.size()));
      // Views, acceptances and declines mostly.
      static constexpr v1::InteractionKind kKinds[] = {
          v1::VIEWED, v1::VIEWED,   v1::VIEWED,   v1::SAVED, v1::ACCEPTED, v1::ACCEPTED,
          v1::MET,    v1::DECLINED, v1::DECLINED, v1::RATED, v1::NO_SHOW,  v1::AGREEMENT_SIGNED};
      fact.kind = static_cast<std::uint8_t>(kKinds[below(std::size(kKinds))]);
      fact.detail = static_cast<std::uint8_t>(1 + below(5));
      facts_.push_back(fact);
    }
  }

  const std::vector<std::string>& ids() const { return ids_; }
  const std::vector<std::string>& rules() const { return rules_; }

  std::int64_t revision() const override { return 1; }
  std::size_t size() const override { return facts_.size(); }
  const std::string& member(std::uint32_t number) const override { return ids_[number]; }
  std::uint32_t members() const override { return kMembers; }
  const std::string& staff_rule(std::uint32_t number) const override { return rules_[number - 1]; }
  void ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const override {
    for (const InteractionFact& fact : facts_) visit(fact);
  }

 private:
  std::vector<std::string> ids_;
  std::vector<std::string> rules_;
  std::vector<InteractionFact> facts_;
};

// Each member's list has 20 of the next 60; generations differ in some of them.
ListedPairs Generation(const GeneratedFacts& facts, int generation) {
  std::mt19937_64 random(static_cast<unsigned>(generation) / 2);
  ListedPairs lists;
  lists.time = kStart + generation * kDay;
  lists.policy_version = 1 + generation / 3;
  lists.members = facts.ids();
  lists.rules = facts.rules();
  for (std::uint32_t member = 0; member < kMembers; ++member) {
    for (std::uint32_t k = 0; k < kListSize; ++k) {
      const auto ahead = static_cast<std::uint32_t>(1 + 3 * k + random() % 3);
      const std::uint32_t rule =
          random() % 20 == 0 ? static_cast<std::uint32_t>(1 + random() % facts.rules().size()) : 0;
      lists.entries.push_back({member, (member + ahead) % kMembers, rule});
    }
  }
  return lists;
}

std::int64_t PairsOf(const GeneratedFacts& facts, const std::vector<ListedPairs>& generations) {
  std::vector<std::uint64_t> pairs;
  facts.ForEach([&](const InteractionFact& f) { pairs.push_back(PairOf(f.member, f.partner)); });
  for (const ListedPairs& lists : generations) {
    for (const auto& entry : lists.entries) pairs.push_back(PairOf(entry.member, entry.partner));
  }
  std::sort(pairs.begin(), pairs.end());
  return std::unique(pairs.begin(), pairs.end()) - pairs.begin();
}

void OnAllCores(int tasks, const std::function<void(int)>& body) {
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int task = next++; task < tasks; task = next++) body(task);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

void CountLedger(benchmark::State& state) {
  static const auto* const kFactsMade = new GeneratedFacts();
  const auto grouping = static_cast<v1::GetLedgerRequest::Grouping>(state.range(0));
  std::vector<ListedPairs> generations;
  for (int i = 0; i < state.range(1); ++i) generations.push_back(Generation(*kFactsMade, i));
  const std::int64_t expected = PairsOf(*kFactsMade, generations);

  const auto thesaurus = matching::Thesaurus::BuiltIn();
  std::mt19937 random(2);
  std::vector<std::vector<matching::TopicIndex>> topics(kMembers);
  for (auto& of_member : topics) {
    for (int i = 0; i < 5; ++i) of_member.push_back(static_cast<int>(random() % 300));
    std::sort(of_member.begin(), of_member.end());
    of_member.erase(std::unique(of_member.begin(), of_member.end()), of_member.end());
  }
  absl::flat_hash_map<std::string, std::uint32_t> places;
  for (std::uint32_t i = 0; i < kMembers; ++i) places[kFactsMade->member(i)] = i;
  const LedgerMembers members{
      *thesaurus, [&](absl::string_view id) -> std::optional<LedgerMember> {
        const std::uint32_t place = places.find(id)->second;
        return LedgerMember{static_cast<matching::MemberKind>(1 + place % 6), topics[place]};
      }};
  LedgerQuery query;
  query.group_by = grouping;
  for (auto _ : state) {
    LedgerCount count(query, members, OnAllCores);
    for (const ListedPairs& lists : generations) count.Add(lists);
    const auto rows = count.Rows(*kFactsMade);
    // Of topics, rules and versions a pair can have several.
    std::int64_t pairs = 0;
    for (const v1::LedgerRow& row : rows) pairs += row.steps(0).count();
    const bool once = grouping == v1::GetLedgerRequest::GROUPING_UNSPECIFIED ||
                      grouping == v1::GetLedgerRequest::BY_KINDS ||
                      grouping == v1::GetLedgerRequest::BY_MONTH;
    if (once ? pairs != expected : pairs == 0) state.SkipWithError("pairs are missing");
  }
  state.SetLabel(
      absl::StrCat(v1::GetLedgerRequest::Grouping_Name(grouping), ", ", expected, " pairs"));
}
BENCHMARK(CountLedger)
    ->ArgNames({"grouping", "generations"})
    ->ArgsProduct({{0, 1, 2, 3, 4, 5}, {1}})
    ->Args({0, 10})
    ->Args({5, 10})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace counterpoint::service

BENCHMARK_MAIN();
