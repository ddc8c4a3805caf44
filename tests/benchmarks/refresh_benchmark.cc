// How long it takes to make the pools of all members, and how near that comes to
// the matrix products in it alone, at the same shapes and in the same run.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <Eigen/Core>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "matching/ranking/ranking.h"
#include "matching/refresh/pool_making.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

using matching::MemberIndex;
using matching::MemberPosition;
using matching::Pool;
using matching::PoolEffort;
using matching::PoolQuery;

void TwoThreads(int tasks, const std::function<void(int)>& body) {
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int i = next++; i < tasks; i = next++) body(i);
  };
  std::thread other(work);
  work();
  other.join();
}

struct Times {
  double wall = 0;
  double processor = 0;  // Of both threads; means more where others use the machine.
};

Times Measure(const std::function<void()>& work) {
  const auto processor = [] {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  };
  const auto begin = std::chrono::steady_clock::now();
  const double used = processor();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), processor() - used};
}

double PeakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Multiplications of numbers, on two threads, in the two products of a panel of
// rows with a block of columns: shared keys and latent vectors.
Times MultiplyAlone(std::int64_t multiplications, int rows, int columns, int keys, int latent) {
  const std::int64_t once = std::int64_t{rows} * columns * (keys + latent);
  const auto tasks =
      static_cast<int>(std::clamp<std::int64_t>(multiplications / once / 50, 2, 512));
  const std::int64_t times = multiplications / once / tasks;
  using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Measure([&] {
    TwoThreads(tasks, [&](int) {
      const RowMatrix a = RowMatrix::Random(rows, keys);
      const RowMatrix b = RowMatrix::Random(keys, columns);
      const RowMatrix c = RowMatrix::Random(rows, latent);
      const RowMatrix d = RowMatrix::Random(latent, columns);
      RowMatrix said(rows, columns);
      RowMatrix latents(rows, columns);
      for (std::int64_t i = 0; i < times; ++i) {
        said.noalias() = a * b;
        latents.noalias() = c * d;
        asm volatile("" : : "r"(said.data()), "r"(latents.data()) : "memory");
      }
    });
  });
}

int CountWrong(const MemberIndex& index, const PoolQuery& query, const std::vector<Pool>& pools,
               std::size_t samples) {
  const auto all = index.All();
  matching::RankingQuery live;
  live.policy = query.policy;
  live.as_of = query.as_of;
  live.limit = query.pool_size;
  int wrong = 0;
  for (std::size_t s = 0; s < samples; ++s) {
    const std::size_t m = s * 7919 % all.size();
    const auto matches = RecommendPartners(index, *all[m], live, TwoThreads).matches;
    bool same = matches.size() == pools[m].entries.size();
    for (std::size_t k = 0; same && k < matches.size(); ++k) {
      const matching::PoolEntry& entry = pools[m].entries[k];
      same = all[entry.partner]->id == matches[k].partner->id && entry.score == matches[k].score &&
             entry.gain == matches[k].gain && entry.partner_gain == matches[k].partner_gain;
    }
    wrong += !same;
  }
  return wrong;
}

void MeasureSize(std::int64_t members, bool partnerships, std::size_t changes,
                 matching::Arithmetic arithmetic) {
  const IndexedAlliance& alliance = AllianceOf(members);
  auto index = alliance.index;
  if (partnerships) {
    index =
        index->WithPartnerships(matching::PartnerGraph::Build(PartnershipsOf(alliance.members)), 2);
  }
  PoolQuery query;
  query.arithmetic = arithmetic;
  query.as_of = absl::FromUnixSeconds(1'795'000'000);
  std::vector<MemberPosition> all(index->size());
  std::iota(all.begin(), all.end(), 0U);
  const auto go_on = [](std::size_t) { return true; };
  std::vector<Pool> pools;
  PoolEffort effort;
  const double before = PeakMegabytes();
  const Times made =
      Measure([&] { MakePools(*index, query, all, {}, pools, TwoThreads, go_on, &effort); });
  const double after = PeakMegabytes();
  const Times alone = MultiplyAlone(effort.multiplications, 64, 1008, 64, 64);
  const int wrong = CountWrong(*index, query, pools, 20);

  // What has changed is taken out of the pools, as the caller does.
  std::vector<MemberPosition> changed;
  for (std::size_t i = 0; i < changes; ++i) {
    changed.push_back(static_cast<MemberPosition>(i * all.size() / changes));
  }
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  std::vector<Pool> updated = pools;
  for (Pool& pool : updated) {
    const auto gone = std::remove_if(pool.entries.begin(), pool.entries.end(), [&](const auto& e) {
      return std::binary_search(changed.begin(), changed.end(), e.partner);
    });
    pool.entries.erase(gone, pool.entries.end());
  }
  const Times update = Measure([&] {
    UpdatePools(*index, query, query.pool_size * 3 / 4, changed, updated, TwoThreads, go_on);
  });

  const double operations = 2e-9 * static_cast<double>(effort.multiplications);
  std::printf("%8lld %9.2f %9.2f %9.1f %9.1f %9.1f %7.0f%% %7.0f%% %9.0f %9.1f %9.2f %6.0fx %5d\n",
              static_cast<long long>(members), made.wall, made.processor,
              1e-6 * static_cast<double>(effort.pairs) / made.wall, operations / made.wall,
              operations / alone.wall, 100 * alone.wall / made.wall,
              100 * alone.processor / made.processor, after - before,
              static_cast<double>(effort.judged) / static_cast<double>(members), update.wall,
              made.processor / update.processor, wrong);
  std::fflush(stdout);
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  CLI::App app("Measures how pools of all members are made.");
  std::vector<std::int64_t> sizes = {1'000, 2'000, 5'000, 10'000};
  bool partnerships = false;
  bool single = false;
  std::size_t changes = 100;
  app.add_option("--members", sizes, "Members of the alliance, several times over");
  app.add_flag("--partnerships", partnerships, "With ten past partnerships for each member");
  app.add_option("--changes", changes, "Members that have changed before an update");
  app.add_flag("--single", single,
               "Products in single precision by Eigen, also where brain floats are quicker");
  CLI11_PARSE(app, argc, argv);
  using counterpoint::matching::Arithmetic;
  const Arithmetic arithmetic =
      single ? Arithmetic::kSingle : counterpoint::matching::QuickestArithmetic();
  std::printf("products: %s\n", arithmetic == Arithmetic::kSingle
                                    ? "single precision by Eigen"
                                    : "brain floats by oneDNN, beside Eigen's alone");
  std::printf(
      " members   seconds processor  Mpairs/s  GFLOP/s     alone   share  by cpu  megabytes "
      "judged/m    update faster wrong\n");
  for (const std::int64_t size : sizes) {
    counterpoint::benchmarks::MeasureSize(size, partnerships, changes, arithmetic);
  }
}
