#include "service/audit/audit_trail.h"

#include <map>
#include <utility>

namespace counterpoint::service {

AuditTrail::AuditTrail(storage::AuditStore& store, const AccessRules& rules,
                       const AuditOptions& options, std::function<absl::Time()> clock,
                       Report report)
    : store_(store),
      rules_(rules),
      options_(options),
      clock_(std::move(clock)),
      report_(std::move(report)),
      limit_(options, clock_) {
  for (const MethodAccess& access : AccessTable()) {
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        std::string(access.method));
    if (method != nullptr) kinds_.emplace(method->input_type(), AuditKindOf(access.method));
  }
  writer_ = std::thread([this] { WriteUntilStopped(); });
}

AuditTrail::~AuditTrail() {
  Enqueue(limit_.TakeDue(/*all=*/true));
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  writer_.join();
}

AuditTrail::Method AuditTrail::MethodOf(const google::protobuf::Message& request) const {
  const auto found = kinds_.find(request.GetDescriptor());
  if (found == kinds_.end()) return {};
  return {rules_.Find(request), found->second};
}

void AuditTrail::Enter(const std::string& alliance, AuditedEvent event) {
  const storage::AuditEvent stored = event.Stored();
  auto admitted = limit_.Admit({alliance, std::move(event.event), stored.names});
  if (admitted) Enqueue({*std::move(admitted)});
}

void AuditTrail::EnterRefusal(const grpc::ServerContextBase& context,
                              const google::protobuf::Message& request, const Caller* caller,
                              const absl::Status& status) {
  const AccessRules::Rule* rule = rules_.Find(request);
  AuditedEvent event = EventOfCall(context, request, rule, caller);
  event.event.set_code(static_cast<int>(status.code()));
  std::string alliance;
  if (caller != nullptr) {
    alliance = caller->ReachesAll() ? AllianceNamedBy(request, rule) : caller->alliance;
  }
  Enter(alliance, std::move(event));
}

void AuditTrail::Enqueue(std::vector<ChainedEvent> events) {
  if (events.empty()) return;
  absl::MutexLock lock(&mutex_);
  enqueued_ += static_cast<std::int64_t>(events.size());
  for (ChainedEvent& event : events) queue_.push_back(std::move(event));
}

void AuditTrail::Flush() {
  absl::MutexLock lock(&mutex_);
  const std::int64_t last = enqueued_;
  const auto is_written = [this, last]()
                              ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return written_ >= last; };
  mutex_.Await(absl::Condition(&is_written));
}

void AuditTrail::WriteUntilStopped() {
  for (;;) {
    std::vector<ChainedEvent> events;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &AuditTrail::HasWorkOrStops));
      if (queue_.empty()) return;
      events.swap(queue_);
    }
    const auto count = static_cast<std::int64_t>(events.size());
    Write(std::move(events));
    absl::MutexLock lock(&mutex_);
    written_ += count;
  }
}

void AuditTrail::Write(std::vector<ChainedEvent> events) const {
  const auto view = store_.View();
  std::map<std::string, std::vector<storage::AuditEvent>> by_chain;
  for (ChainedEvent& event : events) {
    const bool exists =
        !event.chain.empty() && view->Get(event.chain, storage::Collection::kAlliance, "").ok();
    by_chain[exists ? event.chain : storage::kServerAuditChain].push_back(
        {event.event.SerializeAsString(), std::move(event.names)});
  }
  for (auto& [chain, chained] : by_chain) {
    const absl::Status appended = store_.AppendAudit(chain, std::move(chained));
    if (!appended.ok()) report_(appended);
  }
}

absl::Status AuditTrail::Sweep() {
  Enqueue(limit_.TakeDue(/*all=*/false));
  return store_.TrimAudit(clock_() - options_.retention).status();
}

}  // namespace counterpoint::service
