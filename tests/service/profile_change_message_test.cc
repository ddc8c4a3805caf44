#include "service/rpc/profile_change_message.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace counterpoint::service {
namespace {

using matching::ChangedField;

matching::ProfileChange ChangeOf(ChangedField field) {
  matching::ProfileChange change;
  change.field = field;
  change.list = matching::ListingList::kOffers;
  change.listing = 1;
  change.rule = 2;
  change.id = "game-music";
  change.number = 3;
  return change;
}

TEST(ProfileChangeMessageTest, ValuesAreWrittenAsTheProfileHasThem) {
  const std::vector<std::tuple<ChangedField, const char*, v1::ProfileChange::Kind, const char*>>
      expected = {
          {ChangedField::kState, "state", v1::ProfileChange::SET, "ACTIVE"},
          {ChangedField::kCapacity, "capacity", v1::ProfileChange::SET, "3"},
          {ChangedField::kSectors, "sectors", v1::ProfileChange::ADD, "game-music"},
          {ChangedField::kTopics, "offers[1].topics", v1::ProfileChange::ADD, "game-music"},
          {ChangedField::kModes, "offers[1].cooperation_modes", v1::ProfileChange::ADD,
           "LICENSING"},
          {ChangedField::kWantedKinds, "offers[1].wanted_kinds", v1::ProfileChange::ADD,
           "RESEARCH_INSTITUTION"},
          {ChangedField::kRegions, "offers[1].regions", v1::ProfileChange::ADD, "game-music"},
          {ChangedField::kBudgetMin, "offers[1].budget.min_units", v1::ProfileChange::SET, "3"},
          {ChangedField::kBudgetMax, "offers[1].budget.max_units", v1::ProfileChange::SET, "3"},
          {ChangedField::kDeadline, "offers[1].deadline", v1::ProfileChange::SET,
           "1970-01-01T00:00:03Z"},
          {ChangedField::kExpireTime, "offers[1].expire_time", v1::ProfileChange::SET,
           "1970-01-01T00:00:03Z"},
          {ChangedField::kRule, "offers[1].rules[2]", v1::ProfileChange::REMOVE, ""},
      };
  for (const auto& [field, path, kind, value] : expected) {
    const v1::ProfileChange message = MessageOf(ChangeOf(field));
    EXPECT_EQ(message.field(), path);
    EXPECT_EQ(message.kind(), kind) << path;
    EXPECT_EQ(message.value(), value) << path;
  }
}

}  // namespace
}  // namespace counterpoint::service
