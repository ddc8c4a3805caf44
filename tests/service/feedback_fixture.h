// A store with an alliance in which interactions are recorded.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/resource_name.h"
#include "service/feedback/feedback.h"
#include "storage/store.h"

namespace counterpoint::service {

class FeedbackTest : public ::testing::Test {
 protected:
  static constexpr std::int64_t kNow = 1'750'000'000;  // Unix seconds.

  FeedbackTest() { Create(); }
  ~FeedbackTest() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  void Create() {
    storage::Write write;
    write.collection = storage::Collection::kAlliance;
    write.payload = conversion::PayloadOf(v1::Alliance());
    Commit({write});
  }
  void Drop() { ASSERT_TRUE(store_->DropAlliance("music", storage::Precondition::None()).ok()); }

  // An interaction between two members by id, as text says.
  static storage::Write Put(const std::string& id, const std::string& member,
                            const std::string& partner, const std::string& fields) {
    v1::Interaction interaction;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &interaction)) << fields;
    interaction.set_member(conversion::FormatMemberName("music", member));
    interaction.set_partner(conversion::FormatMemberName("music", partner));
    storage::Write write;
    write.collection = storage::Collection::kInteraction;
    write.id = id;
    write.payload = conversion::PayloadOf(interaction);
    return write;
  }
  static storage::Write Removal(const std::string& id) {
    storage::Write write;
    write.kind = storage::Write::Kind::kDelete;
    write.collection = storage::Collection::kInteraction;
    write.id = id;
    return write;
  }
  // Of a time, with a number of seconds before kNow.
  static std::string Ago(std::int64_t seconds) {
    return absl::StrCat(" occur_time { seconds: ", kNow - seconds, " }");
  }
  static absl::Time Now() { return absl::FromUnixSeconds(kNow); }

  std::int64_t Commit(std::vector<storage::Write> writes) {
    storage::CommitRequest request;
    request.alliance = "music";
    request.writes = std::move(writes);
    const auto result = store_->Commit(std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->revision : 0;
  }

  std::shared_ptr<const KeptApart> KeptApartNow() {
    auto kept_apart = feedback_->KeptApartNow("music");
    EXPECT_TRUE(kept_apart.ok()) << kept_apart.status();
    return kept_apart.ok() ? *kept_apart : std::make_shared<const KeptApart>();
  }

  std::unique_ptr<storage::Store> OpenStore() {
    storage::StoreOptions options;
    options.path = path_;
    options.sync_writes = false;
    options.change_retention = absl::Hours(1);
    options.clock = [this] { return Now() + absl::Seconds(ahead_); };
    auto store = *storage::Store::Open(options);
    store->SetListener([this](absl::string_view alliance, std::int64_t revision) {
      if (feedback_ != nullptr) feedback_->OnCommit(alliance, revision);
    });
    return store;
  }

  const std::string path_ =
      absl::StrCat(::testing::TempDir(), "/feedback-",
                   ::testing::UnitTest::GetInstance()->current_test_info()->name(), "-", getpid());
  std::int64_t ahead_ = 0;  // Seconds of the store's clock after kNow.
  std::unique_ptr<Feedback> feedback_;
  std::unique_ptr<storage::Store> store_ = OpenStore();

  void StartFeedback() {
    feedback_ = std::make_unique<Feedback>(
        *store_, [this](absl::string_view alliance, const absl::Status& fault) {
          faults_.push_back(absl::StrCat(alliance, ": ", fault.ToString()));
        });
  }
  std::vector<std::string> faults_;  // As they were reported.
};

}  // namespace counterpoint::service
