#include "service/learning/learning_data.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "matching/learning/pair_terms.h"
#include "matching/network/connections.h"
#include "matching/score/score_terms.h"

namespace counterpoint::service {
namespace {

using Outcome = matching::ShownPair::Outcome;

// Lists of a task: the threads take turns often enough, and few enough tasks are
// handed out.
constexpr std::size_t kListsOfTask = 64;

matching::ShownList Judge(const IndexSnapshot& snapshot, const matching::Policy& policy,
                          absl::Time as_of, const RecordedList& recorded) {
  matching::ShownList list;
  list.key = recorded.member;
  const matching::MemberIndex& index = *snapshot.index;
  const auto member = index.Find(recorded.member);
  if (member == nullptr) return list;
  const matching::WeighedMember weighed(*index.model(), *member);
  const matching::Connections connections(index.partnerships(), recorded.member);
  int last_place = 0;
  for (const RecordedSuggestion& suggestion : recorded.suggestions) {
    const auto partner = index.Find(suggestion.partner);
    // Callers who say themselves where something stood may say it twice.
    if (partner == nullptr || suggestion.place == last_place) continue;
    last_place = suggestion.place;
    matching::ShownPair pair;
    pair.terms = matching::TermsOf(*index.model(), weighed,
                                   matching::WeighedMember(*index.model(), *partner), policy, as_of,
                                   connections);
    pair.place = suggestion.place;
    pair.outcome = suggestion.outcome;
    list.pairs.push_back(pair);
  }
  return list;
}

}  // namespace

LearningData MakeLearningData(const IndexSnapshot& snapshot, absl::Time as_of,
                              const std::vector<RecordedList>& recorded,
                              const matching::ParallelFor& parallel,
                              const std::function<bool()>& stop,
                              const std::function<void(std::size_t done)>& tell) {
  const matching::Policy policy = matching::Scaled(snapshot.alliance->policy);
  std::vector<matching::ShownList> judged(recorded.size());
  std::atomic<std::size_t> done = 0;
  const std::size_t tasks = (recorded.size() + kListsOfTask - 1) / kListsOfTask;
  parallel(static_cast<int>(tasks), [&](int task) {
    if (stop()) return;
    const std::size_t begin = static_cast<std::size_t>(task) * kListsOfTask;
    const std::size_t end = std::min(begin + kListsOfTask, recorded.size());
    for (std::size_t i = begin; i < end; ++i) {
      judged[i] = Judge(snapshot, policy, as_of, recorded[i]);
    }
    tell(done += end - begin);
  });

  LearningData data;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (judged[i].pairs.empty()) continue;
    for (const matching::ShownPair& pair : judged[i].pairs) {
      ++data.shown;
      data.accepted += pair.outcome == Outcome::kAccepted ? 1 : 0;
      data.declined += pair.outcome == Outcome::kDeclined ? 1 : 0;
    }
    data.lists.push_back(std::move(judged[i]));
    data.whole.push_back(recorded[i].whole);
  }
  return data;
}

}  // namespace counterpoint::service
