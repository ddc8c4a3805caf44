#include "service/rpc/member_import.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "service/confidentiality/member_cut.h"
#include "service/conversion/member_record.h"
#include "service/rpc/grpc_status.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/member_put.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"

namespace counterpoint::service {
namespace {

using Response = v1::ImportMembersResponse;

void Reject(const absl::Status& error, Response::Verdict& verdict) {
  verdict.set_outcome(Response::REJECTED);
  *verdict.mutable_error() = ToRpcStatus(error);
}

absl::Status SecondInMessage(int index) {
  const validation::FieldPath root;
  const validation::FieldPath member = root.Item("members", index);
  validation::Violations violations;
  violations.Add(member.Field("name"), "is also that of an earlier member of this message");
  return violations.ToStatus();
}

}  // namespace

absl::Status MemberImport::Begin(const v1::ImportMembersRequest& request) {
  validation::Violations violations;
  validation::CheckImport(request, parent_, violations);
  if (!violations.empty()) return violations.ToStatus();
  if (!parent_.empty()) return absl::OkStatus();
  parent_ = request.parent();
  alliance_ = conversion::ParseAllianceName(parent_).value_or("");
  reject_existing_ = request.existing_members() == v1::ImportMembersRequest::REJECT;
  validate_only_ = request.validate_only();
  return absl::OkStatus();
}

absl::StatusOr<Response> MemberImport::Take(const v1::ImportMembersRequest& request) {
  const absl::Status begun = Begin(request);
  if (!begun.ok()) return begun;
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance_));
  auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance_);
  if (!known.ok()) return known.status();

  Response response;
  const std::vector<Item> items = Judge(request, **known, response);
  auto revision = CommitItems(*view, items);
  for (int i = 1; i < kMaxAttempts && LostRace(revision.status()); ++i) {
    view = backend_.store.View();
    revision = CommitItems(*view, items);
  }
  if (LostRace(revision.status())) {
    for (const Item& item : items)
      Reject(absl::AbortedError("others kept changing it"), *item.verdict);
    revision = view->Revision(alliance_);
  }
  if (!revision.ok()) return revision.status();
  response.set_revision(*revision);
  members_ += request.members_size();
  return response;
}

// Gives verdicts on bad members, and returns the good ones.
std::vector<MemberImport::Item> MemberImport::Judge(const v1::ImportMembersRequest& request,
                                                    const KnownAlliance& alliance,
                                                    Response& response) const {
  const validation::Setting setting = SettingOf(backend_, alliance);
  std::vector<Item> items;
  absl::flat_hash_set<std::string> seen;
  // All at once: the items point to their verdicts.
  for (int i = 0; i < request.members_size(); ++i) response.add_verdicts();
  for (int i = 0; i < request.members_size(); ++i) {
    const v1::Member& member = request.members(i);
    Verdict& verdict = *response.mutable_verdicts(i);
    verdict.set_index(members_ + i);
    const auto id = conversion::ParseMemberNameWithin(alliance.id, member.name());
    verdict.set_name(id ? conversion::FormatMemberName(alliance.id, *id)
                        : validation::Echoed(member.name()));
    validation::Violations violations;
    validation::CheckImportedMember(request, i, setting, violations);
    if (!violations.empty()) {
      Reject(violations.ToStatus(), verdict);
    } else if (!seen.insert(*id).second) {
      Reject(SecondInMessage(i), verdict);
    } else {
      items.push_back({*id, i, &member, &verdict});
    }
  }
  return items;
}

// Puts back what the caller was not shown of the member. Errors: INVALID_ARGUMENT where
// the item cannot be taken.
absl::Status MemberImport::Complete(const Item& item, const std::optional<storage::Record>& present,
                                    v1::Member& written) const {
  const Viewer viewer = ViewerAbout(backend_, caller_, alliance_, item.id);
  std::optional<v1::Member> stored;
  if (present && !viewer.sees_everything()) {
    // What cannot be read any more is replaced.
    auto member = conversion::MemberOf(alliance_, *present);
    if (member.ok()) stored = *std::move(member);
  }
  const validation::FieldPath root;
  const validation::FieldPath path = root.Item("members", item.index);
  validation::Violations violations;
  PutBack(viewer, item.id, stored ? &*stored : nullptr, path, written, violations);
  return violations.ToStatus();
}

// Gives the verdict that holds if the write, where there is one, is committed.
absl::StatusOr<std::optional<storage::Write>> MemberImport::Decide(const storage::ReadView& view,
                                                                   const Item& item) const {
  std::optional<storage::Record> present;
  auto record = view.Get(alliance_, storage::Collection::kMember, item.id);
  if (record.ok()) {
    present = *std::move(record);
  } else if (!absl::IsNotFound(record.status())) {
    return record.status();
  }
  if (present && reject_existing_) {
    Reject(MemberExists(alliance_, item.id), *item.verdict);
    return std::optional<storage::Write>();
  }
  v1::Member written = *item.member;
  const absl::Status complete = Complete(item, present, written);
  if (!complete.ok()) {
    Reject(complete, *item.verdict);
    return std::optional<storage::Write>();
  }
  auto write = PutOf(item.id, std::move(written), present);
  if (present && present->payload == write.payload && present->expire_time == write.expire_time) {
    item.verdict->set_outcome(Response::UNCHANGED);
    return std::optional<storage::Write>();
  }
  item.verdict->set_outcome(present ? Response::IMPORTED_OVER : Response::IMPORTED_NEW);
  return std::optional<storage::Write>(std::move(write));
}

// Returns the alliance's revision afterwards. Errors: LostRace() where a member
// has changed since the view was made; nothing has been written then.
absl::StatusOr<std::int64_t> MemberImport::CommitItems(const storage::ReadView& view,
                                                       const std::vector<Item>& items) const {
  storage::CommitRequest commit;
  commit.alliance = alliance_;
  for (const Item& item : items) {
    auto write = Decide(view, item);
    if (!write.ok()) return write.status();
    if (write->has_value()) commit.writes.push_back(**std::move(write));
  }
  if (validate_only_ || commit.writes.empty()) return view.Revision(alliance_);
  EnterStage(Stage::kCommit);
  const auto result = backend_.store.Commit(std::move(commit));
  EnterStage(Stage::kWork);
  if (!result.ok()) return result.status();
  return result->revision;
}

}  // namespace counterpoint::service
