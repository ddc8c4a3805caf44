#include "service/embedding/embedded_texts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

matching::ListingProfile Listing(const std::string& title, const std::string& text) {
  matching::ListingProfile listing;
  listing.titles = {title};
  listing.texts = {text};
  return listing;
}

std::vector<std::string> TextsOf(matching::MemberProfile profile) {
  std::vector<std::string> texts;
  for (const TextToEmbed& text : TextsToEmbed("m", profile)) texts.push_back(text.text);
  return texts;
}

TEST(EmbeddedTextTest, AListingIsTitlesThenTextsOfAllLanguages) {
  matching::ListingProfile listing = Listing("Kites", "We make kites.");
  listing.titles.push_back("风筝");
  listing.topics = {"games"};
  EXPECT_EQ(EmbeddedText(listing), "Kites\n风筝\nWe make kites.");
}

TEST(EmbeddedTextTest, AProfileIsAllThatTheMemberSays) {
  matching::MemberProfile profile;
  profile.names = {"North"};
  profile.descriptions = {"A studio"};
  profile.credentials = {{matching::CredentialKind::kAward, {"Prize"}}};
  profile.needs = {Listing("n", "need")};
  EXPECT_EQ(EmbeddedText(profile), "North\nA studio\nPrize\nn\nneed");
}

TEST(EmbeddedTextTest, ALongTextIsCutAtTheEndOfACharacter) {
  std::string text;
  while (text.size() < 2 * kMaxEmbeddedBytes) text += "风";
  const std::string cut = EmbeddedText(Listing("", text));
  EXPECT_EQ(cut.size(), kMaxEmbeddedBytes - kMaxEmbeddedBytes % 3);
}

TEST(TextsToEmbedTest, AreNeedsAndOffersAndTheProfileWhereItStandsIn) {
  matching::MemberProfile profile;
  profile.names = {"North"};
  profile.offers = {Listing("o", "offer")};
  EXPECT_THAT(TextsOf(profile), ElementsAre("o\noffer", "North\no\noffer"));
  profile.needs = {Listing("n", "need")};
  EXPECT_THAT(TextsOf(profile), ElementsAre("n\nneed", "o\noffer"));
}

TEST(TextsToEmbedTest, LeaveOutWhatTheCallerHasAVectorOfTheModelFor) {
  matching::MemberProfile profile;
  profile.needs = {Listing("n", "need")};
  profile.offers = {Listing("o", "offer")};
  profile.needs[0].embeddings = {{"m", {1}}};
  profile.offers[0].embeddings = {{"another", {1}}};
  EXPECT_THAT(TextsOf(profile), ElementsAre("o\noffer"));
}

TEST(TextsToEmbedTest, LeaveOutWhatSaysNothing) {
  matching::ListingProfile need;
  EXPECT_TRUE(TextsToEmbed("m", need).empty());
  EXPECT_TRUE(TextsOf(matching::MemberProfile()).empty());
}

}  // namespace
}  // namespace counterpoint::service
