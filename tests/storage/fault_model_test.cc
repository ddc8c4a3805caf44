// Random use of a store on a disk that fails in the midst of it, beside a plain
// model of what was acknowledged. Whatever fails: what was acknowledged is
// shown and survives, nothing else is there, and no commit is halved.
//
// COUNTERPOINT_FAULT_EPISODES says how many stores are tried, and
// COUNTERPOINT_FAULT_SEED which comes first.
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/storage/acknowledged_states.h"
#include "tests/storage/simulated_disk.h"
#include "tests/storage/store_fixture.h"
#include "tests/storage/store_twin.h"

namespace counterpoint::storage {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

const std::vector<std::string> kAlliances = {"a", "b"};
const std::vector<std::string> kRequestIds = {"q0", "q1", "q2", "q3", "q4", "q5"};

int FromEnvironment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

struct Counts {
  std::int64_t faults = 0;        // Operations of the disk that failed.
  std::int64_t acknowledged = 0;  // Writes.
  std::int64_t refused = 0;       // Writes that failed as the disk did.
  std::int64_t states = 0;        // Comparisons of all that a store holds.
  std::int64_t kills = 0;
  std::int64_t power_cuts = 0;
  std::int64_t failed_openings = 0;
  std::int64_t backups = 0;
  std::int64_t resumed = 0;      // Stores that went on once there was room again,
  std::int64_t not_resumed = 0;  // and those that asked to be opened again.
};

// A store's life of some kills and power cuts.
class Episode {
 public:
  Episode(int seed, Counts& counts)
      : counts_(counts),
        random_(static_cast<std::uint64_t>(seed)),
        states_(StoreTwin(kAlliances, {absl::Seconds(60), absl::Seconds(90)})) {
    options_.path = "/store";
    options_.env = disk_.env();
    options_.clock = [this] { return now_; };
    options_.request_retention = absl::Seconds(60);
    options_.change_retention = absl::Seconds(90);
    options_.sync_writes = Pick(4) != 0;
    options_.free_space_reserve = Pick(2) == 0 ? 10'000 : 0;
    if (Pick(2) == 0) options_.write_buffer_bytes = std::size_t{64} << 10;
    options_.block_cache_bytes = Pick(2) == 0 ? 1 << 20 : 8 << 10;
  }

  void Run() {
    Open();
    const int rounds = 2 + Pick(3);
    for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
      Operate(4 + Pick(16));
      Break();
      Operate(3 + Pick(12));
      if (is_full_ && !disk_.is_stopped()) ExpectWritesOnceThereIsRoom();
      EndSomehow();
      Reopen();
    }
    counts_.faults += disk_.failures();
    store_.reset();
  }

 private:
  int Pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  const std::string& PickAlliance() { return kAlliances[static_cast<std::size_t>(Pick(2))]; }

  Fault PickFault() {
    constexpr FaultKind kKinds[] = {FaultKind::kReadError, FaultKind::kWriteError,
                                    FaultKind::kTornWrite, FaultKind::kSyncError,
                                    FaultKind::kReadOnly,  FaultKind::kPowerCut};
    constexpr FileKind kFiles[] = {FileKind::kAny, FileKind::kLog, FileKind::kTable,
                                   FileKind::kManifest};
    Fault fault;
    fault.kind = kKinds[Pick(std::size(kKinds))];
    fault.files = kFiles[Pick(std::size(kFiles))];
    fault.after = Pick(3) == 0 ? Pick(40) : Pick(6);
    fault.lasting = Pick(2) == 0;
    return fault;
  }

  void Break() {
    is_broken_ = true;
    if (Pick(4) == 0) {
      is_full_ = true;
      failures_before_full_ = disk_.failures();
      disk_.LimitSpace(static_cast<std::size_t>(Pick(30'000)));
    } else {
      fault_ = PickFault();
      disk_.Inject(*fault_);
    }
  }

  void Operate(int operations) {
    for (int i = 0; i < operations && !disk_.is_stopped(); ++i) {
      now_ += absl::Seconds(Pick(4));
      const int kind = Pick(20);
      if (kind < 12) {
        Commit();
      } else if (kind < 15) {
        PutDerived();
      } else if (kind < 17) {
        Sweep();
      } else if (kind < 18) {
        Drop();
      } else {
        Backup();
      }
      ExpectShown();
      if (testing::Test::HasFailure()) return;
    }
  }

  Write PickWrite(int id) {
    constexpr Collection kCollections[] = {
        Collection::kAlliance,        Collection::kMember,      Collection::kMember,
        Collection::kMember,          Collection::kInteraction, Collection::kSession,
        Collection::kOperation,       Collection::kStaffRule,   Collection::kGeneration,
        Collection::kGenerationBlock, Collection::kPublication};
    Write write;
    write.collection = kCollections[Pick(std::size(kCollections))];
    if (write.collection != Collection::kAlliance) write.id = absl::StrCat("r", id);
    if (Pick(5) == 0) write.kind = Write::Kind::kDelete;
    // Now and then much, so that memory is flushed to tables.
    write.payload = absl::StrCat(random_());
    while (write.payload.size() < (Pick(12) == 0 ? 20'000u : 0u)) {
      absl::StrAppend(&write.payload, random_());
    }
    if (Pick(6) == 0) write.expire_time = now_ + absl::Seconds(Pick(40));
    if (Pick(12) == 0) write.precondition = Precondition::MustExist();
    if (Pick(12) == 0) write.precondition = Precondition::MustNotExist();
    return write;
  }

  void Commit() {
    CommitRequest request = Request(PickAlliance(), {});
    const int writes = 1 + Pick(6);
    for (int id = 0; id < writes; ++id) request.writes.push_back(PickWrite(id));
    for (std::size_t i = request.writes.size(); i-- > 1;) {
      // One write to the alliance's own record at most.
      if (request.writes[i].collection == Collection::kAlliance) {
        request.writes.erase(request.writes.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    if (Pick(3) == 0) request.request_id = kRequestIds[random_() % kRequestIds.size()];
    request.make_reply = [](const CommitResult& result) { return absl::StrCat(result.revision); };
    StoreTwin after = states_.shown();
    Compare([&] { return store_->Commit(request); }, after.Commit(request, now_), after);
  }
  void Drop() {
    const std::string& name = PickAlliance();
    StoreTwin after = states_.shown();
    Compare([&] { return store_->DropAlliance(name, Precondition::None()); },
            after.DropAlliance(name, now_), after);
  }

  // `run` writes to the store; the twin has answered `expected` and is `after`.
  template <typename Run>
  void Compare(Run run, const absl::StatusOr<CommitResult>& expected, const StoreTwin& after) {
    const std::int64_t failures = disk_.failures();
    const absl::StatusOr<CommitResult> result = run();
    if (result.ok() && expected.ok()) {
      EXPECT_EQ(result->revision, expected->revision);
      EXPECT_EQ(result->commit_time, expected->commit_time);
      EXPECT_EQ(result->repeated, expected->repeated);
      EXPECT_EQ(result->reply, expected->reply);
      if (!result->repeated) Acknowledge(after, options_.sync_writes);
      return;
    }
    if (result.status().code() == expected.status().code()) return;
    ExpectRefused(result.status());
    if (disk_.failures() > failures && expected.ok()) states_.Doubt(after);
  }
  void Acknowledge(const StoreTwin& after, bool synced) {
    ++counts_.acknowledged;
    states_.Acknowledge(after, synced);
  }

  void PutDerived() {
    const std::string& name = PickAlliance();
    const auto kind = static_cast<std::uint8_t>(Pick(3));
    std::vector<Store::Derived> items;
    for (int id = 0; id < 4; ++id) {
      items.push_back({absl::StrCat("d", id), Pick(4) == 0 ? "" : absl::StrCat(random_())});
    }
    StoreTwin after = states_.shown();
    after.PutDerived(name, kind, items);
    const std::int64_t failures = disk_.failures();
    const absl::Status status = store_->PutDerived(name, kind, items);
    if (status.ok()) {
      Acknowledge(after, /*synced=*/false);
    } else {
      ExpectRefused(status);
      if (disk_.failures() > failures) states_.Doubt(after);
    }
  }

  void Sweep() {
    now_ += absl::Seconds(Pick(100));
    std::vector<StoreTwin> stages = {states_.shown()};
    std::vector<bool> synced = {false};
    for (const std::string& name : kAlliances) {
      stages.push_back(stages.back());
      stages.back().Expire(name, now_);
      const bool expires = stages.back().Describe(now_) != stages[stages.size() - 2].Describe(now_);
      synced.push_back(expires && options_.sync_writes);
      stages.push_back(stages.back());
      stages.back().Forget(name, now_);
      synced.push_back(false);
      stages.push_back(stages.back());
      stages.back().Trim(name, now_);
      synced.push_back(false);
    }
    const absl::Status status = store_->Sweep().status();
    std::size_t done = stages.size() - 1;
    if (!status.ok()) {
      ExpectRefused(status);
      // It has come as far as it shows.
      const auto shown = Describe(*store_, kAlliances, kRequestIds);
      if (!shown.ok()) {
        ExpectUnreadable(shown.status());
        for (const StoreTwin& stage : stages) states_.Doubt(stage);
        // Which of them it goes on from cannot be told before it is opened again.
        disk_.Stop();
        return;
      }
      done = 0;
      for (std::size_t i = 0; i < stages.size(); ++i) {
        if (stages[i].Describe(now_) == *shown) done = i;
      }
    }
    for (std::size_t i = 1; i <= done; ++i) Acknowledge(stages[i], synced[i]);
    if (!status.ok() && done + 1 < stages.size()) states_.Doubt(stages[done + 1]);
  }

  void Backup() {
    const std::string directory = absl::StrCat("/backup", ++backups_made_);
    const absl::Status status = store_->Backup(directory);
    backups_.push_back({directory, states_.shown().Describe(now_), now_, status.ok()});
    if (status.ok()) {
      ++counts_.backups;
      return;
    }
    // Where a backup may be written is for its caller to see to. A disk that takes no
    // writes from the last step on keeps the name: what it has is then whole.
    if (absl::IsPermissionDenied(status)) return;
    ExpectRefused(status);
    if (!disk_.is_stopped()) {
      EXPECT_TRUE(disk_.env()->FileExists(directory).IsNotFound()) << status;
    }
  }

  // The store said that it could not, and what to do.
  void ExpectRefused(const absl::Status& status) {
    ++counts_.refused;
    EXPECT_TRUE(is_broken_) << status;
    EXPECT_THAT(status.code(), AnyOf(absl::StatusCode::kUnavailable, absl::StatusCode::kDataLoss,
                                     absl::StatusCode::kResourceExhausted))
        << status;
    EXPECT_THAT(std::string(status.message()),
                AnyOf(HasSubstr("has to be opened again"), HasSubstr("free some space"),
                      HasSubstr("try again"), HasSubstr("restore a backup")));
  }
  void ExpectUnreadable(const absl::Status& status) {
    const bool may_fail =
        disk_.is_stopped() || (fault_.has_value() && fault_->kind == FaultKind::kReadError);
    EXPECT_TRUE(may_fail) << status;
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kUnavailable));
  }

  // Whatever the disk does, the store shows what it has acknowledged.
  void ExpectShown() {
    const auto shown = Describe(*store_, kAlliances, kRequestIds);
    ++counts_.states;
    if (!shown.ok()) return ExpectUnreadable(shown.status());
    EXPECT_EQ(*shown, states_.shown().Describe(now_));
  }

  void ExpectWritesOnceThereIsRoom() {
    was_overrun_ = disk_.failures() > failures_before_full_;
    disk_.Repair();
    const CommitRequest request = Request("a", {PutMember("then")});
    StoreTwin after = states_.shown();
    ASSERT_TRUE(after.Commit(request, now_).ok());
    const absl::Status status = store_->Commit(request).status();
    if (status.ok()) {
      ++counts_.resumed;
      Acknowledge(after, options_.sync_writes);
    } else {
      ++counts_.not_resumed;
      EXPECT_TRUE(was_overrun_) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr("has to be opened again"));
    }
    ExpectShown();
  }

  // Ends the process in order, by a kill, or with the power.
  void EndSomehow() {
    const int way = Pick(5);
    if (way > 0 || disk_.is_stopped()) disk_.Stop();
    store_.reset();
    if (way <= 1 || states_.is_entangled()) {
      ++counts_.kills;
      disk_.Repair();
    } else {
      LosePower();
    }
  }
  void LosePower() {
    ++counts_.power_cuts;
    states_.LosePower();
    disk_.LosePower(random_);
  }

  void Open() {
    auto opened = Store::Open(options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  // Opens the store, perhaps with failures on the way, and sees what is there.
  void Reopen() {
    is_broken_ = is_full_ = false;
    fault_.reset();
    for (int attempt = 0; attempt < 2 && Pick(3) == 0; ++attempt) {
      Break();
      auto opened = Store::Open(options_);
      if (!opened.ok()) {
        ++counts_.failed_openings;
        EXPECT_THAT(opened.status().code(),
                    AnyOf(absl::StatusCode::kUnavailable, absl::StatusCode::kResourceExhausted,
                          absl::StatusCode::kPermissionDenied))
            << opened.status();
      }
      if (Pick(2) == 0) disk_.Stop();
      opened = absl::UnknownError("closed");
      if (Pick(2) == 0 && !states_.is_entangled()) {
        LosePower();
      } else {
        disk_.Repair();
      }
    }
    is_broken_ = is_full_ = false;
    fault_.reset();
    Open();
    if (store_ == nullptr) return;
    const auto found = Describe(*store_, kAlliances, kRequestIds);
    ASSERT_TRUE(found.ok()) << found.status();
    ++counts_.states;
    ASSERT_TRUE(states_.Settle(*found, now_)) << states_.Differences(*found, now_);
    ExpectBackups();
  }

  // Each that was made is there, whole; of one that failed at its very end, or
  // with the power, nothing is there, or all.
  void ExpectBackups() {
    for (const BackupMade& made : backups_) {
      const bool exists = disk_.env()->FileExists(made.directory).ok();
      EXPECT_TRUE(exists || !made.acknowledged) << made.directory;
      if (!exists) continue;
      StoreOptions options = options_;
      options.path = made.directory;
      options.must_exist = true;
      options.clock = [&made] { return made.time; };
      const auto backup = Store::Open(options);
      ASSERT_TRUE(backup.ok()) << backup.status();
      const auto found = Describe(**backup, kAlliances, kRequestIds);
      ASSERT_TRUE(found.ok()) << found.status();
      ++counts_.states;
      EXPECT_EQ(*found, made.description);
    }
    backups_.clear();
  }

  struct BackupMade {
    std::string directory;
    std::string description;  // Of what it should hold.
    absl::Time time;
    bool acknowledged;
  };

  Counts& counts_;
  std::mt19937_64 random_;
  SimulatedDisk disk_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  StoreOptions options_;
  AcknowledgedStates states_;
  std::vector<BackupMade> backups_;
  int backups_made_ = 0;
  bool is_broken_ = false;
  bool is_full_ = false;
  bool was_overrun_ = false;  // Something was written in spite of the reserve.
  std::int64_t failures_before_full_ = 0;
  std::optional<Fault> fault_;
  std::unique_ptr<Store> store_;
};

TEST(FaultModelTest, NothingAcknowledgedIsLostAndNothingIsInvented) {
  Counts counts;
  const int first = FromEnvironment("COUNTERPOINT_FAULT_SEED", 1);
  const int episodes = FromEnvironment("COUNTERPOINT_FAULT_EPISODES", 12);
  for (int seed = first; seed < first + episodes; ++seed) {
    Episode(seed, counts).Run();
    if (HasFailure()) FAIL() << "COUNTERPOINT_FAULT_SEED=" << seed;
  }
  std::printf(
      "%d stores, %d faults: %d writes acknowledged, %d refused; %d kills, %d power cuts,\n"
      "%d failed openings, %d backups; %d full disks survived, %d by opening again;\n"
      "%d states compared, 0 writes lost, 0 invented\n",
      episodes, static_cast<int>(counts.faults), static_cast<int>(counts.acknowledged),
      static_cast<int>(counts.refused), static_cast<int>(counts.kills),
      static_cast<int>(counts.power_cuts), static_cast<int>(counts.failed_openings),
      static_cast<int>(counts.backups), static_cast<int>(counts.resumed + counts.not_resumed),
      static_cast<int>(counts.not_resumed), static_cast<int>(counts.states));
  EXPECT_GT(counts.faults, episodes / 2);
}

}  // namespace
}  // namespace counterpoint::storage
