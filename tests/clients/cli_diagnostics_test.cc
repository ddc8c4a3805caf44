#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/cord.h"
#include "clients/cli/diagnostics.h"
#include "counterpoint/rpc/status.pb.h"

namespace counterpoint::cli {
namespace {

std::string Printed(const absl::Status& status) {
  std::ostringstream out;
  PrintError(status, {"host:1", "alliances/music"}, out);
  return out.str();
}

TEST(PrintError, NamesEachBadFieldOnALineOfItsOwn) {
  google::rpc::BadRequest bad;
  for (const char* field : {"member.kind", "member.region"}) {
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations()->rbegin()->set_description("must be set");
  }
  absl::Status status = absl::InvalidArgumentError("2 fields are wrong");
  status.SetPayload("type.googleapis.com/google.rpc.BadRequest",
                    absl::Cord(bad.SerializeAsString()));
  EXPECT_EQ(Printed(status),
            "counterpoint: 2 fields are wrong (INVALID_ARGUMENT)\n"
            "  member.kind: must be set\n"
            "  member.region: must be set\n");
}

TEST(PrintError, DoesNotRepeatAFieldThatIsTheWholeMessage) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("page_size");
  bad.mutable_field_violations(0)->set_description("is negative");
  absl::Status status = absl::InvalidArgumentError("page_size: is negative");
  status.SetPayload("type.googleapis.com/google.rpc.BadRequest",
                    absl::Cord(bad.SerializeAsString()));
  EXPECT_EQ(Printed(status), "counterpoint: page_size: is negative (INVALID_ARGUMENT)\n");
}

TEST(PrintError, OfAMissingMemberSaysHowToSeeThoseThatThereAre) {
  google::rpc::ResourceInfo info;
  info.set_resource_name("alliances/music/members/x");
  absl::Status status = absl::NotFoundError("no member x");
  status.SetPayload("type.googleapis.com/google.rpc.ResourceInfo",
                    absl::Cord(info.SerializeAsString()));
  EXPECT_EQ(Printed(status),
            "counterpoint: no member x (NOT_FOUND)\n"
            "See which members there are: counterpoint member list -a music\n");
}

TEST(PrintError, OfAnOperationUnderWaySaysHowToFollowIt) {
  google::rpc::ResourceInfo info;
  info.set_resource_name("alliances/music/operations/7");
  absl::Status status = absl::AbortedError("it is under way");
  status.SetPayload("type.googleapis.com/google.rpc.ResourceInfo",
                    absl::Cord(info.SerializeAsString()));
  EXPECT_EQ(Printed(status),
            "counterpoint: it is under way (ABORTED)\n"
            "Follow it: counterpoint operation wait alliances/music/operations/7\n");
}

TEST(PrintError, OfAnInteractionSaysWhatCanBeDoneAboutIt) {
  google::rpc::ResourceInfo info;
  info.set_resource_name("alliances/music/interactions/x");
  const auto with_resource = [&](absl::Status status) {
    status.SetPayload("type.googleapis.com/google.rpc.ResourceInfo",
                      absl::Cord(info.SerializeAsString()));
    return status;
  };
  EXPECT_EQ(Printed(with_resource(absl::NotFoundError("no x"))),
            "counterpoint: no x (NOT_FOUND)\n"
            "See which interactions there are: counterpoint interaction list -a music\n");
  EXPECT_EQ(Printed(with_resource(absl::AlreadyExistsError("x is there"))),
            "counterpoint: x is there (ALREADY_EXISTS)\n"
            "What is recorded stays as it is; choose another id with --id.\n");
}

TEST(PrintError, OfTheCommandLineHasNoCode) {
  EXPECT_EQ(Printed(UsageError("say more")), "counterpoint: say more\n");
}

TEST(ExitCodeOf, TellsKindsOfErrorsApart) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kOk);
  EXPECT_EQ(ExitCodeOf(UsageError("")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), ExitCode::kError);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), ExitCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), ExitCode::kUnavailable);
}

}  // namespace
}  // namespace counterpoint::cli
