#include "service/calls/call_class.h"

#include "gtest/gtest.h"
#include "service/access/access_table.h"
#include "service/calls/call_limits.h"

namespace counterpoint::service {
namespace {

TEST(CallClassTest, NamesOfMethodsAreThoseOfTheApi) {
  int single_reads = 0;
  int matching = 0;
  int searches = 0;
  for (const MethodAccess& row : AccessTable()) {
    const CallClass of = ClassOf(row.method);
    single_reads += of == CallClass::kSingleRead ? 1 : 0;
    matching += of == CallClass::kMatching ? 1 : 0;
    searches += of == CallClass::kSearch ? 1 : 0;
  }
  // All that the table of classes has.
  EXPECT_EQ(single_reads, 8);
  EXPECT_EQ(matching, 10);
  EXPECT_EQ(searches, 2);
}

TEST(CallClassTest, EveryCallFitsIntoTheSmallestBurst) {
  for (const auto of :
       {CallClass::kSingleRead, CallClass::kOrdinary, CallClass::kMatching, CallClass::kSearch}) {
    EXPECT_LE(CostOf(of), 500);
    EXPECT_GE(CostOf(of), 1);
  }
}

}  // namespace
}  // namespace counterpoint::service
