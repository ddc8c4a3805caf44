// Requests of MemberService. Every violation is collected with its path from
// the request. Page tokens and etags are opaque here: who reads them judges
// them.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/member_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::CreateMemberRequest& request, const Setting& setting, Violations& violations);
void Check(const v1::GetMemberRequest& request, Violations& violations);
void Check(const v1::ListMembersRequest& request, const Setting& setting, Violations& violations);
void Check(const v1::SearchMembersRequest& request, const Setting& setting, Violations& violations);
// Name, mask and request id. The fields to take over are checked where they
// end up: apply the mask, then CheckMember(FieldPath("member"), ...), or
// CheckNewMember() where `allow_missing` creates it.
void Check(const v1::UpdateMemberRequest& request, Violations& violations);
void Check(const v1::DeleteMemberRequest& request, Violations& violations);
void Check(const v1::BatchCreateMembersRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::BatchGetMembersRequest& request, Violations& violations);
void Check(const v1::StreamMembersRequest& request, const Setting& setting, Violations& violations);
void Check(const v1::WatchMembersRequest& request, Violations& violations);

// The stream's own fields, not the members. `parent` is that of the first
// message, or empty where this is the first.
void CheckImport(const v1::ImportMembersRequest& request, absl::string_view parent,
                 Violations& violations);

// The member at a position of an import's message, its name included, with
// paths as "members[17].title". Nothing is said of ids that come twice.
// REQUIRES: 0 <= index < request.members_size(), `setting.alliance` is set.
void CheckImportedMember(const v1::ImportMembersRequest& request, int index, const Setting& setting,
                         Violations& violations);

}  // namespace counterpoint::validation
