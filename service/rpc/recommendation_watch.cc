#include "service/rpc/recommendation_watch.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "service/calls/current_call.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/change_message.h"
#include "service/recommendations/change_reasons.h"
#include "service/rpc/match_message.h"
#include "service/rpc/request_check.h"
#include "service/threads/steady_signal.h"
#include "service/tokens/token_bytes.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kMostLists = 100;  // In one message.
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
// The synchronous API does not tell when a client goes: it has to be asked.
constexpr absl::Duration kCancelCheck = absl::Milliseconds(200);

// Where a watch goes on: after this member of the step after the one told.
struct ResumeToken {
  std::string alliance;
  std::int64_t told = 0;
  std::string after;
};

std::string Encode(const ResumeToken& token) {
  TokenWriter writer;
  writer.String(token.alliance);
  writer.Number(static_cast<std::uint64_t>(token.told));
  writer.String(token.after);
  return std::move(writer).Finish();
}

std::optional<ResumeToken> Decode(absl::string_view text) {
  auto reader = TokenReader::Open(text);
  ResumeToken token;
  if (!reader || !reader->String(token.alliance) || !reader->Number(token.told) ||
      !reader->String(token.after) || !reader->AtEnd()) {
    return std::nullopt;
  }
  return token;
}

absl::Status ForeignResumeToken() {
  validation::Violations violations;
  violations.Add(validation::FieldPath("resume_token"), "must come from a watch of this alliance");
  return violations.ToStatus();
}

absl::Status NoLongerKept() {
  return absl::OutOfRangeError(
      "the generations since are no longer kept; read the lists anew and watch from now");
}

}  // namespace

absl::Status RecommendationWatch::Run(const v1::WatchRecommendationChangesRequest& request) {
  absl::Status status = Begin(request);
  if (status.ok()) {
    v1::WatchRecommendationChangesResponse from_here;
    status = Send(from_here);
  }
  while (status.ok() && !client_.is_gone()) {
    if (backend_.commits.closed()) return TryAgain("the server is shutting down");
    // Before the steps are looked up, which may be newer.
    const auto view = backend_.store.View();
    const auto known = FindAlliance(backend_, *view, alliance_);
    if (!known.ok()) return known.status();
    const auto revision = view->Revision(alliance_);
    if (!revision.ok()) return revision.status();
    const auto last = LastStep();
    if (!last.ok()) return last.status();
    status = *last == told_ ? AwaitCommit(*revision) : TellSteps();
  }
  return status;
}

absl::Status RecommendationWatch::Begin(const v1::WatchRecommendationChangesRequest& request) {
  const auto known = CheckAndFind(backend_, *backend_.store.View(),
                                  conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  alliance_ = (*known)->id;
  language_ = LanguageOf(request.language_code());
  for (const std::string& name : request.members()) {
    members_.push_back(*conversion::ParseMemberNameWithin(alliance_, name));
  }
  std::sort(members_.begin(), members_.end());
  members_.erase(std::unique(members_.begin(), members_.end()), members_.end());
  if (request.resume_token().empty()) {
    const auto last = LastStep();
    if (!last.ok()) return last.status();
    told_ = *last;
    return absl::OkStatus();
  }
  const auto token = Decode(request.resume_token());
  if (!token || token->alliance != alliance_) return ForeignResumeToken();
  told_ = token->told;
  after_ = token->after;
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> RecommendationWatch::LastStep() const {
  const auto current = backend_.generations.Current(alliance_);
  if (absl::IsFailedPrecondition(current.status())) return 0;
  if (!current.ok()) return current.status();
  return (*current)->publication.sequence();
}

absl::Status RecommendationWatch::TellSteps() {
  const auto steps = backend_.generations.StepsAfter(alliance_, told_);
  if (!steps.ok()) return steps.status();
  for (const stored::Publication& step : *steps) {
    const absl::Status told = TellStep(step);
    // It was kept when the steps were looked up.
    if (absl::IsNotFound(told)) return NoLongerKept();
    if (!told.ok()) return told;
  }
  return absl::OkStatus();
}

absl::Status RecommendationWatch::TellStep(const stored::Publication& step) {
  std::shared_ptr<const StoredLists> base;  // Null before the first step.
  if (step.previous() != 0) {
    auto lists = backend_.generations.Lists({alliance_, step.previous()});
    if (!lists.ok()) return lists.status();
    base = *std::move(lists);
  }
  const auto basis = sources_.Now(conversion::GenerationName{alliance_, step.generation()});
  if (!basis.ok()) return basis.status();
  auto reasons = FindReasons(backend_.generations, *backend_.store.View(), alliance_,
                             step.previous(), step.generation());
  if (!reasons.ok()) return reasons.status();
  reasons->rolled_back = step.rolled_back();
  reasons->is_vetoed = VetoesOf(*basis);
  const GenerationDifference difference(std::move(base), basis->lists, *std::move(reasons));

  v1::WatchRecommendationChangesResponse response;
  for (bool is_last = false; !is_last && !client_.is_gone();) {
    const std::vector<ListDifference> lists = Next(difference, kMostLists + 1);
    std::size_t told = 0;
    for (std::size_t bytes = 0; told < std::min(lists.size(), kMostLists) && bytes < kMostBytes;
         ++told) {
      *response.add_list_changes() = MessageOf(lists[told], *basis->snapshot, language_);
      bytes += response.list_changes().rbegin()->ByteSizeLong();
    }
    is_last = told == lists.size();
    if (is_last) {
      told_ = step.sequence();
      after_.clear();
    } else {
      after_ = std::string(lists[told - 1].member);
    }
    response.set_generation(basis->lists->generation().name());
    response.set_last(is_last);
    const absl::Status sent = Send(response);
    if (!sent.ok()) return sent;
  }
  return absl::OkStatus();
}

std::vector<ListDifference> RecommendationWatch::Next(const GenerationDifference& difference,
                                                      std::size_t most) const {
  if (members_.empty()) return difference.After(after_, most);
  std::vector<ListDifference> lists;
  for (auto member = std::upper_bound(members_.begin(), members_.end(), after_);
       member != members_.end() && lists.size() < most; ++member) {
    ListDifference list = difference.Of(*member);
    if (!list.changes.empty()) lists.push_back(std::move(list));
  }
  return lists;
}

absl::Status RecommendationWatch::Send(v1::WatchRecommendationChangesResponse& response) {
  response.set_resume_token(Encode({alliance_, told_, after_}));
  if (!client_.send(response)) return absl::CancelledError("the client is gone");
  response.Clear();
  last_sent_ = SteadyNow();
  return absl::OkStatus();
}

absl::Status RecommendationWatch::AwaitCommit(std::int64_t revision) {
  EnterStage(Stage::kWait);
  backend_.commits.AwaitAfter(alliance_, revision, kCancelCheck);
  EnterStage(Stage::kWork);
  if (SteadyNow() - last_sent_ < heartbeat_) return absl::OkStatus();
  v1::WatchRecommendationChangesResponse sign_of_life;
  return Send(sign_of_life);
}

}  // namespace counterpoint::service
