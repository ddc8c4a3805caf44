// Searches over the members of an alliance by name, without and with conditions and
// counts, as SearchMembers makes them, and what a change of one member costs.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "service/conversion/resource_name.h"
#include "service/directory/member_search.h"
#include "service/directory/member_tally.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

using service::MemberDirectory;
using Facet = v1::SearchMembersRequest;

const matching::Thesaurus& Topics() {
  static const auto* const thesaurus =
      new std::shared_ptr<const matching::Thesaurus>(matching::Thesaurus::BuiltIn());
  return **thesaurus;
}

service::DirectoryRow RowOf(const v1::Member& member) {
  const std::string id = conversion::ParseMemberName(member.name())->member;
  return service::DirectoryRowOf(Topics(), member,
                                 service::FeaturesWithoutTexts(Topics(), id, member));
}

const MemberDirectory& DirectoryOf(std::int64_t size) {
  static std::int64_t made = 0;
  static MemberDirectory directory;
  if (made != size) {
    std::vector<service::DirectoryRow> rows;
    for (const v1::Member& member : GenerateMembers(size)) rows.push_back(RowOf(member));
    directory = MemberDirectory().With(std::move(rows), {}, 1);
    made = size;
  }
  return directory;
}

void Find(benchmark::State& state, const std::string& query,
          const matching::MemberCondition& wanted) {
  const MemberDirectory& directory = DirectoryOf(state.range(0));
  const matching::Condition condition(Topics(), wanted);
  std::size_t found = 0;
  for (auto _ : state) {
    found = service::FindMembers(directory, service::NameQuery(query), condition).size();
  }
  state.counters["found"] = static_cast<double>(found);
}

void FindAll(benchmark::State& state) { Find(state, "", {}); }
void FindByWord(benchmark::State& state) { Find(state, "music", {}); }
void FindByChineseWord(benchmark::State& state) { Find(state, "数字", {}); }
void FindNobody(benchmark::State& state) { Find(state, "nobody is called that", {}); }
void FindByKindAndTopic(benchmark::State& state) {
  matching::MemberCondition wanted;
  wanted.kinds = matching::SetOf(matching::MemberKind::kCreator);
  wanted.topics = {"music"};
  Find(state, "", wanted);
}

void CountAll(benchmark::State& state) {
  const auto found = service::FindMembers(DirectoryOf(state.range(0)), service::NameQuery(""), {});
  google::protobuf::RepeatedField<int> facets;
  for (const auto facet :
       {Facet::KINDS, Facet::REGIONS, Facet::STATES, Facet::TOPICS, Facet::LISTINGS}) {
    facets.Add(facet);
  }
  const service::Viewer staff = service::Viewer::Everything();
  std::size_t topics = 0;
  for (auto _ : state) {
    topics = static_cast<std::size_t>(
        service::CountMembers(found, facets, staff, Topics()).topics_size());
  }
  state.counters["topics"] = static_cast<double>(topics);
}

void ChangeOne(benchmark::State& state) {
  const MemberDirectory& directory = DirectoryOf(state.range(0));
  const service::DirectoryRow row = RowOf(GenerateMembers(1).front());
  for (auto _ : state) benchmark::DoNotOptimize(directory.With({row}, {}, 2));
}

BENCHMARK(FindAll)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(FindByWord)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(FindByChineseWord)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(FindNobody)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(FindByKindAndTopic)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(CountAll)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ChangeOne)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpoint::benchmarks

BENCHMARK_MAIN();
