// In a large alliance the text model is not learnt with every change; who is erased is not
// to stay in it all the same.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "service/tokens/attribution_token.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

constexpr int kMembers = 600;
constexpr absl::Duration kPatience = absl::Minutes(2);

class ErasedWordsTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    StopClock();
    CreateAlliance("music");
    auto request = Parse<v1::ImportMembersRequest>("parent: 'alliances/music'");
    for (int i = 0; i < kMembers; ++i) {
      v1::Member& member = *request.add_members();
      member = Parse<v1::Member>(i % 2 == 0 ? kComposer : kGameStudio);
      member.set_name(absl::StrCat("members/m", i));
    }
    ASSERT_TRUE(Import({request}).ok());
    AwaitIndex();
  }

  void Erase(const std::string& id) {
    const auto stub = v1::PersonalDataService::NewStub(channel_);
    grpc::ClientContext context;
    v1::EraseMemberRequest request;
    request.set_name("alliances/music/members/" + id);
    v1::EraseMemberResponse response;
    const grpc::Status status = stub->EraseMember(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  struct List {
    std::string bytes;  // Without the token.
    std::int64_t revision = 0;
    std::int64_t model_revision = 0;
  };
  List Recommend() {
    auto answer = Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/m0'");
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    v1::Provenance& provenance = *answer.message.mutable_provenance();
    List list;
    list.revision = provenance.revision();
    const auto token = DecodeAttributionToken(provenance.attribution_token());
    if (token) list.model_revision = token->model_revision;
    provenance.clear_attribution_token();
    answer.message.clear_next_page_token();
    list.bytes = answer->SerializeAsString();
    return list;
  }
};

TEST_F(ErasedWordsTest, AnotherModelIsLearntWithoutThemAndKept) {
  CreateMember("rare", R"pb(
    kind: CREATOR
    display_name { key: "en" value: "Rare" }
    offers { title { key: "en" value: "Adaptive game music and sound design" } }
  )pb");
  AwaitIndex();
  ASSERT_LT(Recommend().model_revision, Recommend().revision) << "it is learnt with every change";
  Erase("rare");
  List list = Recommend();
  for (const absl::Time begun = absl::Now();
       list.model_revision < list.revision && absl::Now() < begun + kPatience;) {
    absl::SleepFor(absl::Milliseconds(10));
    list = Recommend();
  }
  ASSERT_EQ(list.model_revision, list.revision) << "the words of the erased stay";
  Restart();
  AwaitIndex();
  const List restarted = Recommend();
  EXPECT_EQ(restarted.model_revision, list.model_revision) << "it was not kept";
  EXPECT_EQ(restarted.bytes, list.bytes);
}

}  // namespace
}  // namespace counterpoint::service
