#include "service/validation/member_requests.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/validation/enum_check.h"
#include "service/validation/filter_check.h"
#include "service/validation/list_check.h"
#include "service/validation/member_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kLargestBatch = 1000;
constexpr TextForm kQuery{200, false, false};

// For whom is asked: nobody, or a member of the alliance, which need not exist.
void CheckViewer(const std::string& viewer, const std::string& alliance, Violations& violations) {
  if (!viewer.empty()) CheckMemberOf(FieldPath("viewer"), viewer, alliance, violations);
}

// 1 to 1,000 items; false where they are not worth looking at.
bool CheckBatch(const FieldPath& path, int size, Violations& violations) {
  if (size == 0) violations.Add(path, "must not be empty");
  return CheckLength(path, size, kLargestBatch, violations);
}

void CheckNewId(const FieldPath& path, const v1::CreateMemberRequest& request,
                Violations& violations) {
  if (request.member_id().empty()) return;
  CheckResourceId(path.Field("member_id"), request.member_id(), violations);
}

void CheckContent(const FieldPath& path, const v1::CreateMemberRequest& request,
                  const Setting& setting, Violations& violations) {
  const FieldPath member = path.Field("member");
  if (request.has_member()) {
    CheckNewMember(member, request.member(), setting, violations);
  } else {
    violations.Add(member, "must be set");
  }
}

void CheckBatchItem(const FieldPath& path, const v1::CreateMemberRequest& item,
                    const v1::BatchCreateMembersRequest& batch, const Setting& setting,
                    Violations& violations) {
  if (!item.parent().empty() && item.parent() != batch.parent()) {
    violations.Add(path.Field("parent"), "must be empty or the parent of the batch");
  }
  CheckNewId(path, item, violations);
  CheckContent(path, item, setting, violations);
  if (!item.request_id().empty() && item.request_id() != batch.request_id()) {
    violations.Add(path.Field("request_id"), "must be empty or the request_id of the batch");
  }
  if (item.validate_only() && !batch.validate_only()) {
    violations.Add(path.Field("validate_only"), "must be set for the batch as a whole");
  }
}

}  // namespace

void Check(const v1::CreateMemberRequest& request, const Setting& setting, Violations& violations) {
  const FieldPath root;
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckNewId(root, request, violations);
  CheckContent(root, request, setting, violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetMemberRequest& request, Violations& violations) {
  const auto name = CheckMemberName(FieldPath("name"), request.name(), violations);
  if (name) CheckViewer(request.viewer(), name->alliance, violations);
}

void Check(const v1::ListMembersRequest& request, const Setting& setting, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (alliance) CheckViewer(request.viewer(), *alliance, violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
}

void Check(const v1::SearchMembersRequest& request, const Setting& setting,
           Violations& violations) {
  const FieldPath root;
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (alliance) CheckViewer(request.viewer(), *alliance, violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
  CheckText(FieldPath("query"), request.query(), kQuery, violations);
  CheckNotNegative(FieldPath("skip"), request.skip(), violations);
  CheckEnums(root, "facets", request.facets(), *v1::SearchMembersRequest::Facet_descriptor(),
             violations);
  CheckMemberReadMask(FieldPath("read_mask"), request.read_mask(), violations);
}

void Check(const v1::UpdateMemberRequest& request, Violations& violations) {
  const FieldPath member("member");
  if (request.has_member()) {
    const auto name = CheckMemberName(member.Field("name"), request.member().name(), violations);
    if (name) CheckViewer(request.viewer(), name->alliance, violations);
  } else {
    violations.Add(member, "must be set");
  }
  CheckMemberMask(FieldPath("update_mask"), request.update_mask(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::DeleteMemberRequest& request, Violations& violations) {
  CheckMemberName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::BatchCreateMembersRequest& request, const Setting& setting,
           Violations& violations) {
  const FieldPath root;
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckRequestId(request.request_id(), violations);
  if (!CheckBatch(FieldPath("requests"), request.requests_size(), violations)) return;
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < request.requests_size(); ++i) {
    const FieldPath path = root.Item("requests", i);
    const v1::CreateMemberRequest& item = request.requests(i);
    CheckBatchItem(path, item, request, setting, violations);
    if (item.member_id().empty()) continue;
    const auto [earlier, is_new] = seen.try_emplace(item.member_id(), i);
    if (!is_new) {
      violations.Add(path.Field("member_id"),
                     absl::StrCat("is the same as that of requests[", earlier->second, "]"));
    }
  }
}

void Check(const v1::BatchGetMembersRequest& request, Violations& violations) {
  const FieldPath root;
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (request.names().empty()) violations.Add(FieldPath("names"), "must not be empty");
  CheckMemberNames(root, "names", request.names(), kLargestBatch, alliance.value_or(""),
                   violations);
  if (alliance) CheckViewer(request.viewer(), *alliance, violations);
}

void Check(const v1::StreamMembersRequest& request, const Setting& setting,
           Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (alliance) CheckViewer(request.viewer(), *alliance, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
}

void Check(const v1::WatchMembersRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (alliance) CheckViewer(request.viewer(), *alliance, violations);
  CheckNotNegative(FieldPath("start_revision"), request.start_revision(), violations);
}

void CheckImport(const v1::ImportMembersRequest& request, absl::string_view parent,
                 Violations& violations) {
  if (parent.empty()) {
    CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  } else if (!request.parent().empty() && request.parent() != parent) {
    violations.Add(FieldPath("parent"), "must be empty or that of the first message");
  }
  CheckEnum(FieldPath("existing_members"), request.existing_members(),
            *v1::ImportMembersRequest::ExistingMembers_descriptor(), Presence::kOptional,
            violations);
  CheckBatch(FieldPath("members"), request.members_size(), violations);
}

void CheckImportedMember(const v1::ImportMembersRequest& request, int index, const Setting& setting,
                         Violations& violations) {
  const FieldPath root;
  const FieldPath path = root.Item("members", index);
  const v1::Member& member = request.members(index);
  if (!conversion::ParseMemberNameWithin(setting.alliance, member.name())) {
    violations.Add(path.Field("name"),
                   absl::StrCat("is ", Quoted(member.name()), "; must be ",
                                conversion::FormatMemberName(setting.alliance, "{member}"),
                                " or members/{member}"));
  }
  CheckNewMember(path, member, setting, violations);
}

}  // namespace counterpoint::validation
