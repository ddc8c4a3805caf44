#include "service/rpc/learning_runs.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"
#include "service/learning/learning_data.h"
#include "service/learning/proposal_making.h"
#include "service/learning/proposal_store.h"
#include "service/learning/recorded_lists.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

constexpr char kReading[] = "reading interactions";
constexpr char kJudging[] = "judging suggestions";
constexpr char kLearning[] = "learning";
constexpr char kLists[] = "lists";
constexpr double kDefaultRegularisation = 1;

// A refresh, whose target is the alliance, may go on meanwhile.
std::string TargetOf(const std::string& parent) { return absl::StrCat(parent, "/policyProposals"); }

}  // namespace

absl::StatusOr<v1::Operation> LearningRuns::LearnPolicy(
    const v1::LearnPolicyRequest& request) const {
  const auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  OperationRequest operation;
  operation.alliance = *alliance;
  operation.method = kLearnPolicy;
  operation.target = TargetOf(request.parent());
  operation.request = request.SerializeAsString();
  operation.request_id = request.request_id();
  return backend_.operations.Begin(operation);
}

absl::Status LearningRuns::Run(const OperationRequest& operation, OperationControl& control) const {
  v1::LearnPolicyRequest request;
  if (!request.ParseFromString(operation.request)) {
    return absl::DataLossError("the request that was kept cannot be read");
  }
  const absl::Time now = backend_.clock();
  const absl::Time start =
      request.has_start_time() ? conversion::ToTime(request.start_time()) : absl::UnixEpoch();
  const absl::Time end =
      request.has_end_time() ? conversion::ToTime(request.end_time()) : now + absl::Seconds(1);

  control.Tell(kReading);
  const auto snapshot = backend_.live_index.Current(operation.alliance);
  if (!snapshot.ok()) return snapshot.status();
  std::vector<RecordedList> recorded;
  absl::Status lists_read;
  const absl::Status read =
      backend_.feedback.ReadFacts(operation.alliance, [&](const InteractionFacts& facts) {
        recorded = CollectRecordedLists(
            facts, start, end, [&](int generation) -> std::shared_ptr<const StoredLists> {
              auto lists = backend_.generations.Lists({operation.alliance, generation});
              if (lists.ok()) return *std::move(lists);
              if (!absl::IsNotFound(lists.status())) lists_read.Update(lists.status());
              return nullptr;
            });
      });
  if (!read.ok()) return read;
  if (!lists_read.ok()) return lists_read;

  const auto total = static_cast<std::int64_t>(recorded.size());
  const LearningData data = MakeLearningData(
      **snapshot, now, recorded, backend_.parallel, [&] { return control.Stopped(); },
      [&](std::size_t done) {
        control.TellWork(kJudging, kLists, static_cast<std::int64_t>(done), total);
      });
  if (control.Stopped()) return absl::CancelledError("nobody waits for it any more");
  control.Tell(kLearning);
  auto proposal = MakeProposal(
      (*snapshot)->alliance->policy, data,
      request.regularisation() == 0 ? kDefaultRegularisation : request.regularisation());
  if (!proposal.ok()) return proposal.status();
  *proposal->mutable_start_time() = conversion::ToTimestamp(start);
  *proposal->mutable_end_time() = conversion::ToTimestamp(end);
  return Keep(operation.alliance, *proposal, control);
}

// Of one alliance one piece of learning is under way at a time, so that no other
// takes the number.
absl::Status LearningRuns::Keep(const std::string& alliance, const v1::PolicyProposal& proposal,
                                OperationControl& control) const {
  const auto last = LastProposalNumber(*backend_.store.View(), alliance);
  if (!last.ok()) return last.status();
  const conversion::PolicyProposalName name{alliance, *last + 1};
  return control.Succeed(conversion::FormatPolicyProposalName(alliance, name.proposal),
                         {PutOf(name, proposal, storage::Precondition::MustNotExist())});
}

}  // namespace counterpoint::service
