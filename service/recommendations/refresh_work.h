// Makes a generation: the work of RefreshRecommendations.
//
// Candidates first: the pools of all members, block by block, each of which is kept
// as soon as it is there. Then the lists, which are made of all pools together, and
// at the end one commit that makes the generation complete, makes it the current
// one, lets those go that are superseded, and ends the operation.
//
// Pools are reused where nothing else has changed that they depend on: those of the
// newest generation (an incremental refresh), or those that this operation had made
// when the service ended (one that goes on). Members that have changed since are
// judged anew and offered to all others, which gives the same as judging all anew.
// Of what it is made from, lists whose candidates are the same stay as they are, and
// what has changed is all that is written (generation_layers.h). Nothing is random, and no clock
// decides anything but the moment to judge for: equal revision, policy and moment give equal lists,
// whichever way they are made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "matching/parallel.h"
#include "matching/refresh/pool_making.h"
#include "service/operations/operation_control.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/generation_writer.h"
#include "service/recommendations/list_update.h"
#include "service/recommendations/pool_source.h"
#include "service/recommendations/refresh_inputs.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Length of lists where the request does not say.
inline constexpr int kDefaultListSize = 20;

// One run. Borrows everything. Not thread-safe.
class RefreshWork {
 public:
  RefreshWork(const Backend& backend, const v1::RefreshRecommendationsRequest& request,
              OperationControl& control, const matching::ParallelFor& parallel);

  // Ends with Succeed() of the control, or an error: NOT_FOUND (the proposal has
  // gone), CANCELLED, DATA_LOSS, those of storage::Store::Commit.
  absl::Status Run();

 private:
  absl::Status MakeGeneration();
  // What this operation had begun before the service ended; nothing where it had not.
  absl::StatusOr<std::optional<KeptGeneration>> FindBegun() const;
  // The newest complete one that is no shadow.
  absl::StatusOr<std::optional<KeptGeneration>> FindNewest() const;
  absl::StatusOr<absl::Time> ChooseMoment(const std::optional<KeptGeneration>& begun,
                                          const std::optional<KeptGeneration>& newest) const;
  // Reads the inputs for a moment, and fills in `record_` as far as they say.
  absl::Status ReadInputs(absl::Time as_of);
  // Decides how the pools are to be made, and begins the generation.
  absl::Status Prepare();
  // Goes on with what had been made. NOT_FOUND where that is of no use.
  absl::Status Resume(const KeptGeneration& begun);
  // Begins with the pools and lists of a generation. Returns why that is not possible;
  // nothing where it is.
  absl::StatusOr<std::optional<std::string>> TakeFrom(const KeptGeneration& newest);
  // Members that will be judged anew where pools are reused.
  std::size_t CountJudged() const;
  // Takes the next number, and writes what blocks depend on.
  absl::Status BeginGeneration();
  absl::Status MakePools();
  absl::Status UpdateReused(const matching::PoolQuery& query);
  absl::Status MakePoolsFrom(std::size_t done, const matching::PoolQuery& query);
  // Notes whose pools are others than those of the base.
  void FindTouched();
  absl::Status SaveReused();
  matching::ListQuery ListQueryOf() const;
  // Whether lists of the base hold that have the same candidates.
  bool ListsStay(const matching::ListQuery& query) const;
  // Whose lists may be others: their candidates are, or staff pin somebody in them.
  std::vector<matching::MemberPosition> ListTargets(const matching::ListQuery& query) const;
  // Puts the exposure into the record.
  UpdatedLists MakeSomeLists(const matching::ListQuery& query);
  UpdatedLists MakeAllLists(const matching::ListQuery& query);
  absl::StatusOr<std::shared_ptr<const StoredLists>> MakeLists();
  absl::Status SaveLists(const StoredLists& lists,
                         const std::vector<matching::MemberPosition>& changed);
  absl::Status Finish(const std::shared_ptr<const StoredLists>& lists);

  // `members` and those whose turn it is to be written again, ascending.
  std::vector<matching::MemberPosition> WithTurn(const std::vector<bool>& members) const;
  stored::GenerationLayer OwnLayer(std::size_t count) const;
  void TellMembers(const char* phase, std::size_t done) const;
  absl::Status Stopped() const;
  bool IsShadow() const { return !request_.policy_proposal().empty(); }

  const Backend& backend_;
  const v1::RefreshRecommendationsRequest& request_;
  OperationControl& control_;
  const matching::ParallelFor& parallel_;
  const std::string alliance_;

  RefreshInputs inputs_;
  stored::GenerationRecord record_;  // As it will be.
  GenerationWriter writer_;
  std::size_t needed_ = 0;  // Candidates that lists are made of.
  std::vector<matching::Pool> pools_;
  bool has_reused_ = false;                        // Some of `pools_` are of another time.
  std::vector<matching::MemberPosition> changed_;  // To be judged anew there.
  std::size_t done_ = 0;                           // Pools before it were reused.

  // What an incremental refresh is made from.
  struct Base {
    KeptGeneration kept;
    std::optional<FormerLists> lists;  // None where they cannot be read.
    std::vector<bool> touched;         // By present position: pools that are not the base's.
  };
  std::optional<Base> base_;
};

}  // namespace counterpoint::service
