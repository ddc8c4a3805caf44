#include "service/server.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpc/grpc.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/access/access.h"
#include "service/access/listening.h"
#include "service/access/tls_credentials.h"
#include "service/audit/audit_trail.h"
#include "service/audit/audited_store.h"
#include "service/backups/backups.h"
#include "service/calls/call_gate.h"
#include "service/calls/connections.h"
#include "service/calls/current_call.h"
#include "service/embedding/embedder.h"
#include "service/feedback/feedback.h"
#include "service/gateway/gateway.h"
#include "service/health/health_service.h"
#include "service/metrics/call_metrics.h"
#include "service/metrics/metrics.h"
#include "service/rpc/alliance_service.h"
#include "service/rpc/audit_service.h"
#include "service/rpc/backend.h"
#include "service/rpc/backup_service.h"
#include "service/rpc/interaction_service.h"
#include "service/rpc/learning_service.h"
#include "service/rpc/ledger_service.h"
#include "service/rpc/matching_service.h"
#include "service/rpc/member_service.h"
#include "service/rpc/operation_service.h"
#include "service/rpc/personal_data_service.h"
#include "service/rpc/plan_service.h"
#include "service/rpc/recommendation_service.h"
#include "service/rpc/session_day_service.h"
#include "service/rpc/session_service.h"
#include "service/rpc/staff_rule_service.h"
#include "service/threads/priority.h"
#include "service/threads/steady_signal.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kAlliancesPage = 1000;

// Threads that may wait for the embedding server at a time, beside the readers.
constexpr int kNeedReaders = 16;

// Threads that search for seconds while a caller waits: so many repairs of plans at
// a time, and so many more calls that wait for one.
constexpr int kPlannerThreads = 2;
constexpr std::size_t kMostWaitingForPlanners = 100;

int ReaderThreads(const ServerOptions& options) {
  if (options.reader_threads > 0) return options.reader_threads;
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

std::vector<std::string> ServiceNames() {
  return {"",
          v1::AllianceService::service_full_name(),
          v1::AuditService::service_full_name(),
          v1::BackupService::service_full_name(),
          v1::MemberService::service_full_name(),
          v1::MatchingService::service_full_name(),
          v1::InteractionService::service_full_name(),
          v1::LearningService::service_full_name(),
          v1::LedgerService::service_full_name(),
          v1::OperationService::service_full_name(),
          v1::PersonalDataService::service_full_name(),
          v1::PlanService::service_full_name(),
          v1::RecommendationService::service_full_name(),
          v1::SessionDayService::service_full_name(),
          v1::SessionService::service_full_name(),
          v1::StaffRuleService::service_full_name()};
}

class GrpcServer final : public Server {
 public:
  // `embedding_token` is of use where there is an embedding server.
  GrpcServer(const ServerOptions& options, std::unique_ptr<storage::AuditStore> store,
             std::unique_ptr<Access> access, std::string embedding_token)
      : options_(options),
        records_(std::move(store)),
        store_(std::make_unique<AuditedStore>(*records_)),
        embedder_(options.embedding.url.empty()
                      ? nullptr
                      : std::make_unique<Embedder>(options.embedding, std::move(embedding_token),
                                                   *store_)),
        live_index_(*store_, alliances_, embedder_.get()),
        staff_rules_(*store_, alliances_),
        pins_({options.snapshot_lifetime, static_cast<std::size_t>(options.max_snapshots),
               options.clock}),
        writers_(options.writer_threads, static_cast<std::size_t>(options.calls.max_waiting_calls),
                 kCallNiceness),
        readers_(ReaderThreads(options), static_cast<std::size_t>(options.calls.max_waiting_calls),
                 kCallNiceness),
        need_readers_(embedder_ == nullptr
                          ? nullptr
                          : std::make_unique<WorkerPool>(
                                kNeedReaders,
                                static_cast<std::size_t>(options.calls.max_waiting_calls),
                                kCallNiceness)),
        planners_(kPlannerThreads, kMostWaitingForPlanners, kCallNiceness),
        streams_(options.calls.max_streams),
        background_(ReaderThreads(options)),
        operations_(*store_, locks_, options.clock, {.threads = options.operation_threads}),
        generations_(*store_),
        feedback_(*store_,
                  [this](absl::string_view alliance, const absl::Status& fault) {
                    live_index_.faults().Report(alliance, "", fault);
                  }),
        access_(std::move(access)),
        trail_(*records_, access_->rules(), options.audit, options.clock,
               [this](const absl::Status& fault) { live_index_.faults().Report("", "", fault); }),
        gate_(*access_, options.calls),
        backend_{*store_,
                 alliances_,
                 locks_,
                 session_locks_,
                 live_index_,
                 pins_,
                 commits_,
                 operations_,
                 generations_,
                 feedback_,
                 staff_rules_,
                 [this](int tasks, const std::function<void(int)>& body) {
                   RunForCall(readers_, tasks, body);
                 },
                 options.clock,
                 embedder_.get(),
                 gate_},
        alliance_service_(backend_, writers_, readers_),
        audit_service_(backend_, trail_, readers_),
        member_service_(backend_, writers_, readers_, streams_),
        matching_service_(backend_, readers_, need_readers_ ? *need_readers_ : readers_),
        interaction_service_(backend_, writers_, readers_, streams_),
        learning_service_(backend_, writers_, readers_),
        ledger_service_(backend_, readers_),
        operation_service_(backend_, writers_, readers_, streams_),
        personal_data_service_(
            backend_, trail_, writers_, streams_,
            options.backups.folder.empty() ? absl::ZeroDuration() : options.backups.max_age),
        plan_service_(backend_, writers_, readers_, planners_),
        recommendation_service_(backend_, writers_, readers_, streams_, background_),
        session_day_service_(backend_, writers_, readers_),
        session_service_(backend_, writers_, readers_),
        staff_rule_service_(backend_, writers_, readers_),
        sweep_interval_(absl::ToInt64Milliseconds(options.sweep_interval)) {
    access_->SetTrail(&trail_, [this](const grpc::ServerContextBase& context,
                                      const google::protobuf::Message& request,
                                      const Caller* caller, const absl::Status& status) {
      trail_.EnterRefusal(context, request, caller, status);
    });
    store_->SetListener([this](absl::string_view alliance, std::int64_t revision) {
      live_index_.OnCommit(alliance, revision);
      generations_.OnCommit(alliance, revision);
      feedback_.OnCommit(alliance, revision);
      staff_rules_.OnCommit(alliance, revision);
      commits_.Announce(alliance, revision);
    });
  }

  ~GrpcServer() override {
    if (!stopped_.HasBeenNotified()) Drain(absl::ZeroDuration());
    // It tells the live index of what comes.
    if (embedder_ != nullptr) embedder_->Stop();
  }

  absl::Status Listen() {
    for (const std::string& service : ServiceNames()) {
      if (service.empty()) continue;
      const absl::Status covered = access_->rules().CheckCovers(service);
      if (!covered.ok()) return covered;
    }
    const absl::Status backed_up = OpenBackups();
    if (!backed_up.ok()) return backed_up;
    const absl::Status started = live_index_.Start();
    if (!started.ok()) return started;
    const absl::Status restored = operations_.Restore();
    if (!restored.ok()) return restored;
    if (embedder_ != nullptr) StartEmbedder();
    if (!options_.metrics_listen.empty() || !options_.gateway.listen.empty()) {
      auto metrics = Metrics::Listen(options_.metrics_listen,
                                     {live_index_,
                                      operations_,
                                      embedder_.get(),
                                      *store_,
                                      gate_,
                                      streams_,
                                      {{"writers", &writers_},
                                       {"readers", &readers_},
                                       {"need_readers", need_readers_.get()},
                                       {"planners", &planners_}},
                                      static_cast<std::size_t>(options_.max_metric_alliances),
                                      backups_.get()});
      if (!metrics.ok()) return metrics.status();
      metrics_ = *std::move(metrics);
    }
    grpc::EnableDefaultHealthCheckService(false);  // There is health_service_.
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    credentials_ = ServerCredentialsOf(access_->certificates());
    builder.AddListeningPort(options_.listen, credentials_, &port_);
    builder.SetMaxReceiveMessageSize(options_.max_request_bytes);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    ConfigureConnections(options_.connections, builder);
    builder.RegisterService(&health_service_);
    builder.RegisterService(&alliance_service_);
    builder.RegisterService(&audit_service_);
    builder.RegisterService(backup_service_.get());
    builder.RegisterService(&member_service_);
    builder.RegisterService(&matching_service_);
    builder.RegisterService(&interaction_service_);
    builder.RegisterService(&learning_service_);
    builder.RegisterService(&ledger_service_);
    builder.RegisterService(&operation_service_);
    builder.RegisterService(&personal_data_service_);
    builder.RegisterService(&plan_service_);
    builder.RegisterService(&recommendation_service_);
    builder.RegisterService(&session_service_);
    builder.RegisterService(&session_day_service_);
    builder.RegisterService(&staff_rule_service_);
    if (metrics_ != nullptr) {
      std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> observers;
      observers.push_back(std::make_unique<CallMetrics>(*metrics_));
      builder.experimental().SetInterceptorCreators(std::move(observers));
    }
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot listen on ", options_.listen,
                       "; it must be an address of this machine and the port must be free"));
    }
    const absl::Status gateway = ListenForHttp();
    if (!gateway.ok()) return gateway;
    access_->Follow(
        [this](const absl::Status& fault) { live_index_.faults().Report("", "", fault); });
    health_ = std::thread([this] { ReportReady(); });
    sweeping_ = std::thread([this] { SweepNowAndThen(); });
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  int metrics_port() const override { return metrics_ == nullptr ? 0 : metrics_->port(); }

  int http_port() const override { return gateway_ == nullptr ? 0 : gateway_->port(); }

  bool AwaitReady(absl::Duration timeout) const override {
    return ready_.WaitForNotificationWithTimeout(timeout);
  }

  bool AwaitIndexed(absl::string_view alliance, std::int64_t revision,
                    absl::Duration timeout) const override {
    return live_index_.AwaitRevision(alliance, revision, timeout);
  }

  absl::Status Sweep() override {
    pins_.DropExpired();
    gate_.EndStalledStreams();
    const absl::Status swept = store_->Sweep().status();
    const absl::Status trimmed = trail_.Sweep();
    return swept.ok() ? trimmed : swept;
  }

  std::vector<std::string> TakeSlowCalls() override { return gate_.slow_calls().Take(); }

  std::vector<IndexFault> TakeFaults() override { return live_index_.faults().Take(); }

  void Reload(const ServerOptions& options) override {
    gate_.SetLimits(options.calls);
    const auto waiting = static_cast<std::size_t>(options.calls.max_waiting_calls);
    writers_.SetMaxQueued(waiting);
    readers_.SetMaxQueued(waiting);
    if (need_readers_ != nullptr) need_readers_->SetMaxQueued(waiting);
    streams_.SetMax(options.calls.max_streams);
    store_->SetRetention(options.store.request_retention, options.store.change_retention);
    sweep_interval_ = absl::ToInt64Milliseconds(options.sweep_interval);
  }

  void EndCalls() override { grpc_server_cancel_all_calls(server_->c_server()); }

  void Drain(absl::Duration limit) override {
    // First, so that balancers turn elsewhere; it does not come up again.
    health_service_.Shutdown();
    stopped_.Notify();
    stop_sweeping_.Set();
    if (health_.joinable()) health_.join();
    if (sweeping_.joinable()) sweeping_.join();
    commits_.Close();
    if (backups_ != nullptr) backups_->Stop();
    operations_.Stop();
    if (server_ == nullptr) return;
    const absl::Time end = absl::Now() + limit;
    if (gateway_ != nullptr) gateway_->Drain(limit);
    server_->Shutdown(absl::ToChronoTime(end));
    server_->Wait();
  }

 private:
  absl::Status OpenBackups() {
    if (!options_.backups.folder.empty()) {
      auto opened = Backups::Open(
          options_.backups, options_.store.path, *records_, options_.clock,
          [this](const absl::Status& fault) { live_index_.faults().Report("", "", fault); });
      if (!opened.ok()) return opened.status();
      backups_ = *std::move(opened);
    }
    backup_service_ = std::make_unique<BackupService>(backend_, backups_.get(), readers_);
    return absl::OkStatus();
  }

  absl::Status ListenForHttp() {
    if (options_.gateway.listen.empty()) return absl::OkStatus();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    std::vector<std::string> services = ServiceNames();
    services.erase(services.begin());
    auto gateway = Gateway::Listen(
        options_.gateway,
        {server_->InProcessChannel(arguments), std::move(services), *access_,
         [this] { return ready_.HasBeenNotified(); }, [this] { return metrics_->Text(); }});
    if (!gateway.ok()) return gateway.status();
    gateway_ = *std::move(gateway);
    return absl::OkStatus();
  }

  void StartEmbedder() {
    Embedder::Events events;
    events.arrived = [this](const std::string& alliance, const std::vector<std::string>& members) {
      live_index_.OnEmbedded(alliance, members);
    };
    events.failed = [this](const std::string& alliance, const std::string& member,
                           const absl::Status& fault) {
      live_index_.faults().Report(alliance, member, fault);
    };
    embedder_->Start(std::move(events));
  }

  // So that the first list of an alliance with many interactions need not wait.
  void ReadFeedback() {
    const auto view = store_->View();
    std::string after;
    for (;;) {
      const auto page = view->Alliances(after, kAlliancesPage);
      if (page.ok() && page->empty()) return;
      if (!page.ok()) return live_index_.faults().Report("", "", page.status());
      after = page->back();
      for (const std::string& alliance : *page) {
        if (stopped_.HasBeenNotified()) return;
        const absl::Status read = feedback_.KeptApartNow(alliance).status();
        // It may have been dropped since.
        if (!read.ok() && !absl::IsNotFound(read)) live_index_.faults().Report(alliance, "", read);
      }
    }
  }

  void ReportReady() {
    ReadFeedback();  // While the indexes are being built.
    constexpr absl::Duration kStopCheck = absl::Milliseconds(100);
    while (!live_index_.AwaitReady(kStopCheck)) {
      if (stopped_.HasBeenNotified()) return;
    }
    health_service_.SetServing(true);
    operations_.StartWork();
    ready_.Notify();
  }

  void SweepNowAndThen() {
    absl::Duration last = SteadyNow();
    // The interval may change meanwhile.
    constexpr absl::Duration kLongestWait = absl::Seconds(1);
    for (;;) {
      const absl::Duration interval = absl::Milliseconds(sweep_interval_.load());
      const absl::Duration left = last + interval - SteadyNow();
      if (stop_sweeping_.Await(std::min(left, kLongestWait))) return;
      gate_.EndStalledStreams();
      // Watches that wait by the system's time look again how long that still is: where it
      // was set back they would wait as much longer.
      commits_.Announce("", 0);
      if (SteadyNow() < last + interval) continue;
      const absl::Status swept = Sweep();
      if (!swept.ok()) live_index_.faults().Report("", "", swept);
      last = SteadyNow();
    }
  }

  const ServerOptions options_;
  const std::unique_ptr<storage::AuditStore> records_;
  const std::unique_ptr<storage::Store> store_;  // The same, as methods write to it.
  AllianceReader alliances_;
  AllianceLocks locks_;
  AllianceLocks session_locks_;
  CommitSignal commits_;
  const std::unique_ptr<Embedder> embedder_;  // Null: no embedding server.
  LiveIndex live_index_;
  RulesInForce staff_rules_;
  SnapshotPins pins_;
  WorkerPool writers_;
  WorkerPool readers_;
  const std::unique_ptr<WorkerPool> need_readers_;  // Null where the embedder is.
  WorkerPool planners_;
  StreamLimit streams_;
  BackgroundThreads background_;
  Operations operations_;
  Generations generations_;
  Feedback feedback_;
  const std::unique_ptr<Access> access_;
  AuditTrail trail_;
  CallGate gate_;
  const Backend backend_;
  HealthService health_service_{ServiceNames()};
  AllianceService alliance_service_;
  AuditService audit_service_;
  std::unique_ptr<Backups> backups_;  // Null: none are made.
  std::unique_ptr<BackupService> backup_service_;
  MemberService member_service_;
  MatchingService matching_service_;
  InteractionService interaction_service_;
  LearningService learning_service_;
  LedgerService ledger_service_;
  OperationService operation_service_;
  PersonalDataService personal_data_service_;
  PlanService plan_service_;
  RecommendationService recommendation_service_;
  SessionDayService session_day_service_;
  SessionService session_service_;
  StaffRuleService staff_rule_service_;
  std::unique_ptr<Metrics> metrics_;  // Outlives the server, which counts its calls.
  std::shared_ptr<grpc::ServerCredentials> credentials_;  // Outlive the server too.
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Gateway> gateway_;  // Null: there is none.
  int port_ = 0;
  std::atomic<std::int64_t> sweep_interval_;  // Milliseconds.
  absl::Notification ready_;
  absl::Notification stopped_;
  SteadySignal stop_sweeping_;
  std::thread health_;
  std::thread sweeping_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  std::string embedding_token;
  if (!options.embedding.url.empty()) {
    const absl::Status checked = CheckEmbeddingOptions(options.embedding);
    if (!checked.ok()) return checked;
    auto token = ReadEmbeddingToken(options.embedding);
    if (!token.ok()) return token.status();
    embedding_token = *std::move(token);
  }
  const absl::Status listening_checked = CheckListening(options.listen, options.access);
  if (!listening_checked.ok()) return listening_checked;
  if (!options.gateway.listen.empty()) {
    const absl::Status checked =
        CheckListening(options.gateway.listen, options.access, "--http-listen");
    if (!checked.ok()) return checked;
  }
  auto access = Access::Open(options.access, options.clock);
  if (!access.ok()) return access.status();
  auto store = storage::AuditStore::Open(options.store);
  if (!store.ok()) return store.status();
  auto server = std::make_unique<GrpcServer>(options, *std::move(store), *std::move(access),
                                             std::move(embedding_token));
  const absl::Status listening = server->Listen();
  if (!listening.ok()) return listening;
  return server;
}

}  // namespace counterpoint::service
