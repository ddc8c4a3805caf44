#include "service/validation/member_requests.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename Request>
constexpr bool kNeedsSetting = requires(const Request& request, Violations& v) {
  Check(request, Setting(), v);
};

// What is wrong with the request after the text has been added to it.
template <typename Request>
std::vector<std::string> WrongIn(const char* text, Request request = {}) {
  MergeText(text, request);
  Violations violations;
  if constexpr (kNeedsSetting<Request>) {
    Check(request, TestSetting(), violations);
  } else {
    Check(request, violations);
  }
  return FieldsOf(violations);
}

v1::CreateMemberRequest Creation() {
  v1::CreateMemberRequest request;
  request.set_parent("alliances/a");
  *request.mutable_member() = ValidMember();
  return request;
}

TEST(MemberRequestsTest, CreationNeedsParentAndMember) {
  EXPECT_THAT(WrongIn("", Creation()), IsEmpty());
  EXPECT_THAT(WrongIn("member_id: 'm' member { name: 'ignored' }", Creation()), IsEmpty());
  EXPECT_THAT(WrongIn<v1::CreateMemberRequest>(""), ElementsAre("parent", "member"));
  EXPECT_THAT(WrongIn("member_id: 'm-'", Creation()), ElementsAre("member_id"));
  EXPECT_THAT(WrongIn("member { capacity: -2 expire_time { seconds: 5 } }", Creation()),
              ElementsAre("member.capacity", "member.expire_time"));
}

TEST(MemberRequestsTest, ReadingAndDeletingNeedAName) {
  EXPECT_THAT(WrongIn<v1::GetMemberRequest>("name: 'alliances/a/members/m'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetMemberRequest>("name: 'alliances/a'"), ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::DeleteMemberRequest>("name: 'alliances/a/members/m' etag: '?'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::DeleteMemberRequest>(R"(request_id: "\001")"),
              ElementsAre("name", "request_id"));
}

TEST(MemberRequestsTest, SearchesNameEveryBadField) {
  EXPECT_THAT(WrongIn<v1::SearchMembersRequest>("parent: 'alliances/a' query: ' a  b ' skip: 7 "
                                                "facets: [TOPICS, KINDS] read_mask { paths: "
                                                "['name', 'etag', 'update_time'] }"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::SearchMembersRequest>("parent: 'alliances/a' read_mask { paths: '*' }"),
              IsEmpty());
  EXPECT_THAT(
      WrongIn<v1::SearchMembersRequest>(R"(
          page_size: -1 query: "a\nb" skip: -1 facets: [KINDS, KINDS, FACET_UNSPECIFIED]
          filter { topics: 'none' } read_mask { paths: ['none', 'needs.title', '*'] })"),
      ElementsAre("parent", "page_size", "filter.topics[0]", "query", "skip", "facets[2]",
                  "facets[1]", "read_mask.paths[0]", "read_mask.paths[1]", "read_mask.paths[2]"));
}

TEST(MemberRequestsTest, ListsNeedParentAndPageSizeInRange) {
  EXPECT_THAT(WrongIn<v1::ListMembersRequest>("parent: 'alliances/a' page_size: 1000"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListMembersRequest>("page_size: 1001 filter { states: 8 }"),
              ElementsAre("parent", "page_size", "filter.states[0]"));
  EXPECT_THAT(WrongIn<v1::StreamMembersRequest>("filter { sectors: 'none' }"),
              ElementsAre("parent", "filter.sectors[0]"));
}

TEST(MemberRequestsTest, UpdateNeedsNameAndKnownPathsAndLeavesTheRestForLater) {
  EXPECT_THAT(
      WrongIn<v1::UpdateMemberRequest>("member { name: 'alliances/a/members/m' capacity: -1 }"),
      IsEmpty());
  EXPECT_THAT(WrongIn<v1::UpdateMemberRequest>(""), ElementsAre("member"));
  EXPECT_THAT(WrongIn<v1::UpdateMemberRequest>(
                  "member { name: 'members/m' } update_mask { paths: 'kind' paths: 'kinds' }"),
              ElementsAre("member.name", "update_mask.paths[1]"));
}

v1::BatchCreateMembersRequest Batch(int size) {
  v1::BatchCreateMembersRequest request;
  request.set_parent("alliances/a");
  for (int i = 0; i < size; ++i) {
    *request.add_requests() = Creation();
    request.mutable_requests(i)->set_member_id(absl::StrCat("m", i));
  }
  return request;
}

TEST(MemberRequestsTest, BatchHasOneTo1000Items) {
  EXPECT_THAT(WrongIn("", Batch(2)), IsEmpty());
  EXPECT_THAT(WrongIn("", Batch(0)), ElementsAre("requests"));
  EXPECT_THAT(WrongIn("", Batch(1000)), IsEmpty());
  EXPECT_THAT(WrongIn("", Batch(1001)), ElementsAre("requests"));
}

TEST(MemberRequestsTest, FieldsOfABatchAreNamedWithTheirIndex) {
  v1::BatchCreateMembersRequest batch = Batch(4);
  batch.mutable_requests(0)->clear_parent();
  batch.mutable_requests(1)->set_parent("alliances/b");
  batch.mutable_requests(2)->clear_member();
  (*batch.mutable_requests(3)->mutable_member()->mutable_needs(0)->mutable_title())["en"] = "";
  EXPECT_THAT(WrongIn("", batch), ElementsAre("requests[1].parent", "requests[2].member",
                                              "requests[3].member.needs[0].title[\"en\"]"));
}

TEST(MemberRequestsTest, ItemsOfABatchHaveDifferentIdsAndNoSwitchesOfTheirOwn) {
  v1::BatchCreateMembersRequest batch = Batch(3);
  batch.set_request_id("batch");
  batch.mutable_requests(0)->set_request_id("batch");
  batch.mutable_requests(0)->set_validate_only(true);
  batch.mutable_requests(1)->set_request_id("own");
  batch.mutable_requests(2)->set_member_id("m1");
  EXPECT_THAT(WrongIn("", batch), ElementsAre("requests[0].validate_only", "requests[1].request_id",
                                              "requests[2].member_id"));
}

TEST(MemberRequestsTest, ItemsWithoutIdAreNoRepetitions) {
  v1::BatchCreateMembersRequest batch = Batch(2);
  batch.mutable_requests(0)->clear_member_id();
  batch.mutable_requests(1)->clear_member_id();
  EXPECT_THAT(WrongIn("", batch), IsEmpty());
}

TEST(MemberRequestsTest, BatchReadsNamesOfItsParent) {
  EXPECT_THAT(WrongIn<v1::BatchGetMembersRequest>(
                  R"(parent: 'alliances/a' names: 'alliances/a/members/m'
                     names: 'alliances/b/members/m' names: 'm')"),
              ElementsAre("names[1]", "names[2]"));
  EXPECT_THAT(WrongIn<v1::BatchGetMembersRequest>(""), ElementsAre("parent", "names"));
}

TEST(MemberRequestsTest, WatchStartsAtARevision) {
  EXPECT_THAT(WrongIn<v1::WatchMembersRequest>("parent: 'alliances/a'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::WatchMembersRequest>("start_revision: -1"),
              ElementsAre("parent", "start_revision"));
}

std::vector<std::string> WrongInImport(const char* text, const char* parent) {
  v1::ImportMembersRequest request;
  MergeText(text, request);
  Violations violations;
  CheckImport(request, parent, violations);
  return FieldsOf(violations);
}

TEST(MemberRequestsTest, FirstMessageOfAnImportNeedsAParent) {
  EXPECT_THAT(WrongInImport("parent: 'alliances/a' members {}", ""), IsEmpty());
  EXPECT_THAT(WrongInImport("existing_members: 7", ""),
              ElementsAre("parent", "existing_members", "members"));
}

TEST(MemberRequestsTest, LaterMessagesOfAnImportKeepTheParent) {
  EXPECT_THAT(WrongInImport("members {}", "alliances/a"), IsEmpty());
  EXPECT_THAT(WrongInImport("members {} parent: 'alliances/a'", "alliances/a"), IsEmpty());
  EXPECT_THAT(WrongInImport("members {} parent: 'alliances/b'", "alliances/a"),
              ElementsAre("parent"));
}

TEST(MemberRequestsTest, ImportedMembersHaveFullOrShortNames) {
  v1::ImportMembersRequest request;
  for (const char* name : {"alliances/a/members/m", "members/m", "alliances/b/members/m", ""}) {
    *request.add_members() = ValidMember();
    request.mutable_members()->rbegin()->set_name(name);
  }
  const auto wrong_at = [&request](int index) {
    Violations violations;
    CheckImportedMember(request, index, TestSetting(), violations);
    return FieldsOf(violations);
  };
  EXPECT_THAT(wrong_at(0), IsEmpty());
  EXPECT_THAT(wrong_at(1), IsEmpty());
  EXPECT_THAT(wrong_at(2), ElementsAre("members[2].name"));
  request.mutable_members(3)->clear_kind();
  EXPECT_THAT(wrong_at(3), ElementsAre("members[3].name", "members[3].kind"));
}

}  // namespace
}  // namespace counterpoint::validation
