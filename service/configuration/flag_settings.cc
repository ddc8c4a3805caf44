#include "service/configuration/flag_settings.h"

namespace counterpoint::service {

absl::Span<const FlagSetting> FlagSettings() {
  static constexpr FlagSetting kFlags[] = {
      {"--data", "store.directory", "Directory of the data"},
      {"--listen", "listening.address", "Host and port; port 0 takes a free one"},
      {"--port-file", "listening.port_file", "File to write the port to when serving"},
      {"--tokens", "access.tokens_file",
       "File of grants that 'counterpointd token create' makes; callers then have to say who they "
       "are, on this machine too"},
      {"--tls-cert", "access.tls.certificate_file",
       "Certificate of the server with its chain, PEM; read anew when it changes"},
      {"--tls-key", "access.tls.key_file", "Its private key, PEM"},
      {"--http-listen", "http.address",
       "Host and port for HTTP and JSON (the Connect protocol), such as 127.0.0.1:8080"},
      {"--console", "http.console_directory",
       "Folder with the built console, to serve there too; the installed one without it, \"none\" "
       "for none"},
      {"--embedding-url", "embedding.url",
       "Server that gives texts vectors at /v1/embeddings, such as http://127.0.0.1:8080; the "
       "texts of profiles and of searches are sent to it. Without it matching works, by topics "
       "and words"},
      {"--embedding-model", "embedding.model", "Its model"},
      {"--backups", "backups.directory",
       "Folder for backups made while it serves; best on another disk"},
      {"--metrics-listen", "metrics.address",
       "IP address and port to serve Prometheus metrics on at /metrics, such as 127.0.0.1:9464"},
      {"--log-level", "logging.level", "What to log: debug, info, warning, error or off"},
      {"--drain", "shutdown.drain", "How long calls may go on after a signal, such as 10s"},
      {"--http-port-file", "http.port_file", ""},
      {"--http-allow-origin", "http.allowed_origins", ""},
      {"--block-cache-mb", "store.block_cache_mib", ""},
      {"--free-space-mb", "store.free_space_mib", ""},
      {"--request-retention", "store.request_retention", ""},
      {"--change-retention", "store.change_retention", ""},
      {"--audit-retention", "store.audit_retention", ""},
      {"--backup-interval", "backups.interval", ""},
      {"--backup-keep", "backups.keep", ""},
      {"--backup-max-age", "backups.max_age", ""},
      {"--tls-client-ca", "access.tls.client_ca_file", ""},
      {"--jwt-keys", "access.json_web_tokens.key_set_file", ""},
      {"--jwt-issuer", "access.json_web_tokens.issuer", ""},
      {"--jwt-audience", "access.json_web_tokens.audience", ""},
      {"--jwt-role-claim", "access.json_web_tokens.role_claim", ""},
      {"--jwt-alliance-claim", "access.json_web_tokens.alliance_claim", ""},
      {"--embedding-timeout", "embedding.timeout", ""},
      {"--embedding-query-budget", "embedding.query_budget", ""},
      {"--embedding-token-file", "embedding.token_file", ""},
      {"--embedding-token-env", "embedding.token_variable", ""},
  };
  return kFlags;
}

}  // namespace counterpoint::service
