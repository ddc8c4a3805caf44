// Scrapes a real server.
#include <functional>
#include <thread>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "httplib.h"
#include "tests/service/embedding_test_server.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MetricsTest : public ServiceTest {
 protected:
  void SetUp() override {
    options_.embedding.first_absence = absl::Milliseconds(1);
    options_.embedding.longest_absence = absl::Milliseconds(10);
    options_.embedding.first_pause = absl::Milliseconds(1);
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  // Starts anew with metrics, as a server with metrics takes seconds to stop.
  void ServeMetrics() {
    options_.metrics_listen = "127.0.0.1:0";
    Restart();
  }
  void ServeMetricsWithEmbeddings() {
    options_.embedding.url = embeddings_.url();
    options_.embedding.model = "m";
    ServeMetrics();
  }
  void CreateBoth() {
    CreateMember("north", kComposer);
    CreateMember("river", kGameStudio);
    AwaitIndex();
  }

  std::string Scrape() {
    const auto response = httplib::Client("127.0.0.1", server_->metrics_port()).Get("/metrics");
    return response && response->status == 200 ? response->body : "";
  }
  void AwaitLine(const std::string& line) {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    std::string text = Scrape();
    while (!absl::StrContains(text, "\n" + line + "\n")) {
      ASSERT_LT(absl::Now(), deadline) << line << "\nis not in\n" << text;
      std::this_thread::yield();
      text = Scrape();
    }
  }

  EmbeddingTestServer embeddings_;
};

TEST_F(MetricsTest, TellTheStoreQueuesStagesAndWhatIsShed) {
  ServeMetrics();
  CreateBoth();
  Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/north'");
  for (const char* line :
       {"counterpoint_calls_under_way 0", "counterpoint_streams_open 0",
        "counterpoint_callers_known 1", "counterpoint_calls_shed_total{reason=\"rate\"} 0",
        "counterpoint_scan_parts_total{outcome=\"done\"} 1",
        "counterpoint_jobs_queued{pool=\"writers\"} 0",
        "counterpoint_jobs_begun_total{pool=\"writers\"} 2",
        "counterpoint_store_pending_compaction_bytes 0", "counterpoint_store_delayed_write_rate 0",
        "counterpoint_store_writes_stopped 0", "counterpoint_store_background_errors 0"}) {
    AwaitLine(line);
  }
  const std::string text = Scrape();
  for (const char* begins : {"counterpoint_store_bytes{place=\"tables\"} ",
                             "counterpoint_store_bytes{place=\"write_buffers\"} ",
                             "counterpoint_store_bytes{place=\"block_cache\"} ",
                             "counterpoint_call_stage_seconds_total{stage=\"rank\"} ",
                             "counterpoint_call_stage_seconds_total{stage=\"commit\"} ",
                             "counterpoint_job_wait_seconds_total{pool=\"readers\"} "}) {
    EXPECT_THAT(text, HasSubstr(begins));
  }
}

TEST_F(MetricsTest, NameTheLargestAlliancesWhereTheyAreAskedFor) {
  options_.max_metric_alliances = 1;
  ServeMetrics();
  CreateBoth();
  CreateAlliance("small");
  AwaitLine("counterpoint_alliance_index_members{alliance=\"music\"} 2");
  AwaitLine("counterpoint_alliance_index_lag_revisions{alliance=\"music\"} 0");
  AwaitLine("counterpoint_alliance_index_behind_seconds{alliance=\"music\"} 0");
  EXPECT_THAT(Scrape(), Not(HasSubstr("alliance=\"small\"")));
}

TEST_F(MetricsTest, TellTheIndexAndTheCallsAndNameNobody) {
  ServeMetrics();
  CreateBoth();
  v1::GetMemberRequest missing;
  missing.set_name("alliances/music/members/nobody");
  Send(missing);
  AwaitLine("counterpoint_index_alliances 1");
  AwaitLine("counterpoint_index_members 2");
  AwaitLine("counterpoint_index_lag_revisions 0");
  AwaitLine("counterpoint_faults_total 0");
  AwaitLine("counterpoint_operations_running{method=\"PlanSession\"} 0");
  AwaitLine(
      "counterpoint_grpc_calls_total{code=\"OK\",method=\"/counterpoint.v1.MemberService/"
      "CreateMember\"} 2");
  AwaitLine(
      "counterpoint_grpc_calls_total{code=\"NOT_FOUND\",method=\"/counterpoint.v1.MemberService/"
      "GetMember\"} 1");
  AwaitLine(
      "counterpoint_grpc_call_seconds_count{code=\"OK\",method=\"/counterpoint.v1.MemberService/"
      "CreateMember\"} 2");
  const std::string text = Scrape();
  EXPECT_THAT(text, Not(HasSubstr("music")));
  EXPECT_THAT(text, Not(HasSubstr("north")));
  EXPECT_THAT(text, Not(HasSubstr("counterpoint_embedding")));
}

TEST_F(MetricsTest, TellTheEmbeddingServerAndItsAbsence) {
  ServeMetricsWithEmbeddings();
  CreateBoth();
  AwaitLine("counterpoint_embedding_texts_waiting 0");
  AwaitLine("counterpoint_embedding_server_up 1");
  // A need or offer each, and two profiles that stand in for what is not stated.
  AwaitLine("counterpoint_embedding_texts_total 4");
  EXPECT_THAT(Scrape(), HasSubstr("counterpoint_embedding_seconds_since_last_success "));
  EXPECT_THAT(Scrape(), HasSubstr("counterpoint_embedding_cache_hits_total "));

  embeddings_.Stop();
  CreateMember("third", kComposer);
  AwaitLine("counterpoint_embedding_server_up 1");  // Its texts are those of the first.
  CreateMember("fourth", R"pb(kind: CREATOR
                              display_name { key: "en" value: "Quill" })pb");
  AwaitLine("counterpoint_embedding_server_up 0");
  // What stands in for needs, and for offers.
  AwaitLine("counterpoint_embedding_texts_waiting 2");
  EXPECT_THAT(Scrape(), Not(HasSubstr("{outcome=\"no_connection\"} 0")));

  embeddings_.Start();
  AwaitLine("counterpoint_embedding_server_up 1");
  AwaitLine("counterpoint_embedding_texts_waiting 0");
}

TEST_F(MetricsTest, AnAddressThatCannotBeListenedOnIsRefused) {
  Stop();
  for (const char* address : {"9464", ":9464", "nowhere:9464", "127.0.0.1:x", "192.0.2.1:9464"}) {
    options_.metrics_listen = address;
    const auto server = Server::Start(options_);
    ASSERT_TRUE(absl::IsInvalidArgument(server.status())) << address;
    EXPECT_THAT(std::string(server.status().message()), HasSubstr("--metrics-listen"));
  }
}

}  // namespace
}  // namespace counterpoint::service
