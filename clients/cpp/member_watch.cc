#include "clients/cpp/member_watch.h"

#include <utility>

namespace counterpoint::client {

MemberWatch::MemberWatch(std::shared_ptr<v1::MemberService::StubInterface> stub,
                         const ConnectionOptions& options, v1::WatchMembersRequest request)
    : stub_(std::move(stub)),
      request_(std::move(request)),
      stream_(options, [this](grpc::ClientContext* context) {
        return stub_->WatchMembers(context, request_);
      }) {}

absl::StatusOr<std::optional<v1::WatchMembersResponse>> MemberWatch::Next() {
  for (;;) {
    auto response = stream_.Next();
    if (!response.ok() || !response->has_value()) return response;
    request_.set_start_revision((*response)->revision());
    if (!(*response)->changes().empty()) return response;
  }
}

}  // namespace counterpoint::client
