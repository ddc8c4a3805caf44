// Random commits against a plain twin.
#include <map>
#include <optional>
#include <random>

#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

// The store's rules on std::map, as plainly as can be.
class Twin {
 public:
  struct Entry {
    std::string payload;
    std::int64_t create_revision = 0;
    std::int64_t revision = 0;
    absl::Time expire_time;
  };
  struct Alliance {
    std::map<std::string, Entry> members;
    std::vector<std::pair<std::int64_t, std::string>> changes;
    std::int64_t revision = 0;
  };

  absl::StatusCode Commit(const std::string& name, const std::vector<Write>& writes) {
    Alliance& alliance = alliances[name];
    for (const Write& write : writes) {
      const absl::StatusCode code = Check(alliance, write);
      if (code != absl::StatusCode::kOk) return code;
    }
    if (writes.empty()) return absl::StatusCode::kOk;
    ++alliance.revision;
    for (const Write& write : writes) Apply(alliance, write);
    return absl::StatusCode::kOk;
  }

  void Expire(absl::Time now) {
    for (auto& [name, alliance] : alliances) {
      std::multimap<std::pair<absl::Time, std::string>, std::string> due;
      for (const auto& [id, entry] : alliance.members) {
        if (entry.expire_time <= now) due.emplace(std::pair(entry.expire_time, id), id);
      }
      if (due.empty()) continue;
      ++alliance.revision;
      for (const auto& [order, id] : due) {
        alliance.members.erase(id);
        alliance.changes.emplace_back(alliance.revision, "4" + id);
      }
    }
  }

  std::map<std::string, Alliance> alliances;

 private:
  static absl::StatusCode Check(const Alliance& alliance, const Write& write) {
    const auto found = alliance.members.find(write.id);
    const auto kind = write.precondition.kind;
    if (found != alliance.members.end()) {
      if (kind == Precondition::Kind::kMustNotExist) return absl::StatusCode::kAlreadyExists;
      const bool stale = kind == Precondition::Kind::kRevision &&
                         found->second.revision != write.precondition.revision;
      return stale ? absl::StatusCode::kAborted : absl::StatusCode::kOk;
    }
    const bool needed = write.kind == Write::Kind::kDelete ||
                        kind == Precondition::Kind::kMustExist ||
                        kind == Precondition::Kind::kRevision;
    return needed ? absl::StatusCode::kNotFound : absl::StatusCode::kOk;
  }

  static void Apply(Alliance& alliance, const Write& write) {
    const auto found = alliance.members.find(write.id);
    const bool exists = found != alliance.members.end();
    if (write.kind == Write::Kind::kDelete) {
      alliance.members.erase(found);
      alliance.changes.emplace_back(alliance.revision, "3" + write.id);
      return;
    }
    const std::int64_t created = exists ? found->second.create_revision : alliance.revision;
    alliance.members[write.id] = {write.payload, created, alliance.revision, write.expire_time};
    alliance.changes.emplace_back(alliance.revision, (exists ? "2" : "1") + write.id);
  }
};

class RandomModelTest : public StoreFixture, public testing::WithParamInterface<int> {
 protected:
  RandomModelTest() : random_(static_cast<std::uint64_t>(GetParam())) {
    options_.sync_writes = false;
    Open();
  }

  int Pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  std::string PickAlliance() { return Pick(2) == 0 ? "a" : std::string("a\0", 2); }

  Write PickWrite(const std::string& id, std::int64_t around) {
    Write write = PutMember(id, absl::StrCat("payload ", random_() % 1000));
    if (Pick(3) == 0) write.kind = Write::Kind::kDelete;
    if (Pick(4) == 0) write.expire_time = now_ + absl::Seconds(Pick(20));
    switch (Pick(6)) {
      case 0:
        write.precondition = Precondition::MustExist();
        break;
      case 1:
        write.precondition = Precondition::MustNotExist();
        break;
      case 2:
        write.precondition = Precondition::AtRevision(around - Pick(3));
        break;
      default:
        break;
    }
    return write;
  }

  void CommitToBoth() {
    const std::string alliance = PickAlliance();
    std::vector<Write> writes;
    for (int id = 0; id < 6; ++id) {
      if (Pick(4) == 0) {
        writes.push_back(PickWrite(std::string(static_cast<std::size_t>(id), 'm') + "x",
                                   twin_.alliances[alliance].revision));
      }
    }
    const absl::Status status = TryCommit(alliance, writes);
    ASSERT_EQ(status.code(), twin_.Commit(alliance, writes)) << status;
  }

  void SweepBoth() {
    ASSERT_TRUE(store_->Sweep().ok());
    twin_.Expire(now_);
  }

  void ExpectEqual() {
    const auto view = store_->View();
    for (const auto& [name, alliance] : twin_.alliances) {
      ASSERT_EQ(*view->Revision(name), alliance.revision);
      const auto records = ReadAll(*view->Scan(name, Collection::kMember, ""));
      ASSERT_EQ(records.size(), alliance.members.size());
      auto expected = alliance.members.begin();
      for (const Record& record : records) {
        ASSERT_EQ(record.id, expected->first);
        ASSERT_EQ(record.payload, expected->second.payload);
        ASSERT_EQ(record.create_revision, expected->second.create_revision);
        ASSERT_EQ(record.revision, expected->second.revision);
        ASSERT_EQ(record.expire_time, expected->second.expire_time);
        ++expected;
      }
      ExpectEqualChanges(*view, name, alliance);
    }
  }

  static void ExpectEqualChanges(const ReadView& view, const std::string& name,
                                 const Twin::Alliance& alliance) {
    const auto changes = view.ChangesAfter(name, 0, 1'000'000);
    ASSERT_TRUE(changes.ok()) << changes.status();
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const Change& change : *changes) {
      found.emplace_back(change.revision, absl::StrCat(static_cast<int>(change.kind), change.id));
    }
    ASSERT_EQ(found, alliance.changes);
  }

  std::mt19937_64 random_;
  Twin twin_;
};

TEST_P(RandomModelTest, StoreBehavesAsItsTwin) {
  for (int step = 0; step < 1500 && !HasFatalFailure(); ++step) {
    CommitToBoth();
    if (Pick(10) == 0) now_ += absl::Seconds(1);
    if (Pick(30) == 0) SweepBoth();
    if (Pick(40) == 0) ExpectEqual();
    if (Pick(200) == 0) Open();
  }
  ExpectEqual();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomModelTest, testing::Range(1, 6));

}  // namespace
}  // namespace counterpoint::storage
