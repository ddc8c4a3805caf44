#include "service/confidentiality/viewer.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

constexpr char kOwner[] = "north";

// What is seen of "north": of a public listing, a teaser, a mutual and a broker one.
std::string SeenBy(const Viewer& viewer) {
  std::string seen;
  for (const auto tier : {v1::PUBLIC, v1::TEASER, v1::MUTUAL, v1::BROKER}) {
    seen.push_back("-tw"[static_cast<int>(viewer.See(kOwner, tier))]);
  }
  return seen;
}

Viewer Member(const std::string& id, absl::flat_hash_set<std::string> consents = {}) {
  return Viewer::Of(id, [consents] { return consents; });
}

TEST(ViewerTest, EachTierShowsWhatItSays) {
  EXPECT_EQ(SeenBy(Viewer::Everything()), "wwww");
  EXPECT_EQ(SeenBy(Member(kOwner)), "wwww");
  EXPECT_EQ(SeenBy(Member("star", {"north"})), "wtw-");
  EXPECT_EQ(SeenBy(Member("star", {"harp"})), "wtt-");
  EXPECT_EQ(SeenBy(Member("star")), "wtt-");
  EXPECT_EQ(SeenBy(Viewer::Nobody()), "wtt-");
}

TEST(ViewerTest, AnUnsetTierIsPublicAndAnUnknownOneTheStrictest) {
  EXPECT_EQ(Viewer::Nobody().See(kOwner, v1::CONFIDENTIALITY_UNSPECIFIED), Sight::kWhole);
  EXPECT_EQ(Viewer::Nobody().See(kOwner, static_cast<v1::Confidentiality>(99)), Sight::kNothing);
}

TEST(ViewerTest, NobodyInParticularIsNoOwner) {
  EXPECT_EQ(Member("").See("", v1::BROKER), Sight::kNothing);
  EXPECT_EQ(Member("", {"north"}).See(kOwner, v1::MUTUAL), Sight::kTopics);
}

TEST(ViewerTest, ConsentsAreReadOnceAndOnlyWhereTheyMatter) {
  int reads = 0;
  const Viewer viewer = Viewer::Of("star", [&] {
    ++reads;
    return absl::flat_hash_set<std::string>{"north"};
  });
  for (const auto tier : {v1::PUBLIC, v1::TEASER, v1::BROKER}) viewer.See(kOwner, tier);
  viewer.See("star", v1::MUTUAL);
  EXPECT_EQ(reads, 0);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(viewer.See(kOwner, v1::MUTUAL), Sight::kWhole);
  EXPECT_EQ(reads, 1);
}

}  // namespace
}  // namespace counterpoint::service
