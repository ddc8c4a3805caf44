#include "service/metrics/metrics.h"

#include <exception>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "service/metrics/call_series.h"
#include "service/metrics/load_families.h"

namespace counterpoint::service {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// Reads what the parts of the service count themselves.
class SourceReader final : public prometheus::Collectable {
 public:
  explicit SourceReader(const Metrics::Sources& sources) : sources_(sources) {}

  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> families;
    const LiveIndex::Totals totals = sources_.index.CurrentTotals();
    Gauge("counterpoint_index_alliances", "Alliances that can be queried", totals.alliances,
          families);
    Gauge("counterpoint_index_members", "Members in the indexes", totals.members, families);
    Gauge("counterpoint_index_lag_revisions",
          "Revisions that the index most behind is behind the store", totals.largest_lag, families);
    Counter("counterpoint_faults_total", "Records and steps that failed; the log names them",
            sources_.index.faults().count(), families);
    AddOperations(sources_.operations.CurrentTotals(), families);
    AddLoad(sources_, families);
    if (sources_.embedder != nullptr) AddEmbedding(*sources_.embedder, totals, families);
    return families;
  }

 private:
  static MetricFamily& Family(const char* name, const char* help, MetricType type,
                              std::vector<MetricFamily>& families) {
    families.push_back({name, help, type, {}});
    return families.back();
  }
  template <typename Number>
  static void Gauge(const char* name, const char* help, Number value,
                    std::vector<MetricFamily>& families) {
    ClientMetric metric;
    metric.gauge.value = static_cast<double>(value);
    Family(name, help, MetricType::Gauge, families).metric.push_back(metric);
  }
  static void Counter(const char* name, const char* help, std::int64_t value,
                      std::vector<MetricFamily>& families) {
    ClientMetric metric;
    metric.counter.value = static_cast<double>(value);
    Family(name, help, MetricType::Counter, families).metric.push_back(metric);
  }

  static void AddOperations(const Operations::Totals& totals, std::vector<MetricFamily>& families) {
    MetricFamily& ended =
        Family("counterpoint_operations_total", "Operations that have ended, by method and state",
               MetricType::Counter, families);
    for (const auto& [method_and_state, count] : totals.ended) {
      ClientMetric metric;
      metric.label = {{"method", method_and_state.first},
                      {"state", v1::Operation::State_Name(method_and_state.second)}};
      metric.counter.value = static_cast<double>(count);
      ended.metric.push_back(metric);
    }
    MetricFamily& running =
        Family("counterpoint_operations_running",
               "Operations that are under way or wait for their turn, by method", MetricType::Gauge,
               families);
    for (const auto& [method, count] : totals.running) {
      ClientMetric metric;
      metric.label = {{"method", method}};
      metric.gauge.value = static_cast<double>(count);
      running.metric.push_back(metric);
    }
  }

  static void AddEmbedding(const Embedder& embedder, const LiveIndex::Totals& totals,
                           std::vector<MetricFamily>& families) {
    MetricFamily& requests =
        Family("counterpoint_embedding_requests_total",
               "Requests to the embedding server by how they ended", MetricType::Counter, families);
    for (int i = 0; i < kEmbeddingOutcomes; ++i) {
      const auto outcome = static_cast<EmbeddingOutcome>(i);
      ClientMetric metric;
      metric.label = {{"outcome", NameOf(outcome)}};
      metric.counter.value = static_cast<double>(embedder.client().requests(outcome));
      requests.metric.push_back(metric);
    }
    Counter("counterpoint_embedding_texts_total", "Texts that the embedding server gave vectors of",
            embedder.client().texts(), families);
    Counter("counterpoint_embedding_cache_hits_total", "Texts looked for in the cache and found",
            embedder.cache().hits(), families);
    Counter("counterpoint_embedding_cache_misses_total",
            "Texts looked for in the cache and not found", embedder.cache().misses(), families);
    Gauge("counterpoint_embedding_texts_waiting", "Texts in the indexes without a vector",
          totals.missing_embeddings, families);
    Gauge("counterpoint_embedding_server_up",
          "0 while the embedding server has failed and not answered since, else 1",
          embedder.IsAway() ? 0 : 1, families);
    if (const auto last = embedder.last_success()) {
      Gauge("counterpoint_embedding_seconds_since_last_success",
            "Seconds since the embedding server last gave vectors",
            absl::ToDoubleSeconds(absl::Now() - *last), families);
    }
  }

  const Metrics::Sources sources_;
};

class PrometheusMetrics final : public Metrics {
 public:
  // Throws where the address cannot be listened on, as the library does.
  PrometheusMetrics(const std::string& address, const Sources& sources)
      : sources_(std::make_shared<SourceReader>(sources)),
        registry_(std::make_shared<prometheus::Registry>()),
        series_(*registry_) {
    if (address.empty()) return;
    exposer_ = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
    exposer_->RegisterCollectable(sources_);
    exposer_->RegisterCollectable(registry_);
  }

  int port() const override {
    return exposer_ == nullptr ? 0 : exposer_->GetListeningPorts().front();
  }

  std::string Text() const override {
    std::vector<MetricFamily> families = sources_->Collect();
    for (MetricFamily& family : registry_->Collect()) families.push_back(std::move(family));
    return prometheus::TextSerializer().Serialize(families);
  }

  void CountCall(absl::string_view method, int code, std::optional<absl::Duration> took) override {
    series_.Count(method, code, took);
  }

 private:
  const std::shared_ptr<SourceReader> sources_;
  const std::shared_ptr<prometheus::Registry> registry_;
  CallSeries series_;
  // Null: nothing listens. Last, so that it ends first.
  std::unique_ptr<prometheus::Exposer> exposer_;
};

// Without host or port the HTTP server would listen on all addresses, or take
// the text for something else.
bool IsAddressAndPort(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  int port = -1;
  return colon != std::string::npos && colon > 0 &&
         address.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string::npos &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port >= 0 && port < 65536;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Metrics>> Metrics::Listen(const std::string& address,
                                                         const Sources& sources) {
  const absl::Status wrong = absl::InvalidArgumentError(
      absl::StrCat("--metrics-listen: cannot listen on ", address,
                   "; it must be an IP address of this machine and a free port, such as "
                   "127.0.0.1:9464"));
  if (!address.empty() && !IsAddressAndPort(address)) return wrong;
  try {
    return std::make_unique<PrometheusMetrics>(address, sources);
  } catch (const std::exception&) {
    return wrong;
  }
}

}  // namespace counterpoint::service
