#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;

class DerivedTest : public StoreFixture {
 protected:
  DerivedTest() { Open(); }
  void PutDerived(std::uint8_t kind, const std::vector<Store::Derived>& items) {
    const absl::Status status = store_->PutDerived("a", kind, items);
    ASSERT_TRUE(status.ok()) << status;
  }
  std::vector<std::string> Scan(std::uint8_t kind) {
    const auto view = store_->View();
    std::vector<std::string> texts;
    for (const Record& record : ReadAll(*view->ScanDerived("a", kind))) {
      texts.push_back(absl::StrCat(record.id, "=", record.payload));
    }
    return texts;
  }
};

TEST_F(DerivedTest, KindsAreApartAndScansAreInOrder) {
  PutDerived(1, {{"b", "1b"}, {"a", "1a"}});
  PutDerived(255, {{"a", "255a"}});
  EXPECT_THAT(Scan(1), ElementsAre("a=1a", "b=1b"));
  EXPECT_THAT(Scan(255), ElementsAre("a=255a"));
  EXPECT_EQ(*store_->View()->GetDerived("a", 255, "a"), "255a");
}

TEST_F(DerivedTest, EmptyPayloadDeletes) {
  PutDerived(1, {{"a", "old"}, {"b", "stays"}});
  PutDerived(1, {{"a", ""}, {"never", ""}});
  EXPECT_THAT(Scan(1), ElementsAre("b=stays"));
  EXPECT_THAT(store_->View()->GetDerived("a", 1, "a").status(),
              FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(DerivedTest, DerivedDataIsNoCommit) {
  PutDerived(1, {{"a", "x"}});
  EXPECT_EQ(Revision("a"), 0);
}

TEST_F(DerivedTest, DerivedDataSurvivesAnOrderlyEnd) {
  PutDerived(1, {{"a", "x"}});
  Open();
  EXPECT_THAT(Scan(1), ElementsAre("a=x"));
}

}  // namespace
}  // namespace counterpoint::storage
