#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/member_record.h"
#include "service/conversion/resource_name.h"
#include "service/live_index/index_builder.h"

namespace counterpoint::service {

using storage::Collection;
using storage::Write;

// The builder on a real store, without the threads of the live index.
class IndexBuilderTest : public ::testing::Test {
 protected:
  IndexBuilderTest() {
    Write alliance;
    alliance.collection = Collection::kAlliance;
    alliance.payload = conversion::PayloadOf(v1::Alliance());
    Commit({alliance});
  }
  ~IndexBuilderTest() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  static std::string FreshPath() {
    std::string path = absl::StrCat(::testing::TempDir(), "/index-builder-",
                                    ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                                    "-", getpid());
    std::filesystem::remove_all(path);
    return path;
  }
  static std::unique_ptr<storage::Store> OpenStore(const std::string& path) {
    storage::StoreOptions options;
    options.path = path;
    options.sync_writes = false;
    return *storage::Store::Open(options);
  }

  static Write PutOf(int number, const std::string& text = "game music for strings") {
    v1::Member member;
    member.set_kind(v1::CREATOR);
    (*member.mutable_display_name())["en"] = absl::StrCat("Studio ", number);
    (*member.add_offers()->mutable_title())["en"] = absl::StrCat(text, " number ", number);
    Write write;
    write.id = absl::StrCat("m", number);
    write.payload = conversion::PayloadOf(member);
    return write;
  }
  static Write PutOfInteraction(const std::string& id, int member, int partner) {
    v1::Interaction interaction;
    interaction.set_kind(v1::PARTNERSHIP);
    interaction.set_member(conversion::FormatMemberName("music", absl::StrCat("m", member)));
    interaction.set_partner(conversion::FormatMemberName("music", absl::StrCat("m", partner)));
    Write write;
    write.collection = Collection::kInteraction;
    write.id = id;
    write.payload = conversion::PayloadOf(interaction);
    return write;
  }
  static Write RemovalOfInteraction(const std::string& id) {
    Write write;
    write.kind = Write::Kind::kDelete;
    write.collection = Collection::kInteraction;
    write.id = id;
    return write;
  }
  static Write RemovalOf(int number) {
    Write write;
    write.kind = Write::Kind::kDelete;
    write.id = absl::StrCat("m", number);
    return write;
  }
  static std::vector<Write> PutsOf(int first, int last) {
    std::vector<Write> writes;
    for (int i = first; i < last; ++i) writes.push_back(PutOf(i));
    return writes;
  }

  void Commit(std::vector<Write> writes) {
    storage::CommitRequest request;
    request.alliance = "music";
    request.writes = std::move(writes);
    ASSERT_TRUE(store_->Commit(std::move(request)).ok());
  }
  BuiltIndex Build() {
    const auto view = store_->View();
    auto built = builder_.Build(*view, *reader_.Find(*view, "music"));
    EXPECT_TRUE(built.ok()) << built.status();
    return *std::move(built);
  }
  void Advance(BuiltIndex& built) {
    const auto view = store_->View();
    const absl::Status advanced = builder_.Advance(*view, *reader_.Find(*view, "music"), built);
    EXPECT_TRUE(advanced.ok()) << advanced;
  }
  std::string KeptTextsOf(int number) {
    const auto kept = store_->View()->GetDerived("music", kKeptTexts, absl::StrCat("m", number));
    return kept.ok() ? *kept : "";
  }

  // Both must hold the same members with the same features and weigh them by
  // the same model.
  static void ExpectSame(const BuiltIndex& a, const BuiltIndex& b) {
    EXPECT_EQ(a.snapshot->index->revision(), b.snapshot->index->revision());
    EXPECT_EQ(a.learnt.model->Encode(), b.learnt.model->Encode());
    const auto left = a.snapshot->index->All();
    const auto right = b.snapshot->index->All();
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
      EXPECT_EQ(left[i]->id, right[i]->id);
      EXPECT_EQ(left[i]->profile.terms, right[i]->profile.terms);
      EXPECT_EQ(a.snapshot->catalog->Find(left[i]->id)->revision,
                b.snapshot->catalog->Find(left[i]->id)->revision);
    }
  }

  const std::string path_ = FreshPath();
  std::unique_ptr<storage::Store> store_ = OpenStore(path_);
  AllianceReader reader_;
  IndexFaults faults_;
  std::atomic<bool> stop_ = false;
  WorkerPool pool_{2, 100};
  IndexBuilder builder_{*store_, pool_, faults_, stop_};
};

}  // namespace counterpoint::service
