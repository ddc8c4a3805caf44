// What is left when the log file ends anywhere: a power cut during a write.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

class TornLogTest : public StoreFixture {
 protected:
  static constexpr int kCommits = 12;

  // A copy of the directory as a killed process leaves it.
  TornLogTest() : crashed_(PathOf("crashed")) {
    Open();
    for (int i = 1; i <= kCommits; ++i) {
      std::vector<Write> writes;
      for (int m = 0; m < 5; ++m) {
        writes.push_back(PutMember(absl::StrCat("m", m), absl::StrCat("at ", i)));
      }
      Commit("a", writes);
    }
    std::filesystem::copy(options_.path, crashed_);
    store_.reset();
    log_ = LastLog();
  }

  std::string LastLog() const {
    std::string last;
    for (const auto& entry : std::filesystem::directory_iterator(crashed_)) {
      if (entry.path().extension() == ".log") {
        last = std::max(last, entry.path().filename().string());
      }
    }
    return last;
  }
  // Opens a copy of the crashed directory with `log` as its last log file and
  // returns how many commits are there.
  std::int64_t CommitsAfterCrashWith(const std::string& log) {
    store_.reset();
    options_.path = PathOf("reopened");
    std::filesystem::remove_all(options_.path);
    std::filesystem::copy(crashed_, options_.path);
    std::ofstream(options_.path + "/" + log_, std::ios::binary | std::ios::trunc) << log;
    Open();
    return store_ != nullptr ? Revision("a") : -1;
  }
  void ExpectWholeCommits(std::int64_t revision) {
    const auto view = store_->View();
    const auto records = ReadAll(*view->Scan("a", Collection::kMember, ""));
    EXPECT_EQ(records.size(), revision == 0 ? 0u : 5u);
    for (const Record& record : records) {
      EXPECT_EQ(record.revision, revision);
      EXPECT_EQ(record.payload, absl::StrCat("at ", revision));
    }
    EXPECT_EQ(view->ChangesAfter("a", 0, 1000)->size(), static_cast<std::size_t>(5 * revision));
  }
  std::string ReadLog() const {
    std::ifstream file(crashed_ + "/" + log_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string crashed_;
  std::string log_;
};

TEST_F(TornLogTest, KilledProcessLosesNothing) {
  EXPECT_EQ(CommitsAfterCrashWith(ReadLog()), kCommits);
  ExpectWholeCommits(kCommits);
}

TEST_F(TornLogTest, CutLogGivesAPrefixOfWholeCommits) {
  const std::string log = ReadLog();
  std::int64_t previous = 0;
  std::mt19937 random(7);
  for (std::size_t size = 0; size < log.size(); size += 1 + random() % 120) {
    const std::int64_t revision = CommitsAfterCrashWith(log.substr(0, size));
    ASSERT_GE(revision, previous) << "cut at " << size;
    ExpectWholeCommits(revision);
    previous = revision;
  }
  EXPECT_GE(previous, kCommits - 1);
}

TEST_F(TornLogTest, GarbledLastCommitCostsOnlyThatCommit) {
  std::string log = ReadLog();
  log[log.size() - 10] = static_cast<char>(log[log.size() - 10] ^ 1);
  EXPECT_EQ(CommitsAfterCrashWith(log), kCommits - 1);
  ExpectWholeCommits(kCommits - 1);
}

TEST_F(TornLogTest, CommitsGoOnAfterTheTear) {
  const std::string log = ReadLog();
  const std::int64_t revision = CommitsAfterCrashWith(log.substr(0, log.size() - 3));
  EXPECT_EQ(revision, kCommits - 1);
  EXPECT_EQ(Commit("a", {PutMember("new")}).revision, kCommits);
  Open();
  EXPECT_EQ(Revision("a"), kCommits);
  EXPECT_TRUE(Member("a", "new").ok());
}

}  // namespace
}  // namespace counterpoint::storage
