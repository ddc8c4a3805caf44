#include "service/audit/audited_call.h"

#include <utility>

namespace counterpoint::service {
namespace {

thread_local AuditedCall* current_call = nullptr;

}  // namespace

AuditedCall::AuditedCall(AuditTrail* trail, const grpc::ServerContextBase& context,
                         const google::protobuf::Message& request, const Caller& caller)
    : trail_(trail),
      context_(context),
      request_(request),
      caller_(caller),
      outer_(current_call),
      is_over_(trail == nullptr) {
  current_call = this;
}

AuditedCall::~AuditedCall() {
  End(absl::OkStatus());
  current_call = outer_;
}

AuditedCall* AuditedCall::Current() { return current_call; }

void AuditedCall::EnterIfWatch() {
  if (!is_over_ && trail_->MethodOf(request_).kind == AuditKind::kWatch) End(absl::OkStatus());
}

void AuditedCall::End(const absl::Status& status) {
  if (std::exchange(is_over_, true)) return;
  const AuditTrail::Method method = trail_->MethodOf(request_);
  if (method.kind == AuditKind::kRead) return;
  AuditedEvent event = Event();
  event.event.set_code(static_cast<int>(status.code()));
  std::string alliance = AllianceNamedBy(request_, method.rule);
  if (alliance.empty()) alliance = caller_.alliance;
  trail_->Enter(alliance, std::move(event));
}

std::optional<storage::AuditEvent> AuditedCall::EventOf(
    absl::string_view alliance, const std::vector<storage::Write>& writes) const {
  if (is_over_) return std::nullopt;
  AuditedEvent event = Event();
  if (!concealed_) AddWrites(alliance, writes, event);
  return event.Stored();
}

void AuditedCall::Conceal(const std::map<std::string, std::int64_t>& removed) {
  concealed_ = removed;
}

AuditedEvent AuditedCall::Event() const {
  AuditedEvent event = EventOfCall(context_, request_, trail_->MethodOf(request_).rule, &caller_);
  if (!concealed_) return event;
  event.names.clear();
  event.request_id.clear();
  // A digest of a request that says little else than a name would give that away.
  event.event.clear_request_digest();
  event.event.mutable_removed()->insert(concealed_->begin(), concealed_->end());
  return event;
}

}  // namespace counterpoint::service
