#include "service/metrics/load_families.h"

#include <string>
#include <utility>

#include "absl/time/time.h"

namespace counterpoint::service {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// Adds series to one family, and is of no use once there is another.
class Series {
 public:
  Series(const char* name, const char* help, MetricType type, std::vector<MetricFamily>& families)
      : family_(families.emplace_back()) {
    family_.name = name;
    family_.help = help;
    family_.type = type;
  }

  template <typename Number>
  Series& Add(Number value, std::vector<ClientMetric::Label> labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    if (family_.type == MetricType::Counter) {
      metric.counter.value = static_cast<double>(value);
    } else {
      metric.gauge.value = static_cast<double>(value);
    }
    family_.metric.push_back(std::move(metric));
    return *this;
  }

 private:
  MetricFamily& family_;
};

void AddCalls(const Metrics::Sources& sources, std::vector<MetricFamily>& families) {
  const CallCounts& counts = sources.gate.counts();
  Series("counterpoint_calls_under_way",
         "Calls under way, with those that wait, without reads of single records and streams",
         MetricType::Gauge, families)
      .Add(counts.calls.load());
  Series("counterpoint_streams_open", "Streams that are open", MetricType::Gauge, families)
      .Add(sources.streams.open());
  Series("counterpoint_callers_known", "Callers whose share is kept count of", MetricType::Gauge,
         families)
      .Add(sources.gate.shares().size());
  Series shed("counterpoint_calls_shed_total", "Calls refused or ended early, by reason",
              MetricType::Counter, families);
  for (std::size_t i = 0; i < kSheds; ++i) {
    shed.Add(counts.shed[i].load(), {{"reason", std::string(ShedName(static_cast<Shed>(i)))}});
  }
  Series("counterpoint_slow_calls_total", "Calls above the threshold of slow ones",
         MetricType::Counter, families)
      .Add(sources.gate.slow_calls().count());
  Series stages("counterpoint_call_stage_seconds_total", "Seconds that calls spent, by stage",
                MetricType::Counter, families);
  for (std::size_t i = 0; i < kStages; ++i) {
    stages.Add(static_cast<double>(counts.stage_nanos[i].load()) / 1e9,
               {{"stage", std::string(StageName(static_cast<Stage>(i)))}});
  }
  Series("counterpoint_scan_parts_total",
         "Parts of scans for calls: done, or left out as the caller had gone", MetricType::Counter,
         families)
      .Add(counts.parts_done.load(), {{"outcome", "done"}})
      .Add(counts.parts_left_out.load(), {{"outcome", "left_out"}});
}

void AddPools(const Metrics::Sources& sources, std::vector<MetricFamily>& families) {
  const auto add = [&](const char* name, const char* help, MetricType type, const auto& value) {
    Series series(name, help, type, families);
    for (const auto& [pool, workers] : sources.pools) {
      if (workers != nullptr) series.Add(value(*workers), {{"pool", pool}});
    }
  };
  add("counterpoint_jobs_queued", "Jobs that wait for a thread, by pool of threads",
      MetricType::Gauge, [](const WorkerPool& pool) { return pool.queued(); });
  add("counterpoint_jobs_begun_total", "Jobs that have had their turn, by pool of threads",
      MetricType::Counter, [](const WorkerPool& pool) { return pool.begun(); });
  add("counterpoint_job_wait_seconds_total", "Seconds that jobs waited, by pool of threads",
      MetricType::Counter,
      [](const WorkerPool& pool) { return absl::ToDoubleSeconds(pool.waited()); });
}

void AddStore(const storage::Store& store, std::vector<MetricFamily>& families) {
  const storage::Store::Statistics now = store.CurrentStatistics();
  Series("counterpoint_store_bytes", "Bytes of the store, by where they are", MetricType::Gauge,
         families)
      .Add(now.table_bytes, {{"place", "tables"}})
      .Add(now.write_buffer_bytes, {{"place", "write_buffers"}})
      .Add(now.block_cache_bytes, {{"place", "block_cache"}});
  Series("counterpoint_store_pending_compaction_bytes",
         "Bytes that have to be written anew before the store is in order", MetricType::Gauge,
         families)
      .Add(now.pending_compaction_bytes);
  Series("counterpoint_store_background_errors", "Errors of the store that stop writes",
         MetricType::Gauge, families)
      .Add(now.background_errors);
  Series("counterpoint_store_delayed_write_rate",
         "Bytes a second that writes are held back to, 0 where they are not", MetricType::Gauge,
         families)
      .Add(now.delayed_write_rate);
  Series("counterpoint_store_writes_stopped", "1 while the store takes no writes",
         MetricType::Gauge, families)
      .Add(now.writes_are_stopped ? 1 : 0);
}

void AddAlliances(const Metrics::Sources& sources, std::vector<MetricFamily>& families) {
  if (sources.max_alliances == 0) return;
  const auto alliances = sources.index.LargestAlliances(sources.max_alliances);
  const auto add = [&](const char* name, const char* help, const auto& value) {
    Series series(name, help, MetricType::Gauge, families);
    for (const LiveIndex::AllianceState& state : alliances) {
      series.Add(value(state), {{"alliance", state.alliance}});
    }
  };
  add("counterpoint_alliance_index_members", "Members in the index of an alliance",
      [](const LiveIndex::AllianceState& state) { return state.members; });
  add("counterpoint_alliance_index_lag_revisions", "Revisions that an index is behind the store",
      [](const LiveIndex::AllianceState& state) { return state.lag; });
  add("counterpoint_alliance_index_behind_seconds",
      "Seconds since the first commit that is not in the index",
      [](const LiveIndex::AllianceState& state) { return absl::ToDoubleSeconds(state.behind); });
}

void AddBackups(const Metrics::Sources& sources, std::vector<MetricFamily>& families) {
  if (sources.backups == nullptr) return;
  const Backups::Totals totals = sources.backups->CurrentTotals();
  Series("counterpoint_backups_total", "Backups since the start, by how they ended",
         MetricType::Counter, families)
      .Add(totals.made, {{"outcome", "verified"}})
      .Add(totals.failed, {{"outcome", "failed"}});
  Series("counterpoint_backups_kept", "Backups that are there and not damaged", MetricType::Gauge,
         families)
      .Add(totals.kept);
  Series("counterpoint_backup_under_way", "1 while one is being made", MetricType::Gauge, families)
      .Add(totals.is_under_way ? 1 : 0);
  Series("counterpoint_backup_bytes", "Bytes of the newest whole backup", MetricType::Gauge,
         families)
      .Add(totals.bytes);
  // Missing where there is none.
  if (!totals.age) return;
  Series("counterpoint_backup_age_seconds", "Seconds since the newest whole backup began",
         MetricType::Gauge, families)
      .Add(absl::ToDoubleSeconds(*totals.age));
}

}  // namespace

void AddLoad(const Metrics::Sources& sources, std::vector<MetricFamily>& families) {
  AddCalls(sources, families);
  AddPools(sources, families);
  AddStore(sources.store, families);
  AddAlliances(sources, families);
  AddBackups(sources, families);
}

}  // namespace counterpoint::service
