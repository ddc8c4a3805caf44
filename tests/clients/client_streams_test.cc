#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "clients/cpp/members.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;
using v1::ImportMembersResponse;

constexpr int kMembers = 10;

class ClientStreamsTest : public testing::Test {
 protected:
  // Gives every member of a request a verdict, the first time NEW, then
  // UNCHANGED; names that hold "bad" are rejected.
  void Decide(const v1::ImportMembersRequest& request, ImportMembersResponse* response) {
    for (const v1::Member& member : request.members()) {
      auto* verdict = response->add_verdicts();
      const bool known = !stored_.insert(member.name()).second;
      verdict->set_outcome(known ? ImportMembersResponse::UNCHANGED
                                 : ImportMembersResponse::IMPORTED_NEW);
      if (member.name().find("bad") == std::string::npos) continue;
      verdict->set_outcome(ImportMembersResponse::REJECTED);
      verdict->mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
    }
    response->set_revision(++revision_);
  }

  // Serves an import; the first `broken` connections break after two requests,
  // the last verdicts of each unsent.
  void ServeImport(int broken) {
    server_.members().import = [this, broken](int call, ScriptedMembers::ImportStream* stream) {
      v1::ImportMembersRequest request;
      for (int count = 1; stream->Read(&request); ++count) {
        ImportMembersResponse response;
        Decide(request, &response);
        if (call <= broken && count == 2) return Unavailable();
        stream->Write(response);
      }
      return grpc::Status::OK;
    };
  }

  absl::StatusOr<ImportSummary> Import(v1::ImportMembersRequest::ExistingMembers existing) {
    ImportOptions options;
    options.chunk_members = 2;
    options.max_in_flight = 3;
    options.existing = existing;
    const auto import = server_.client().members().Import(
        options, [this](const v1::Member& member, const ImportMembersResponse::Verdict& verdict) {
          told_.push_back(absl::StrCat(verdict.index(), ":", member.name()));
        });
    for (int i = 0; i < kMembers; ++i) {
      v1::Member member;
      member.set_name(absl::StrCat(i == 3 ? "bad" : "m", i));
      const absl::Status status = import->Add(member);
      if (!status.ok()) return status;
    }
    return import->Finish();
  }

  // Tells revisions `first` to `last`, one an answer.
  static void Tell(int64_t first, int64_t last,
                   grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
    for (int64_t revision = first; revision <= last; ++revision) {
      v1::WatchMembersResponse response;
      response.add_changes()->set_revision(revision);
      response.set_revision(revision);
      writer->Write(response);
    }
  }

  std::vector<int64_t> Revisions(MemberWatch* watch) {
    std::vector<int64_t> revisions;
    while (true) {
      const auto response = watch->Next();
      status_ = response.status();
      if (!response.ok() || !response->has_value()) return revisions;
      revisions.push_back((*response)->changes(0).revision());
    }
  }

  std::set<std::string> stored_;
  int64_t revision_ = 0;
  std::vector<std::string> told_;
  absl::Status status_;
  // Lets a handler of the server return. Outlives the server, whose threads
  // wait for it.
  absl::Notification end_;
  ScriptedServer server_;
};

TEST_F(ClientStreamsTest, ImportTellsEveryVerdictInOrder) {
  ServeImport(/*broken=*/0);
  const auto summary = Import(v1::ImportMembersRequest::REPLACE);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->created, 9);
  EXPECT_EQ(summary->rejected, 1);
  EXPECT_EQ(summary->revision, 5);
  EXPECT_THAT(told_, ElementsAre("0:m0", "1:m1", "2:m2", "3:bad3", "4:m4", "5:m5", "6:m6", "7:m7",
                                 "8:m8", "9:m9"));
}

TEST_F(ClientStreamsTest, BrokenImportGoesOnAndTellsNothingTwice) {
  ServeImport(/*broken=*/2);
  const auto summary = Import(v1::ImportMembersRequest::REPLACE);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(told_.size(), size_t{kMembers});
  EXPECT_EQ(stored_.size(), size_t{kMembers});
  EXPECT_EQ(summary->created + summary->unchanged + summary->rejected, kMembers);
  EXPECT_EQ(server_.members().calls(), 3);
}

TEST_F(ClientStreamsTest, BrokenImportThatRejectsExistingMembersIsAnError) {
  ServeImport(/*broken=*/1);
  EXPECT_TRUE(absl::IsUnavailable(Import(v1::ImportMembersRequest::REJECT).status()));
  EXPECT_EQ(server_.members().calls(), 1);
}

TEST_F(ClientStreamsTest, WatchResumesFromTheLastRevision) {
  std::vector<int64_t> starts;
  server_.members().watch = [&](int call, const v1::WatchMembersRequest& request,
                                grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
    starts.push_back(request.start_revision());
    Tell(request.start_revision() + 1, call * 2, writer);
    return call < 3 ? Unavailable() : grpc::Status::OK;
  };
  const auto watch = server_.client().members().Watch({});
  EXPECT_THAT(Revisions(watch.get()), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_TRUE(status_.ok()) << status_;
  EXPECT_THAT(starts, ElementsAre(0, 2, 4));
  EXPECT_EQ(watch->revision(), 6);
}

TEST_F(ClientStreamsTest, CancelEndsAWatchThatWaits) {
  server_.members().watch = [&](int, const v1::WatchMembersRequest&,
                                grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
    Tell(1, 1, writer);
    end_.WaitForNotification();
    return grpc::Status::OK;
  };
  const auto watch = server_.client().members().Watch({});
  ASSERT_TRUE(watch->Next().ok());
  std::thread canceller([&] { watch->Cancel(); });
  EXPECT_TRUE(Revisions(watch.get()).empty());
  EXPECT_TRUE(status_.ok()) << status_;
  canceller.join();
  end_.Notify();
}

TEST_F(ClientStreamsTest, SilentStreamIsGivenUp) {
  server_.options().stall_limit = absl::Milliseconds(50);
  server_.options().retry.max_attempts = 2;
  server_.Connect();
  server_.members().watch = [&](int, const v1::WatchMembersRequest&,
                                grpc::ServerWriter<v1::WatchMembersResponse>*) {
    end_.WaitForNotification();
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Revisions(server_.client().members().Watch({}).get()).empty());
  EXPECT_EQ(status_, absl::UnavailableError("the server has fallen silent"));
  end_.Notify();
}

TEST_F(ClientStreamsTest, ExportThatBreaksHalfwayIsAnError) {
  server_.members().stream = [](int call, grpc::ServerWriter<v1::StreamMembersResponse>* writer) {
    if (call > 1) writer->Write({});
    return Unavailable();
  };
  const auto members = server_.client().members().Export({});
  EXPECT_TRUE(members->Next().ok());
  EXPECT_TRUE(absl::IsUnavailable(members->Next().status()));
  EXPECT_EQ(server_.members().calls(), 2);
}

}  // namespace
}  // namespace counterpoint::client
