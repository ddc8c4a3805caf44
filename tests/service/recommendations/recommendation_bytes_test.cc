#include "service/recommendations/recommendation_bytes.h"

#include <cmath>
#include <random>

#include "counterpoint/v1/recommendation_service.pb.h"
#include "gmock/gmock.h"

namespace counterpoint::service {
namespace {

// Sometimes the default, which is not written.
double RandomNumber(std::mt19937& random) {
  return random() % 3 == 0 ? 0 : static_cast<double>(random()) / 4294967296.0;
}

v1::Recommendation RandomRecommendation(std::mt19937& random) {
  v1::Recommendation message;
  message.mutable_partner()->set_name(std::string(random() % 200, 'n'));
  message.set_place(static_cast<std::int32_t>(1 + random() % 300));
  message.set_score(RandomNumber(random));
  message.set_gain(RandomNumber(random));
  message.set_partner_gain(RandomNumber(random));
  if (random() % 2 == 0) message.set_acceptance_probability(RandomNumber(random));
  message.set_pinned(random() % 2 == 0);
  if (random() % 2 == 0) message.set_staff_rule(std::string(1 + random() % 200, 'r'));
  message.set_partner_changed(random() % 2 == 0);
  return message;
}

void Append(const v1::Recommendation& message, std::string& list) {
  const std::string partner = message.partner().SerializeAsString();
  RecommendationFields fields;
  fields.partner = partner;
  fields.place = message.place();
  fields.score = message.score();
  fields.gain = message.gain();
  fields.partner_gain = message.partner_gain();
  if (message.has_acceptance_probability()) fields.acceptance = message.acceptance_probability();
  fields.pinned = message.pinned();
  fields.staff_rule = message.staff_rule();
  fields.partner_changed = message.partner_changed();
  AppendRecommendation(fields, list);
}

TEST(RecommendationBytesTest, AreThoseOfTheMessages) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    v1::ListRecommendationsResponse message;
    std::string list;
    message.mutable_list()->set_member("alliances/a/members/m");
    AppendMember(message.list().member(), list);
    for (unsigned entries = random() % 30; entries > 0; --entries) {
      *message.mutable_list()->add_recommendations() = RandomRecommendation(random);
      Append(*message.list().recommendations().rbegin(), list);
    }
    message.mutable_list()->set_member_changed(random() % 2 == 0);
    AppendMemberChanged(message.list().member_changed(), list);
    message.mutable_list()->set_attribution_token(std::string(1 + random() % 150, 't'));
    AppendAttributionToken(message.list().attribution_token(), list);
    message.mutable_provenance()->set_revision(random());
    if (random() % 2 == 0) message.set_next_page_token("next");

    std::string response;
    AppendList(list, response);
    const bool stale = random() % 2 == 0;
    AppendProvenance(message.provenance().SerializeAsString(), stale, response);
    message.mutable_provenance()->set_stale(stale);
    AppendNextPageToken(message.next_page_token(), response);
    EXPECT_EQ(response, message.SerializeAsString());
  }
}

}  // namespace
}  // namespace counterpoint::service
