// All members of one snapshot.
#pragma once

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/stall_guard.h"
#include "counterpoint/v1/member_service.grpc.pb.h"

namespace counterpoint::client {

// A running StreamMembers. A connection that breaks before the first answer is
// made again; later the error is returned, since a new stream would show
// another snapshot. For one thread.
class MemberExport {
 public:
  MemberExport(std::shared_ptr<v1::MemberService::StubInterface> stub,
               const ConnectionOptions& options, v1::StreamMembersRequest request);
  ~MemberExport();

  // The next members, in order of id; nullopt after the last. An alliance
  // without members may give an answer with none, which tells the revision.
  absl::StatusOr<std::optional<v1::StreamMembersResponse>> Next();

 private:
  using Reader = grpc::ClientReaderInterface<v1::StreamMembersResponse>;

  void Open();
  absl::Status Close();

  const std::shared_ptr<v1::MemberService::StubInterface> stub_;
  const RetryPolicy retry_;
  const v1::StreamMembersRequest request_;
  StallGuard guard_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Reader> reader_;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace counterpoint::client
