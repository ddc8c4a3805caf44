// How long it takes to make the pools of all members, and how near that comes to
// the matrix products in it alone, at the same shapes and in the same run.
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

#include "absl/time/time.h"
#include "matching/ranking/ranking.h"
#include "matching/refresh/pool_making.h"
#include "tests/benchmarks/process_usage.h"
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
  const auto begin = std::chrono::steady_clock::now();
  const absl::Duration used = ProcessorTime();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), absl::ToDoubleSeconds(ProcessorTime() - used)};
}

// The two products of a panel of rows with a block of columns, of shared keys and of
// latent vectors, on two threads: as often as it is asked to, so that they run in the
// same seconds as what they are compared with, on a machine that others use too.
class BareProducts {
 public:
  static constexpr int kRows = 64;
  static constexpr int kColumns = 1008;
  static constexpr int kKeys = 64;
  static constexpr int kLatent = 64;

  void RunSome() {
    const Times some = Measure([&] { TwoThreads(2, [&](int thread) { Multiply(thread); }); });
    wall_ += some.wall;
    processor_ += some.processor;
    done_ += 2.0 * kTimes * kRows * kColumns * (kKeys + kLatent);
  }

  // What so many multiplications would have taken.
  Times TimesOf(std::int64_t multiplications) const {
    const double share = static_cast<double>(multiplications) / done_;
    return {wall_ * share, processor_ * share};
  }
  Times spent() const { return {wall_, processor_}; }

 private:
  static constexpr int kTimes = 1000;
  using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  struct Factors {
    RowMatrix a = RowMatrix::Random(kRows, kKeys);
    RowMatrix b = RowMatrix::Random(kKeys, kColumns);
    RowMatrix c = RowMatrix::Random(kRows, kLatent);
    RowMatrix d = RowMatrix::Random(kLatent, kColumns);
    RowMatrix said{kRows, kColumns};
    RowMatrix latents{kRows, kColumns};
  };

  void Multiply(int thread) {
    Factors& of = factors_[thread];
    for (int i = 0; i < kTimes; ++i) {
      of.said.noalias() = of.a * of.b;
      of.latents.noalias() = of.c * of.d;
      asm volatile("" : : "r"(of.said.data()), "r"(of.latents.data()) : "memory");
    }
  }

  Factors factors_[2];
  double wall_ = 0;
  double processor_ = 0;
  double done_ = 0;  // Multiplications.
};

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
  BareProducts bare;
  // Once for each sixteenth of a small alliance and each two thousand of a large one.
  const std::size_t step = std::min<std::size_t>(all.size() / 16, 2048);
  std::size_t due = 0;
  const auto between = [&](std::size_t members_made) {
    if (members_made >= due) {
      bare.RunSome();
      due = members_made + step;
    }
    return true;
  };
  std::vector<Pool> pools;
  PoolEffort effort;
  const double before = PeakMegabytes();
  Times made =
      Measure([&] { MakePools(*index, query, all, {}, pools, TwoThreads, between, &effort); });
  made.wall -= bare.spent().wall;
  made.processor -= bare.spent().processor;
  const double after = PeakMegabytes();
  const Times alone = bare.TimesOf(effort.multiplications);
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
