#include <gtest/gtest.h>

#include <cstdint>

#include "service/conversion/etag.h"

namespace counterpoint::conversion {
namespace {

TEST(EtagTest, EveryRevisionComesBack) {
  for (const std::int64_t revision :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{35}, std::int64_t{36},
        std::int64_t{123'456'789}, INT64_MAX - 1, INT64_MAX}) {
    EXPECT_EQ(RevisionOf(EtagOf(revision)), revision);
  }
}

TEST(EtagTest, DifferentRevisionsHaveDifferentEtags) {
  EXPECT_NE(EtagOf(1), EtagOf(2));
  EXPECT_NE(EtagOf(1), EtagOf(37));
}

TEST(EtagTest, OtherSpellingsAreNoEtags) {
  for (const char* etag : {"", "r", "x1", "1", "r01", "rA", "r-1", "r+1", "r 1", "r1 ", "r1.5",
                           "r1y2p0ij32e8e8", "rzzzzzzzzzzzzz", "\"r1\""}) {
    EXPECT_EQ(RevisionOf(etag), std::nullopt) << etag;
  }
}

}  // namespace
}  // namespace counterpoint::conversion
