#include "tests/soak/good_clients.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/plans.h"
#include "clients/cpp/recommendations.h"
#include "httplib.h"

namespace counterpoint::soak {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);
// Between operations: nobody can be erased while one is under way.
constexpr absl::Duration kPause = absl::Milliseconds(700);
constexpr int kPlanSeconds = 2;

}  // namespace

Probe::Probe(const std::shared_ptr<grpc::Channel>& channel, CallTable& table, Findings& findings)
    : health_(grpc::health::v1::Health::NewStub(channel)),
      members_(v1::MemberService::NewStub(channel)),
      table_(table),
      findings_(findings) {}

template <typename Send>
void Probe::Call(const char* row, const Send& send) {
  const absl::Time began = absl::Now();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(began + kPatience));
  const Outcome outcome = Judge(row, send(context), findings_);
  table_.Add(row, outcome, absl::Now() - began);
}

void Probe::Step() {
  Call(kHealthRow, [&](grpc::ClientContext& context) {
    const grpc::health::v1::HealthCheckRequest request;
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status = health_->Check(&context, request, &response);
    findings_.Require(response.status() == grpc::health::v1::HealthCheckResponse::SERVING,
                      "the server says that it does not serve");
    return status;
  });
  Call(kReadRow, [&](grpc::ClientContext& context) {
    v1::GetMemberRequest request;
    request.set_name(MemberName(kStill, 0));
    v1::Member member;
    return members_->GetMember(&context, request, &member);
  });
  absl::SleepFor(absl::Milliseconds(25));
}

HttpClient::HttpClient(int port, std::string token, int members, CallTable& table,
                       Findings& findings)
    : port_(port),
      token_(std::move(token)),
      members_(members),
      table_(table),
      findings_(findings) {}

void HttpClient::Step() {
  constexpr int kCalls = 50;  // On one connection.
  httplib::Client client("127.0.0.1", port_);
  client.set_keep_alive(true);
  client.set_read_timeout(10);
  client.set_default_headers({{"Authorization", "Bearer " + token_}});
  for (int i = 0; i < kCalls; ++i) {
    const std::string name =
        MemberName(kStill, static_cast<int>(random_() % static_cast<unsigned>(members_)));
    const bool matches = i % 2 == 0;
    const std::string row = matches ? "HTTP: RecommendPartners" : "HTTP: GetMember";
    const absl::Time began = absl::Now();
    const auto response =
        matches ? client.Post("/counterpoint.v1.MatchingService/RecommendPartners",
                              absl::StrCat(R"({"member": ")", name, "\"}"), "application/json")
                : client.Post("/counterpoint.v1.MemberService/GetMember",
                              absl::StrCat(R"({"name": ")", name, "\"}"), "application/json");
    const int status = response ? response->status : 0;
    Outcome outcome = Outcome::kFailed;
    if (status == 200) outcome = Outcome::kAnswered;
    if (status == 429) outcome = Outcome::kShed;
    table_.Add(row, outcome, absl::Now() - began);
    if (outcome == Outcome::kFailed) {
      return findings_.Add(absl::StrCat(row, ": status ", status, ": ",
                                        response ? response->body.substr(0, 200) : "none"));
    }
    if (outcome == Outcome::kShed) {
      findings_.Require(absl::StrContains(response->body, "RetryInfo"),
                        absl::StrCat(row, ": shed without a RetryInfo"));
      absl::SleepFor(absl::Milliseconds(100));
    } else {
      findings_.Require(absl::StrContains(response->body, matches ? "\"matches\"" : name),
                        absl::StrCat(row, ": not what was asked for"));
    }
  }
}

OperationsClient::OperationsClient(const client::Client& client, const Forbidden& forbidden,
                                   CallTable& table, Findings& findings)
    : client_(client), forbidden_(forbidden), table_(table), findings_(findings) {}

void OperationsClient::Step() {
  absl::SleepFor(kPause);
  switch (steps_++ % 3) {
    case 0:
      return Refresh();
    case 1:
      return ReadAll();
    default:
      return Plan();
  }
}

void OperationsClient::Take(const char* row, absl::Time began, const absl::Status& status) {
  table_.Add(row, status.ok() ? Outcome::kAnswered : Outcome::kFailed, absl::Now() - began);
  findings_.Require(status.ok(), absl::StrCat(row, ": ", status.ToString().substr(0, 200)));
}

void OperationsClient::Refresh() {
  v1::RefreshRecommendationsRequest request;
  request.set_parent(kLively);
  request.set_full(steps_ % 2 == 0);
  const absl::Time began = absl::Now();
  Take("operation: refresh", began, client_.recommendations().RefreshAndAwait(request).status());
}

void OperationsClient::Plan() {
  v1::PlanSessionRequest request;
  request.set_session(kSession);
  request.set_seed(steps_);
  request.mutable_time_limit()->set_seconds(kPlanSeconds);
  const absl::Time began = absl::Now();
  const auto plan = client_.plans().PlanAndAwait(request);
  Take("operation: plan", began, plan.status());
  if (!plan.ok()) return;
  v1::DeletePlanRequest remove;
  remove.set_name(plan->name());
  absl::Status removed = client_.plans().Delete(remove);
  // The client library leaves it to its caller to delete anything twice.
  while (absl::IsResourceExhausted(removed)) {
    absl::SleepFor(kPause);
    removed = client_.plans().Delete(remove);
  }
  findings_.Require(removed.ok(), absl::StrCat("a plan stays: ", removed.ToString()));
}

void OperationsClient::ReadAll() {
  const std::int64_t moment = forbidden_.Moment();
  v1::ReadRecommendationsRequest request;
  request.set_parent(kLively);
  const absl::Time began = absl::Now();
  const auto lists = client_.recommendations().Read(request);
  auto message = lists->Next();
  for (; message.ok() && message->has_value(); message = lists->Next()) {
    for (const v1::RecommendationList& list : (*message)->lists()) {
      findings_.Require(!forbidden_.WasErased(list.member(), moment),
                        absl::StrCat("there is a list for ", list.member(), ", who was erased"));
      for (const v1::Recommendation& entry : list.recommendations()) {
        findings_.Require(
            !forbidden_.IsKept(list.member(), entry.partner().name(), moment),
            absl::StrCat(list.member(), "'s stored list has ", entry.partner().name()));
      }
    }
  }
  Take("stream of all lists", began, message.status());
}

}  // namespace counterpoint::soak
