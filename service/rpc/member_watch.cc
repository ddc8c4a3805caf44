#include "service/rpc/member_watch.h"

#include <memory>
#include <utility>

#include "service/calls/current_call.h"
#include "service/confidentiality/member_cut.h"
#include "service/conversion/member_record.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"
#include "service/threads/steady_signal.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kChangesPage = 1000;
constexpr int kMaxChanges = 200;  // In one message.
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
// The synchronous API does not tell when a client goes: it has to be asked.
constexpr absl::Duration kCancelCheck = absl::Milliseconds(200);

v1::ChangeCause CauseOf(storage::ChangeKind kind) {
  switch (kind) {
    case storage::ChangeKind::kCreated:
      return v1::CREATED;
    case storage::ChangeKind::kUpdated:
      return v1::UPDATED;
    case storage::ChangeKind::kDeleted:
      return v1::DELETED;
    case storage::ChangeKind::kExpired:
      return v1::EXPIRED;
  }
  return v1::CHANGE_CAUSE_UNSPECIFIED;
}

}  // namespace

absl::Status MemberWatch::Run(const v1::WatchMembersRequest& request) {
  absl::Status status = Begin(request);
  last_sent_ = SteadyNow();
  while (status.ok() && !client_.is_gone()) {
    if (backend_.commits.closed()) return TryAgain("the server is shutting down");
    const auto view = backend_.store.View();
    const auto known = FindAlliance(backend_, *view, alliance_);
    if (!known.ok()) return known.status();
    bool told_any = false;
    status = TellPage(*view, told_any);
    if (!status.ok() || told_any) continue;
    if (request.until_present()) {
      v1::WatchMembersResponse last;
      return Send(last, revision_);
    }
    status = AwaitCommit();
  }
  return status;
}

absl::Status MemberWatch::Begin(const v1::WatchMembersRequest& request) {
  const auto view = backend_.store.View();
  const auto known =
      CheckAndFind(backend_, *view, conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  alliance_ = (*known)->id;
  viewer_ = request.viewer();
  revision_ = request.start_revision();
  // Of an alliance that was dropped and made anew, the start is the new one's.
  if (revision_ == 0) revision_ = (*known)->record.create_revision - 1;
  return absl::OkStatus();
}

absl::Status MemberWatch::TellPage(const storage::ReadView& view, bool& told_any) {
  const auto changes = view.ChangesAfter(alliance_, revision_, kChangesPage);
  if (!changes.ok()) return changes.status();
  told_any = !changes->empty();
  // Anew each time: members may have accepted each other since.
  const auto viewer = ViewerNamed(backend_, caller_, alliance_, viewer_);
  if (!viewer.ok()) return viewer.status();
  v1::WatchMembersResponse response;
  std::size_t bytes = 0;
  std::int64_t told = revision_;  // As of the changes in `response`.
  for (const storage::Change& change : *changes) {
    if (response.changes_size() == kMaxChanges || bytes >= kMaxBytes) {
      // A commit that is cut in two has not been told.
      const absl::Status sent = Send(response, change.revision == told ? told - 1 : told);
      if (!sent.ok()) return sent;
      bytes = 0;
    }
    told = change.revision;
    if (change.collection != storage::Collection::kMember) continue;
    auto told_change = ChangeOf(view, change, *viewer);
    if (!told_change.ok()) return told_change.status();
    bytes += told_change->ByteSizeLong();
    *response.add_changes() = *std::move(told_change);
  }
  if (!response.changes().empty()) return Send(response, told);
  revision_ = told;
  return absl::OkStatus();
}

absl::Status MemberWatch::Send(v1::WatchMembersResponse& response, std::int64_t revision) {
  response.set_revision(revision);
  if (!client_.send(response)) return absl::CancelledError("the client is gone");
  response.Clear();
  revision_ = revision;
  last_sent_ = SteadyNow();
  return absl::OkStatus();
}

absl::StatusOr<v1::MemberChange> MemberWatch::ChangeOf(const storage::ReadView& view,
                                                       const storage::Change& change,
                                                       const Viewer& viewer) const {
  v1::MemberChange told;
  told.set_revision(change.revision);
  told.set_cause(CauseOf(change.kind));
  told.set_name(conversion::FormatMemberName(alliance_, change.id));
  *told.mutable_commit_time() = conversion::ToTimestamp(change.commit_time);
  const auto record = view.Get(alliance_, storage::Collection::kMember, change.id);
  if (absl::IsNotFound(record.status())) return told;
  if (!record.ok()) return record.status();
  auto member = conversion::MemberOf(alliance_, *record);
  if (!member.ok()) return member.status();
  Cut(viewer, *member);
  *told.mutable_member() = *std::move(member);
  return told;
}

absl::Status MemberWatch::AwaitCommit() {
  EnterStage(Stage::kWait);
  backend_.commits.AwaitAfter(alliance_, revision_, kCancelCheck);
  EnterStage(Stage::kWork);
  if (SteadyNow() - last_sent_ < heartbeat_) return absl::OkStatus();
  v1::WatchMembersResponse sign_of_life;
  return Send(sign_of_life, revision_);
}

}  // namespace counterpoint::service
