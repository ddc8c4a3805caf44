#include "tests/benchmarks/bench_server.h"

#include <errno.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/members.h"

namespace counterpoint::benchmarks {
namespace {

constexpr absl::Duration kMostWaiting = absl::Minutes(10);

}  // namespace

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", program_invocation_short_name, what.c_str());
  std::exit(1);
}

BenchServer::~BenchServer() {
  server_.reset();
  std::filesystem::remove_all(directory_);
}

absl::Duration BenchServer::Start() {
  server_.reset();
  service::ServerOptions options;
  options.store.path = directory_;
  options.listen = "127.0.0.1:0";
  // All calls are one caller's here, who may ask for as much as the server can answer.
  options.calls.units_per_second = 0;
  const absl::Time began = absl::Now();
  auto server = service::Server::Start(options);
  Require(server.ok(), server.status().ToString());
  server_ = *std::move(server);
  Require(server_->AwaitReady(kMostWaiting), "the service did not become ready");
  const absl::Duration taken = absl::Now() - began;
  client::ConnectionOptions connection;
  connection.address = absl::StrCat("127.0.0.1:", server_->port());
  channel_ = client::OpenChannel(connection);
  client_ = std::make_unique<client::Client>(channel_, connection);
  return taken;
}

BenchServer::Imported BenchServer::Import(const std::vector<v1::Member>& members) {
  v1::CreateAllianceRequest alliance;
  alliance.set_alliance_id(kAllianceId);
  (*alliance.mutable_alliance()->mutable_display_name())["en"] = "Benchmark";
  Require(client_->alliances().Create(alliance).ok(), "the alliance was not created");
  client::ImportOptions options;
  options.parent = kAlliance;
  const absl::Time began = absl::Now();
  auto import = client_->members().Import(options, nullptr);
  for (const v1::Member& member : members) {
    Require(import->Add(member).ok(), "the import of members broke off");
  }
  const auto summary = import->Finish();
  Require(summary.ok() && summary->rejected == 0, "members were rejected");
  const absl::Time acknowledged = absl::Now();
  Require(server_->AwaitIndexed(kAllianceId, summary->revision, kMostWaiting),
          "the members were not indexed");
  return {acknowledged - began, absl::Now() - acknowledged};
}

}  // namespace counterpoint::benchmarks
