#include "service/rpc/member_writes.h"

#include <optional>
#include <utility>
#include <vector>

#include "service/confidentiality/member_cut.h"
#include "service/conversion/etag.h"
#include "service/conversion/member_record.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/member_put.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"
#include "service/tokens/resource_id.h"
#include "service/validation/member_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::CommitResult;
using storage::Record;
using storage::Write;

// nullopt where there is none. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::optional<Record>> Present(const storage::ReadView& view,
                                              const std::string& alliance,
                                              const std::string& member) {
  auto record = view.Get(alliance, Collection::kMember, member);
  if (record.ok()) return std::optional<Record>(*std::move(record));
  if (absl::IsNotFound(record.status())) return std::optional<Record>();
  return record.status();
}

bool EtagHolds(const std::string& etag, const std::optional<Record>& present) {
  return etag.empty() || (present && conversion::RevisionOf(etag) == present->revision);
}

// Writes one member and returns it as it is from then on.
template <typename Request>
absl::StatusOr<v1::Member> CommitPut(storage::Store& store, const std::string& alliance,
                                     const Request& request, const Write& write,
                                     const std::optional<Record>& present) {
  storage::CommitRequest commit = CommitFor(alliance, request);
  commit.writes = {write};
  commit.make_reply = [&](const CommitResult& result) {
    const auto member = conversion::MemberOf(alliance, Written(write, present, result));
    return member.ok() ? member->SerializeAsString() : "";
  };
  const auto result = store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::Member>(*result);
}

}  // namespace

absl::StatusOr<v1::Member> MemberWrites::Create(const v1::CreateMemberRequest& request,
                                                const Caller& caller) const {
  const std::string alliance = conversion::ParseAllianceName(request.parent()).value_or("");
  return Once<v1::Member>(backend_, alliance, request,
                          [&] { return CreateOnce(alliance, request, caller); });
}

absl::StatusOr<v1::Member> MemberWrites::CreateOnce(const std::string& alliance,
                                                    const v1::CreateMemberRequest& request,
                                                    const Caller& caller) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();

  const std::string id = request.member_id().empty() ? NewResourceId() : request.member_id();
  v1::Member member = request.member();
  validation::Violations violations;
  PutBack(ViewerAbout(backend_, caller, alliance, id), id, nullptr, validation::FieldPath("member"),
          member, violations);
  if (!violations.empty()) return violations.ToStatus();
  const Write write = PutOf(id, std::move(member), std::nullopt);
  if (request.validate_only()) {
    const auto present = Present(*view, alliance, id);
    if (!present.ok()) return present.status();
    if (present->has_value()) return MemberExists(alliance, id);
    return Preview(alliance, write, std::nullopt);
  }
  auto created = CommitPut(backend_.store, alliance, request, write, std::nullopt);
  if (absl::IsAlreadyExists(created.status())) return MemberExists(alliance, id);
  return created;
}

absl::StatusOr<v1::Member> MemberWrites::Update(const v1::UpdateMemberRequest& request,
                                                const Caller& caller) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseMemberName(request.member().name());
  const auto viewer = ViewerNamed(backend_, caller, name->alliance, request.viewer());
  if (!viewer.ok()) return viewer.status();
  auto updated = Once<v1::Member>(backend_, name->alliance, request, [&] {
    return UntilUndisturbed(request.member().etag(), [&] {
      return UpdateOnce(name->alliance, name->member, request, *viewer);
    });
  });
  // What is kept under the request id is whole: another caller may repeat it.
  if (updated.ok()) Cut(*viewer, *updated);
  return updated;
}

absl::StatusOr<v1::Member> MemberWrites::UpdateOnce(const std::string& alliance,
                                                    const std::string& member,
                                                    const v1::UpdateMemberRequest& request,
                                                    const Viewer& viewer) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance);
  if (!known.ok()) return known.status();
  const auto present = Present(*view, alliance, member);
  if (!present.ok()) return present.status();
  const bool exists = present->has_value();
  if (!exists && !request.allow_missing()) return MemberNotFound(alliance, member);
  if (!EtagHolds(request.member().etag(), *present)) return StaleEtag(request.member().name());

  // What is changed and checked is the member as the caller sees it.
  v1::Member updated = request.member();
  std::optional<v1::Member> whole;
  validation::Violations violations;
  if (exists) {
    auto stored = conversion::MemberOf(alliance, **present);
    if (!stored.ok()) return stored.status();
    if (!viewer.sees_everything()) whole = *stored;
    updated = *std::move(stored);
    Cut(viewer, updated);
    validation::Apply(request.update_mask(), request.member(), updated);
  }
  const validation::Setting setting = SettingOf(backend_, **known);
  const validation::FieldPath path("member");
  if (exists) {
    validation::CheckMember(path, updated, setting, violations);
  } else {
    validation::CheckNewMember(path, updated, setting, violations);
  }
  if (!violations.empty()) return violations.ToStatus();
  PutBack(viewer, member, whole ? &*whole : nullptr, path, updated, violations);
  if (!violations.empty()) return violations.ToStatus();

  const Write write = PutOf(member, std::move(updated), *present);
  if (request.validate_only()) return Preview(alliance, write, *present);
  auto result = CommitPut(backend_.store, alliance, request, write, *present);
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  return result;
}

absl::StatusOr<google::protobuf::Empty> MemberWrites::Delete(
    const v1::DeleteMemberRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseMemberName(request.name());
  return Once<google::protobuf::Empty>(backend_, name->alliance, request, [&] {
    return UntilUndisturbed(request.etag(),
                            [&] { return DeleteOnce(name->alliance, name->member, request); });
  });
}

absl::StatusOr<google::protobuf::Empty> MemberWrites::DeleteOnce(
    const std::string& alliance, const std::string& member,
    const v1::DeleteMemberRequest& request) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance);
  if (!known.ok()) return known.status();
  const auto present = Present(*view, alliance, member);
  if (!present.ok()) return present.status();
  if (!present->has_value()) {
    if (request.allow_missing()) return google::protobuf::Empty();
    return MemberNotFound(alliance, member);
  }
  if (!EtagHolds(request.etag(), *present)) return StaleEtag(request.name());

  storage::CommitRequest commit = CommitFor(alliance, request);
  Write removal;
  removal.kind = Write::Kind::kDelete;
  removal.id = member;
  removal.precondition = storage::Precondition::AtRevision((*present)->revision);
  commit.writes = {std::move(removal)};
  const auto result = backend_.store.Commit(std::move(commit));
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  if (!result.ok()) return result.status();
  return google::protobuf::Empty();
}

absl::StatusOr<v1::BatchCreateMembersResponse> MemberWrites::BatchCreate(
    const v1::BatchCreateMembersRequest& request, const Caller& caller) const {
  const std::string alliance = conversion::ParseAllianceName(request.parent()).value_or("");
  return Once<v1::BatchCreateMembersResponse>(
      backend_, alliance, request, [&] { return BatchCreateOnce(alliance, request, caller); });
}

absl::StatusOr<v1::BatchCreateMembersResponse> MemberWrites::BatchCreateOnce(
    const std::string& alliance, const v1::BatchCreateMembersRequest& request,
    const Caller& caller) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();

  const validation::FieldPath root;
  validation::Violations violations;
  v1::BatchCreateMembersResponse previews;
  storage::CommitRequest commit = CommitFor(alliance, request);
  for (int i = 0; i < request.requests_size(); ++i) {
    const v1::CreateMemberRequest& item = request.requests(i);
    const std::string id = item.member_id().empty() ? NewResourceId() : item.member_id();
    const validation::FieldPath path = root.Item("requests", i);
    v1::Member member = item.member();
    PutBack(ViewerAbout(backend_, caller, alliance, id), id, nullptr, path.Field("member"), member,
            violations);
    if (!violations.empty()) continue;
    const auto present = Present(*view, alliance, id);
    if (!present.ok()) return present.status();
    if (present->has_value()) return MemberExists(alliance, id);
    commit.writes.push_back(PutOf(id, std::move(member), std::nullopt));
    if (request.validate_only()) {
      *previews.add_members() = Preview(alliance, commit.writes.back(), std::nullopt);
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  if (request.validate_only()) return previews;
  const std::vector<Write> writes = commit.writes;
  commit.make_reply = [&](const CommitResult& result) {
    v1::BatchCreateMembersResponse response;
    for (const Write& write : writes) {
      auto member = conversion::MemberOf(alliance, Written(write, std::nullopt, result));
      if (member.ok()) *response.add_members() = *std::move(member);
    }
    return response.SerializeAsString();
  };
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::BatchCreateMembersResponse>(*result);
}

}  // namespace counterpoint::service
