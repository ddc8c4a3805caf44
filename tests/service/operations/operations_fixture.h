// Operations on a real store, with work that a test leads step by step.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/operations/operations.h"
#include "storage/store.h"

namespace counterpoint::service {

// Work that goes on until it is told how to end. Thread-safe.
class LedWork {
 public:
  absl::Status Run(const OperationRequest& request, OperationControl& control) {
    {
      absl::MutexLock lock(&mutex_);
      begun_.push_back(request.request);
      control_ = &control;
    }
    for (;;) {
      {
        absl::MutexLock lock(&mutex_);
        mutex_.AwaitWithTimeout(absl::Condition(this, &LedWork::HasEnd), absl::Milliseconds(2));
        if (end_) return Leave(control);
      }
      if (control.Stopped() && !stubborn_) return absl::CancelledError("stopped");
    }
  }

  // How it ends, now and from now on.
  void EndWith(std::function<absl::Status(OperationControl&)> end) {
    absl::MutexLock lock(&mutex_);
    end_ = std::move(end);
  }
  // Ends it with success and a record of the plan "p".
  void Succeed() {
    EndWith([](OperationControl& control) { return control.Succeed("result", {PlanWrite()}); });
  }
  // It does not look whether it is to stop.
  void BeStubborn() { stubborn_ = true; }

  // Waits until it has been begun so often, and says with what requests.
  std::vector<std::string> AwaitBegun(std::size_t times) {
    const auto begun = [&] { return begun_.size() >= times; };
    absl::MutexLock lock(&mutex_, absl::Condition(&begun));
    return begun_;
  }
  // Waits until so many have ended, and says what they were told.
  std::vector<absl::StatusCode> AwaitEnds(std::size_t times) {
    const auto ended = [&] { return ends_.size() >= times; };
    absl::MutexLock lock(&mutex_, absl::Condition(&ended));
    return ends_;
  }
  void Tell(absl::string_view phase, const v1::PlanProgress& progress) {
    absl::MutexLock lock(&mutex_);
    control_->Tell(phase, progress);
  }
  void TellWork(absl::string_view phase, absl::string_view unit, std::int64_t done,
                std::int64_t total) {
    absl::MutexLock lock(&mutex_);
    control_->TellWork(phase, unit, done, total);
  }
  absl::Status Save(std::vector<storage::Write> writes) {
    absl::MutexLock lock(&mutex_);
    return control_->Save(std::move(writes));
  }
  std::size_t times_begun() {
    absl::MutexLock lock(&mutex_);
    return begun_.size();
  }

  static storage::Write PlanWrite() {
    storage::Write write;
    write.collection = storage::Collection::kPlan;
    write.id = "p";
    write.payload = "plan";
    return write;
  }

 private:
  bool HasEnd() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return end_ != nullptr; }
  absl::Status Leave(OperationControl& control) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const absl::Status status = end_(control);
    ends_.push_back(status.code());
    return status;
  }

  absl::Mutex mutex_;
  std::atomic<bool> stubborn_ = false;
  std::vector<std::string> begun_ ABSL_GUARDED_BY(mutex_);
  std::vector<absl::StatusCode> ends_ ABSL_GUARDED_BY(mutex_);
  std::function<absl::Status(OperationControl&)> end_ ABSL_GUARDED_BY(mutex_);
  OperationControl* control_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

class OperationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    store_options_.path = absl::StrCat(::testing::TempDir(), "/", test->test_suite_name(), "-",
                                       test->name(), "-", getpid());
    std::filesystem::remove_all(store_options_.path);
    store_options_.sync_writes = false;
    store_options_.clock = [this] { return now_; };
    Open();
    PutAlliance("music");
  }
  void TearDown() override {
    Close();
    std::filesystem::remove_all(store_options_.path);
  }

  // Opens the store and takes up what was under way.
  void Open() {
    auto store = storage::Store::Open(store_options_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    operations_ = std::make_unique<Operations>(*store_, alliance_locks_, store_options_.clock,
                                               operation_options_);
    for (const auto& [method, work] : works_) {
      operations_->Register(
          method, [work = work](const OperationRequest& request, OperationControl& control) {
            return work->Run(request, control);
          });
    }
    ASSERT_TRUE(operations_->Restore().ok());
    if (starts_work_) operations_->StartWork();
  }
  void Close() {
    operations_.reset();
    store_.reset();
  }
  void Reopen() {
    Close();
    Open();
  }

  void PutAlliance(const std::string& alliance) {
    storage::CommitRequest commit;
    commit.alliance = alliance;
    commit.writes.resize(1);
    commit.writes[0].collection = storage::Collection::kAlliance;
    ASSERT_TRUE(store_->Commit(commit).ok());
  }
  void DropAlliance(const std::string& alliance) {
    ASSERT_TRUE(store_->DropAlliance(alliance, storage::Precondition::None()).ok());
  }

  static OperationRequest Request(const std::string& target = "alliances/music/sessions/spring",
                                  const std::string& request_id = "") {
    OperationRequest request;
    request.alliance = "music";
    request.method = "Plan";
    request.target = target;
    request.request = "how";
    request.request_id = request_id;
    return request;
  }
  v1::Operation Begin(const OperationRequest& request = Request()) {
    const auto operation = operations_->Begin(request);
    EXPECT_TRUE(operation.ok()) << operation.status();
    return operation.ok() ? *operation : v1::Operation();
  }
  static conversion::OperationName NameOf(const v1::Operation& operation) {
    return conversion::ParseOperationName(operation.name()).value_or(conversion::OperationName());
  }
  v1::Operation Get(const v1::Operation& operation) {
    const auto got = operations_->Get(NameOf(operation));
    EXPECT_TRUE(got.ok()) << got.status();
    return got.ok() ? *got : v1::Operation();
  }
  v1::Operation AwaitEnd(const v1::Operation& operation) {
    const auto seen =
        operations_->AwaitAfter(NameOf(operation), Operations::Seen::kEnd - 1, absl::Seconds(60));
    EXPECT_TRUE(seen.ok()) << seen.status();
    if (!seen.ok()) return {};
    EXPECT_EQ(seen->version, Operations::Seen::kEnd);
    return seen->operation;
  }
  bool PlanIsThere() const {
    return store_->View()->Get("music", storage::Collection::kPlan, "p").ok();
  }

  storage::StoreOptions store_options_;
  Operations::Options operation_options_;
  bool starts_work_ = true;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  AllianceLocks alliance_locks_;
  std::shared_ptr<LedWork> work_ = std::make_shared<LedWork>();
  // By method.
  std::map<std::string, std::shared_ptr<LedWork>> works_ = {{"Plan", work_}};
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Operations> operations_;
};

}  // namespace counterpoint::service
