#include "service/configuration/settings.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kNone = absl::ZeroDuration();
constexpr absl::Duration kSecond = absl::Seconds(1);
constexpr std::int64_t kTebibyte = std::int64_t{1} << 20;  // In MiB.

void Whole(SettingVisitor& visitor, absl::string_view path, int& value, int least, int most) {
  std::int64_t number = value;
  visitor.Number(path, number, least, most);
  value = static_cast<int>(number);
}

// Options count bytes, the configuration MiB.
template <typename Bytes>
void Mebibytes(SettingVisitor& visitor, absl::string_view path, Bytes& bytes, std::int64_t least,
               std::int64_t most) {
  auto number = static_cast<std::int64_t>(bytes >> 20);
  visitor.Number(path, number, least, most);
  bytes = static_cast<Bytes>(number) << 20;
}

void VisitStore(ServerOptions& server, SettingVisitor& visitor) {
  storage::StoreOptions& store = server.store;
  visitor.Text("store.directory", store.path);
  visitor.Truth("store.sync_writes", store.sync_writes);
  Mebibytes(visitor, "store.block_cache_mib", store.block_cache_bytes, 1, kTebibyte);
  Mebibytes(visitor, "store.write_buffer_mib", store.write_buffer_bytes, 1, 65536);
  Mebibytes(visitor, "store.free_space_mib", store.free_space_reserve, 0, 1024 * kTebibyte);
  visitor.Period("store.request_retention", store.request_retention, kNone);
  visitor.Period("store.change_retention", store.change_retention, kNone);
  visitor.Period("store.sweep_interval", server.sweep_interval, kSecond);
  visitor.Period("store.snapshot_lifetime", server.snapshot_lifetime, kSecond);
  Whole(visitor, "store.max_snapshots", server.max_snapshots, 1, 100'000);
  visitor.Period("store.audit_retention", server.audit.retention, kNone);
}

void VisitAccess(AccessOptions& access, SettingVisitor& visitor) {
  visitor.Text("access.tokens_file", access.tokens_file);
  WebTokenOptions& web = access.web_tokens;
  visitor.Text("access.json_web_tokens.key_set_file", web.key_set_file);
  visitor.Text("access.json_web_tokens.issuer", web.issuer);
  visitor.Text("access.json_web_tokens.audience", web.audience);
  visitor.Text("access.json_web_tokens.role_claim", web.role_claim);
  visitor.Text("access.json_web_tokens.alliance_claim", web.alliance_claim);
  visitor.Period("access.json_web_tokens.leeway", web.leeway, kNone);
  visitor.Text("access.tls.certificate_file", access.tls.certificate_file);
  visitor.Text("access.tls.key_file", access.tls.key_file);
  visitor.Text("access.tls.client_ca_file", access.tls.client_ca_file);
  visitor.Truth("access.allow_plaintext", access.allow_plaintext);
  visitor.Period("access.reload_interval", access.reload_interval, absl::Milliseconds(100));
}

void VisitEmbedding(EmbeddingOptions& embedding, SettingVisitor& visitor) {
  visitor.Text("embedding.url", embedding.url);
  visitor.Text("embedding.model", embedding.model);
  visitor.Text("embedding.token_file", embedding.token_file);
  visitor.Text("embedding.token_variable", embedding.token_variable);
  visitor.Period("embedding.connect_timeout", embedding.connect_timeout, absl::Milliseconds(1));
  visitor.Period("embedding.timeout", embedding.timeout, absl::Milliseconds(1));
  visitor.Period("embedding.query_budget", embedding.query_budget, kNone);
  Mebibytes(visitor, "embedding.memory_mib", embedding.memory_bytes, 1, 65536);
}

void VisitLimits(ServerOptions& server, SettingVisitor& visitor) {
  CallLimits& calls = server.calls;
  Mebibytes(visitor, "limits.max_request_mib", server.max_request_bytes, 1, 64);
  Whole(visitor, "limits.max_calls", calls.max_calls, 1, 100'000);
  Whole(visitor, "limits.max_waiting_calls", calls.max_waiting_calls, 1, 100'000);
  Whole(visitor, "limits.max_streams", calls.max_streams, 1, 10'000);
  visitor.Period("limits.stalled_stream_limit", calls.stalled_stream, kSecond);
  Mebibytes(visitor, "limits.transport_memory_mib", server.connections.memory_bytes, 16, kTebibyte);
  visitor.Real("caller_limits.units_per_second", calls.units_per_second, 0);
  visitor.Real("caller_limits.burst_units", calls.burst_units, 500);
  Whole(visitor, "caller_limits.max_calls", calls.max_calls_of_caller, 1, 100'000);
  Whole(visitor, "caller_limits.max_streams", calls.max_streams_of_caller, 1, 10'000);
}

void VisitConnections(ConnectionOptions& connections, SettingVisitor& visitor) {
  visitor.Period("connections.keepalive_time", connections.keepalive_time, kSecond);
  visitor.Period("connections.keepalive_timeout", connections.keepalive_timeout, kSecond);
  visitor.Period("connections.min_client_ping_interval", connections.min_client_ping_interval,
                 kNone);
  Whole(visitor, "connections.max_concurrent_calls", connections.max_concurrent_calls, 1, 100'000);
  visitor.Period("connections.max_idle", connections.max_idle, kNone);
  visitor.Period("connections.max_age", connections.max_age, kNone);
}

void VisitBackups(BackupSettings& backups, SettingVisitor& visitor) {
  visitor.Text("backups.directory", backups.folder);
  visitor.Period("backups.interval", backups.interval, kNone);
  Whole(visitor, "backups.keep", backups.keep, 1, 10'000);
  visitor.Period("backups.max_age", backups.max_age, kNone);
}

void VisitHttp(ServeOptions& options, SettingVisitor& visitor) {
  GatewayOptions& gateway = options.server.gateway;
  visitor.Text("http.address", gateway.listen);
  visitor.Text("http.port_file", options.http_port_file);
  visitor.Text("http.console_directory", gateway.console_directory);
  std::string origins = absl::StrJoin(gateway.allowed_origins, " ");
  visitor.Text("http.allowed_origins", origins);
  gateway.allowed_origins = absl::StrSplit(origins, ' ', absl::SkipEmpty());
  Whole(visitor, "http.threads", gateway.threads, 1, 64);
  Whole(visitor, "http.max_connections", gateway.max_connections, 1, 100'000);
  Mebibytes(visitor, "http.max_body_mib", gateway.max_body_bytes, 1, 64);
  visitor.Period("http.default_timeout", gateway.default_timeout, kSecond);
  visitor.Period("http.idle_timeout", gateway.idle_timeout, kSecond);
  visitor.Period("http.stall_timeout", gateway.stall_timeout, kSecond);
}

}  // namespace

void VisitSettings(ServeOptions& options, SettingVisitor& visitor) {
  ServerOptions& server = options.server;
  VisitStore(server, visitor);
  visitor.Text("listening.address", server.listen);
  visitor.Text("listening.port_file", options.port_file);
  VisitAccess(server.access, visitor);
  VisitEmbedding(server.embedding, visitor);
  Whole(visitor, "threads.writers", server.writer_threads, 1, 1024);
  Whole(visitor, "threads.readers", server.reader_threads, 0, 1024);
  Whole(visitor, "threads.operations", server.operation_threads, 1, 64);
  VisitLimits(server, visitor);
  VisitConnections(server.connections, visitor);
  visitor.Text("metrics.address", server.metrics_listen);
  Whole(visitor, "metrics.max_alliances", server.max_metric_alliances, 0, 1000);
  visitor.Enumerator("logging.level", options.log_level);
  visitor.Period("logging.slow_call", server.calls.slow_call, kNone);
  Whole(visitor, "logging.max_slow_calls_a_minute", server.calls.max_slow_calls_a_minute, 1,
        100'000);
  visitor.Period("shutdown.drain", options.drain, kNone);
  VisitHttp(options, visitor);
  VisitBackups(server.backups, visitor);
}

}  // namespace counterpoint::service
