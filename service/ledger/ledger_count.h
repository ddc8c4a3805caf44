// Counts the ledger: what came of what was suggested.
//
// ledger_service.proto has the rules: which pairs there are, their steps, their
// period and their groups. Lists of kept generations are added one after the other
// and reduced at once to the first of each pair and label, so that ten generations
// take little more memory than one. What is recorded is sorted by pair; then both are
// gone over pair by pair, which splits over threads. An event takes 24 bytes, twice
// while it is sorted. A million interactions and two million entries of lists take
// some 0.3 seconds of processor time, two million entries more 0.2 (ledger_benchmark).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "matching/parallel.h"
#include "matching/profile/vocabulary.h"
#include "matching/thesaurus/thesaurus.h"
#include "service/feedback/interaction_facts.h"
#include "service/ledger/ledger_groups.h"
#include "service/ledger/ledger_tally.h"
#include "service/ledger/pair_events.h"

namespace counterpoint::service {

// What is asked; the fields of GetLedgerRequest.
struct LedgerQuery {
  v1::GetLedgerRequest::Grouping group_by = v1::GetLedgerRequest::GROUPING_UNSPECIFIED;
  // Unix seconds: pairs that begin in [start, end).
  std::int64_t start = std::numeric_limits<std::int64_t>::min();
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  matching::VocabularySet kinds = 0;  // 0: all.
  std::string topic;                  // Id; empty: all.
};

// The members that rows are made by.
struct LedgerMembers {
  const matching::Thesaurus& thesaurus;  // Of the topics.
  // Nothing where there is no such member. Called on several threads.
  std::function<std::optional<LedgerMember>(absl::string_view id)> find;
};

// The lists of one generation.
struct ListedPairs {
  struct Entry {
    std::uint32_t member = 0;   // Whose list; a place in `members`.
    std::uint32_t partner = 0;  // Who stands in it; a place in `members`.
    std::uint32_t rule = 0;     // Place in `rules`, from 1; 0: none moved it.
  };
  std::int64_t time = 0;  // From when on it could be read, in Unix seconds.
  std::int64_t policy_version = 0;
  absl::Span<const std::string> members;  // Ids.
  absl::Span<const std::string> rules;    // Ids.
  std::vector<Entry> entries;
};

// One answer in the making, the same for any order and numbering of what it is made
// from. Not thread-safe. Borrows `members`.
class LedgerCount {
 public:
  LedgerCount(LedgerQuery query, const LedgerMembers& members,
              matching::ParallelFor parallel = matching::RunInTurn);

  // In any order. The lists are of no further use afterwards.
  void Add(const ListedPairs& lists);

  // The rows of the ledger with what is recorded. To be called once.
  std::vector<v1::LedgerRow> Rows(const InteractionFacts& facts);

 private:
  class Part;
  using Tallies = absl::flat_hash_map<std::int64_t, LedgerTally>;  // By group.

  std::uint32_t NumberOf(absl::string_view id);
  // By pair in order of time. Puts the labels in order.
  std::vector<PairEvent> EventsOf(const InteractionFacts& facts);
  void FindMembers();
  bool Concerns(std::uint64_t pair, std::int64_t began) const;
  std::vector<v1::LedgerRow> RowsOf(const Tallies& tallies) const;

  const LedgerQuery query_;
  const LedgerMembers& members_;
  const matching::ParallelFor parallel_;
  absl::flat_hash_map<std::string, std::uint32_t> numbers_;  // By id.
  LedgerLabels labels_;
  std::vector<PairEvent> listed_;  // By pair, of each label the first.

  // By number of member, once Rows() has them.
  std::vector<LedgerMember> found_;
  std::vector<bool> carries_topic_;  // Empty without a topic.
};

}  // namespace counterpoint::service
