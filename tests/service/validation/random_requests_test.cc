// Requests damaged at random: validation names what is wrong by paths that lead
// to fields, and whatever it lets through converts, stores and stays valid.
#include <gtest/gtest.h>

#include <set>

#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"
#include "service/conversion/policy.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/session_record.h"
#include "service/conversion/staff_rule_record.h"
#include "service/conversion/timestamp.h"
#include "service/conversion/topic.h"
#include "service/validation/alliance_check.h"
#include "service/validation/alliance_requests.h"
#include "service/validation/interaction_requests.h"
#include "service/validation/matching_requests.h"
#include "service/validation/member_check.h"
#include "service/validation/member_requests.h"
#include "service/validation/normal_form.h"
#include "service/validation/participant_check.h"
#include "service/validation/participant_requests.h"
#include "service/validation/session_check.h"
#include "service/validation/session_day_requests.h"
#include "service/validation/session_requests.h"
#include "service/validation/staff_rule_requests.h"
#include "service/validation/stored_list_requests.h"
#include "service/validation/update_mask.h"
#include "tests/service/validation/path_resolver.h"
#include "tests/service/validation/random_edits.h"
#include "tests/service/validation/valid_resources.h"
#include "tests/service/validation/valid_session.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr int kMostEdits = 4;

struct Counts {
  int accepted = 0;
  int refused = 0;
};

template <typename Request>
Violations Checked(const Request& request) {
  Violations violations;
  if constexpr (requires { Check(request, Setting(), violations); }) {
    Check(request, TestSetting(), violations);
  } else {
    Check(request, violations);
  }
  return violations;
}

// Damages the request `rounds` times anew, checks the paths of what is wrong,
// and hands what is accepted to `use`.
template <typename Request, typename Use>
Counts Damage(const Request& valid, int rounds, const Use& use) {
  EXPECT_TRUE(Checked(valid).empty()) << Checked(valid).ToStatus();
  Counts counts;
  RandomEdits edits(20'230'711);
  for (int round = 0; round < rounds; ++round) {
    Request request = valid;
    for (int edit = 0; edit <= round % kMostEdits; ++edit) edits.Apply(request);
    const Violations violations = Checked(request);
    for (const std::string& field : FieldsOf(violations)) {
      EXPECT_TRUE(Resolves(field, request)) << field;
    }
    EXPECT_EQ(violations.ToStatus().ok(), violations.empty());
    ++(violations.empty() ? counts.accepted : counts.refused);
    if (violations.empty()) use(request);
  }
  return counts;
}

void ExpectBothOutcomes(const Counts& counts) {
  EXPECT_GT(counts.accepted, 20);
  EXPECT_GT(counts.refused, 20);
}

void UseMember(v1::Member member) {
  Normalise(member);
  Violations violations;
  CheckNewMember(FieldPath("member"), member, TestSetting(), violations);
  EXPECT_TRUE(violations.empty()) << violations.ToStatus();

  const auto profile = conversion::ProfileOf("m", member, absl::UnixEpoch());
  EXPECT_EQ(profile.needs.size(), static_cast<std::size_t>(member.needs_size()));
  EXPECT_GT(conversion::ExpireTimeOf(member), TestSetting().now);

  storage::Record record;
  record.id = "m";
  record.payload = conversion::PayloadOf(member);
  auto stored = conversion::MemberOf("a", record);
  ASSERT_TRUE(stored.ok()) << stored.status();
  Normalise(*stored);
  EXPECT_TRUE(MessageDifferencer::Equals(*stored, member));
}

void UseAlliance(v1::Alliance alliance) {
  Normalise(alliance);
  Violations violations;
  CheckAlliance(FieldPath("alliance"), alliance, violations);
  EXPECT_TRUE(violations.empty()) << violations.ToStatus();

  const auto thesaurus = conversion::ThesaurusOf(alliance);
  EXPECT_TRUE(thesaurus.ok()) << thesaurus.status();
  const matching::Policy policy = matching::Scaled(conversion::PolicyOf(alliance.policy()));
  EXPECT_GE(policy.fit.text, 0);
  EXPECT_LE(policy.fit.text, 1);

  storage::Record record;
  record.payload = conversion::PayloadOf(alliance);
  const auto stored = conversion::StoredAllianceOf("a", record);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*stored, alliance));
}

void UseInteraction(const v1::Interaction& interaction) {
  storage::Record record;
  record.id = "i";
  record.payload = conversion::PayloadOf(interaction);
  const auto stored = conversion::InteractionOf("a", record);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(conversion::SayTheSame(interaction, *stored));
}

v1::MemberFilter ValidFilter() {
  v1::MemberFilter filter;
  MergeText(R"(kinds: CREATOR regions: "CN" topics: "games" labels: "vip" states: ACTIVE
               employee_count { min: 1 max: 2 } members: "alliances/a/members/m")",
            filter);
  return filter;
}

TEST(RandomRequestsTest, CreateMember) {
  v1::CreateMemberRequest request;
  request.set_parent("alliances/a");
  *request.mutable_member() = ValidMember();
  ExpectBothOutcomes(Damage(request, 4000, [](const auto& r) { UseMember(r.member()); }));
}

// Edits of the member alone, so that each goes deeper.
TEST(RandomRequestsTest, BatchCreateMembers) {
  v1::BatchCreateMembersRequest request;
  request.set_parent("alliances/a");
  for (int i = 0; i < 3; ++i) *request.add_requests()->mutable_member() = ValidMember();
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::BatchCreateMembersRequest& r) {
    for (const v1::CreateMemberRequest& item : r.requests()) UseMember(item.member());
  }));
}

TEST(RandomRequestsTest, CreateAlliance) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id("a");
  *request.mutable_alliance() = ValidAlliance();
  ExpectBothOutcomes(Damage(request, 600, [](const auto& r) { UseAlliance(r.alliance()); }));
}

TEST(RandomRequestsTest, UpdateMember) {
  v1::UpdateMemberRequest request;
  *request.mutable_member() = ValidMember();
  request.mutable_member()->set_name("alliances/a/members/m");
  request.mutable_update_mask()->add_paths("needs");
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::UpdateMemberRequest& r) {
    v1::Member member = ValidMember();
    Apply(r.update_mask(), r.member(), member);
    Violations violations;
    CheckNewMember(FieldPath("member"), member, TestSetting(), violations);
    if (violations.empty()) UseMember(member);
  }));
}

TEST(RandomRequestsTest, UpdateAlliance) {
  v1::UpdateAllianceRequest request;
  *request.mutable_alliance() = ValidAlliance();
  request.mutable_alliance()->set_name("alliances/a");
  request.mutable_update_mask()->add_paths("policy.floor");
  ExpectBothOutcomes(Damage(request, 600, [](const v1::UpdateAllianceRequest& r) {
    v1::Alliance alliance = ValidAlliance();
    Apply(r.update_mask(), r.alliance(), alliance);
    Violations violations;
    CheckAlliance(FieldPath("alliance"), alliance, violations);
    if (violations.empty()) UseAlliance(alliance);
  }));
}

TEST(RandomRequestsTest, ListMembers) {
  v1::ListMembersRequest request;
  request.set_parent("alliances/a");
  *request.mutable_filter() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 2000, [](const v1::ListMembersRequest& r) {
    EXPECT_EQ(conversion::ConditionOf(r.filter()).members.size(),
              static_cast<std::size_t>(r.filter().members_size()));
  }));
}

TEST(RandomRequestsTest, SearchMembers) {
  v1::SearchMembersRequest request;
  request.set_parent("alliances/a");
  request.set_query("game 音乐");
  request.set_skip(3);
  request.add_facets(v1::SearchMembersRequest::TOPICS);
  request.mutable_read_mask()->add_paths("display_name");
  ExpectBothOutcomes(Damage(request, 1000, [](const v1::SearchMembersRequest& r) {
    v1::Member member = ValidMember();
    member.set_name("alliances/a/members/m");
    Trim(r.read_mask(), member);
    EXPECT_EQ(member.name(), "alliances/a/members/m");
  }));
}

TEST(RandomRequestsTest, RecommendPartners) {
  v1::RecommendPartnersRequest request;
  request.set_member("alliances/a/members/m");
  request.add_exclude("alliances/a/members/n");
  *request.mutable_filter() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 2000, [](const v1::RecommendPartnersRequest& r) {
    conversion::ConditionOf(r.filter());
    EXPECT_GE(r.floor(), 0);
    EXPECT_LE(r.diversity(), 1);
  }));
}

TEST(RandomRequestsTest, WhyNot) {
  v1::WhyNotRequest request;
  request.set_member("alliances/a/members/m");
  request.set_partner("alliances/a/members/n");
  *request.mutable_filter() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 2000, [](const v1::WhyNotRequest& r) {
    EXPECT_NE(r.member(), r.partner());
    EXPECT_GE(r.list_size(), 0);
    EXPECT_LE(r.list_size(), 200);
  }));
}

TEST(RandomRequestsTest, MatchNeed) {
  v1::MatchNeedRequest request;
  request.set_parent("alliances/a");
  *request.mutable_need() = ValidMember().needs(0);
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::MatchNeedRequest& r) {
    const auto profile = conversion::ProfileOf(r.need());
    EXPECT_FALSE(profile.titles.empty() && profile.texts.empty());
  }));
}

TEST(RandomRequestsTest, BatchRecordInteractions) {
  v1::BatchRecordInteractionsRequest request;
  request.set_parent("alliances/a");
  for (const char* name : {"alliances/a/interactions/i", "alliances/a/interactions/j"}) {
    v1::Interaction& interaction = *request.add_interactions();
    MergeText(R"(kind: PARTNERSHIP member: 'alliances/a/members/m'
                 partner: 'alliances/a/members/n' occur_time { seconds: 1700000000 })",
              interaction);
    interaction.set_name(name);
  }
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::BatchRecordInteractionsRequest& r) {
    for (const v1::Interaction& interaction : r.interactions()) UseInteraction(interaction);
  }));
}

TEST(RandomRequestsTest, CreateStaffRule) {
  v1::CreateStaffRuleRequest request;
  MergeText(R"(parent: 'alliances/a' staff_rule_id: 'r' staff_rule {
                 action: DEMOTE factor: 0.5 both_ways: true author: 'Staff' reason: 'too many'
                 expire_time { seconds: 1760000000 } })",
            request);
  *request.mutable_staff_rule()->mutable_members() = ValidFilter();
  *request.mutable_staff_rule()->mutable_partners() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::CreateStaffRuleRequest& r) {
    v1::StaffRule rule = r.staff_rule();
    rule.set_name("alliances/a/staffRules/r");
    const auto rules = conversion::MatchingRulesOf(*matching::Thesaurus::BuiltIn(), rule);
    ASSERT_EQ(rules.size(), rule.both_ways() ? 2U : 1U);
    EXPECT_GE(rules.front().factor, 0.1);
    EXPECT_LE(rules.front().factor, 10);
    EXPECT_EQ(rules.front().pinned.empty(), rule.action() != v1::StaffRule::PIN);
  }));
}

TEST(RandomRequestsTest, RecordMeetingOutcomes) {
  v1::RecordMeetingOutcomesRequest request;
  MergeText(R"(session: 'alliances/a/sessions/s'
               outcomes {
                 pair { participant: 'alliances/a/members/m' partner: 'alliances/a/members/n' }
                 result: HELD
                 ratings { participant: 'alliances/a/members/n' rating: 4 comment: 'good' }
               }
               outcomes {
                 pair { participant: 'alliances/a/members/m' partner: 'alliances/a/members/o' }
                 result: NO_SHOW
                 absent: 'alliances/a/members/o'
               })",
            request);
  ExpectBothOutcomes(Damage(request, 3000, [](const auto&) {}));
}

TEST(RandomRequestsTest, CreateSession) {
  v1::CreateSessionRequest request;
  request.set_parent("alliances/a");
  *request.mutable_session() = ValidSession();
  ExpectBothOutcomes(Damage(request, 2000, [](const v1::CreateSessionRequest& r) {
    v1::Session session = r.session();
    session.clear_published_plan();  // Output only: the service sets it itself.
    storage::Record record;
    record.id = "s";
    record.payload = conversion::PayloadOf(session);
    const auto kept = conversion::SessionOf("a", record);
    ASSERT_TRUE(kept.ok()) << kept.status();
    Violations violations;
    CheckSession(FieldPath("session"), *kept, "a", violations);
    EXPECT_TRUE(violations.empty()) << violations.ToStatus();
    std::set<std::string> slots;
    for (const auto& day : kept->days()) {
      for (const auto& slot : day.slots()) EXPECT_TRUE(slots.insert(slot.slot()).second);
    }
  }));
}

TEST(RandomRequestsTest, UpdateSession) {
  v1::UpdateSessionRequest request;
  *request.mutable_session() = ValidSession();
  request.mutable_session()->set_name("alliances/a/sessions/s");
  request.mutable_update_mask()->add_paths("pairing.candidates");
  ExpectBothOutcomes(Damage(request, 2000, [](const v1::UpdateSessionRequest& r) {
    v1::Session session = ValidSession();
    session.set_state(v1::Session::PUBLISHED);
    Apply(r.update_mask(), r.session(), session);
    EXPECT_EQ(session.state(), v1::Session::PUBLISHED);
    EXPECT_EQ(session.published_plan(), "");
  }));
}

TEST(RandomRequestsTest, CreateParticipant) {
  v1::CreateParticipantRequest request;
  request.set_parent("alliances/a/sessions/s");
  request.set_participant_id("m");
  *request.mutable_participant() = ValidParticipant();
  const v1::Session session = ValidSession();
  ExpectBothOutcomes(Damage(request, 2000, [&](const v1::CreateParticipantRequest& r) {
    Violations violations;
    const FieldPath path("participant");
    CheckParticipantWithin(path, r.participant(), session, SessionParts(session), violations);
    for (const std::string& field : FieldsOf(violations)) EXPECT_TRUE(Resolves(field, r)) << field;
  }));
}

TEST(RandomRequestsTest, ListRecommendations) {
  v1::ListRecommendationsRequest request;
  MergeText(R"(member: 'alliances/a/members/m' page_size: 20 min_score: 0.1 change_mode: PATCH
               generation: 'alliances/a/generations/7')",
            request);
  *request.mutable_filter() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::ListRecommendationsRequest& r) {
    EXPECT_TRUE(conversion::ParseMemberName(r.member()));
    EXPECT_TRUE(r.generation().empty() || conversion::ParseGenerationName(r.generation()));
    EXPECT_GE(r.min_score(), 0);
    EXPECT_LE(r.min_score(), 1);
    conversion::ConditionOf(r.filter());
  }));
}

TEST(RandomRequestsTest, ReadRecommendations) {
  v1::ReadRecommendationsRequest request;
  MergeText(R"(parent: 'alliances/a' after: 'alliances/a/members/m' min_score: 0.1
               generation: 'alliances/a/generations/current')",
            request);
  *request.mutable_filter() = ValidFilter();
  *request.mutable_member_filter() = ValidFilter();
  ExpectBothOutcomes(Damage(request, 3000, [](const v1::ReadRecommendationsRequest& r) {
    EXPECT_EQ(r.parent(), "alliances/a");
    EXPECT_TRUE(r.after().empty() || conversion::ParseMemberName(r.after()));
    conversion::ConditionOf(r.filter());
    conversion::ConditionOf(r.member_filter());
  }));
}

TEST(RandomRequestsTest, GetRecommendationDigest) {
  v1::GetRecommendationDigestRequest request;
  MergeText(
      "member: 'alliances/a/members/m' since_time { seconds: 1700000000 } "
      "language_code: 'zh'",
      request);
  ExpectBothOutcomes(Damage(request, 5000, [](const v1::GetRecommendationDigestRequest& r) {
    EXPECT_TRUE(conversion::ParseMemberName(r.member()));
    if (!r.has_since_time()) return;
    EXPECT_LE(conversion::ToTime(r.since_time()), TestSetting().now);
  }));
}

// Paths and absence of crashes for the requests that only name things.
TEST(RandomRequestsTest, RequestsThatNameThings) {
  const auto nothing = [](const auto&) {};
  v1::BatchGetMembersRequest batch;
  MergeText("parent: 'alliances/a' names: 'alliances/a/members/m'", batch);
  ExpectBothOutcomes(Damage(batch, 5000, nothing));
  v1::ExplainMatchRequest explain;
  MergeText("member: 'alliances/a/members/m' partner: 'alliances/a/members/n'", explain);
  ExpectBothOutcomes(Damage(explain, 5000, nothing));
  v1::ListTopicsRequest topics;
  MergeText("parent: 'alliances/a' broader: 'games' query: 'game'", topics);
  ExpectBothOutcomes(Damage(topics, 5000, nothing));
  v1::ListInteractionsRequest interactions;
  MergeText("parent: 'alliances/a' member: 'alliances/a/members/m'", interactions);
  ExpectBothOutcomes(Damage(interactions, 5000, nothing));
  v1::DeleteInteractionRequest removal;
  MergeText("name: 'alliances/a/interactions/i'", removal);
  ExpectBothOutcomes(Damage(removal, 5000, nothing));
  v1::DeleteMemberRequest deletion;
  MergeText("name: 'alliances/a/members/m'", deletion);
  ExpectBothOutcomes(Damage(deletion, 5000, nothing));
  v1::ExportAgendaRequest agenda;
  MergeText("session: 'alliances/a/sessions/s' format: CSV participants: 'alliances/a/members/m'",
            agenda);
  ExpectBothOutcomes(Damage(agenda, 5000, nothing));
  v1::CheckInParticipantsRequest check_in;
  MergeText("session: 'alliances/a/sessions/s' participants: 'alliances/a/members/m'", check_in);
  ExpectBothOutcomes(Damage(check_in, 5000, nothing));
  v1::CompareGenerationsRequest comparison;
  MergeText("base: 'alliances/a/generations/1' generation: 'alliances/a/generations/current'",
            comparison);
  ExpectBothOutcomes(Damage(comparison, 5000, nothing));
  v1::WatchRecommendationChangesRequest watch;
  MergeText("parent: 'alliances/a' language_code: 'zh'", watch);
  ExpectBothOutcomes(Damage(watch, 5000, nothing));
}

TEST(RandomRequestsTest, ImportMembers) {
  v1::ImportMembersRequest valid;
  valid.set_parent("alliances/a");
  *valid.add_members() = ValidMember();
  valid.mutable_members(0)->set_name("members/m");
  RandomEdits edits(7);
  Counts counts;
  for (int round = 0; round < 3000; ++round) {
    v1::ImportMembersRequest request = valid;
    for (int edit = 0; edit <= round % kMostEdits; ++edit) edits.Apply(request);
    Violations violations;
    CheckImport(request, "", violations);
    for (int i = 0; i < request.members_size(); ++i) {
      CheckImportedMember(request, i, TestSetting(), violations);
    }
    for (const std::string& field : FieldsOf(violations)) {
      EXPECT_TRUE(Resolves(field, request)) << field;
    }
    ++(violations.empty() ? counts.accepted : counts.refused);
    if (!violations.empty()) continue;
    for (const v1::Member& member : request.members()) UseMember(member);
  }
  ExpectBothOutcomes(counts);
}

}  // namespace
}  // namespace counterpoint::validation
