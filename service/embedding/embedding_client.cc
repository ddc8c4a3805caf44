#include "service/embedding/embedding_client.h"

#include <httplib.h>

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace counterpoint::service {
namespace {

// 64 vectors of 4,096 values with ten digits each are 4 MiB.
constexpr std::size_t kMaxAnswerBytes = 64 << 20;
constexpr std::size_t kMaxIdle = 8;

EmbeddingOutcome OutcomeOf(int http_status) {
  if (http_status == 200) return EmbeddingOutcome::kAnswered;
  if (http_status == 400 || http_status == 413 || http_status == 422) {
    return EmbeddingOutcome::kTextsRefused;
  }
  if (http_status == 408) return EmbeddingOutcome::kNoAnswer;
  if (http_status == 429) return EmbeddingOutcome::kThrottled;
  if (http_status >= 500) return EmbeddingOutcome::kServerError;
  return EmbeddingOutcome::kRefused;
}

EmbeddingOutcome OutcomeOf(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
      return EmbeddingOutcome::kNoConnection;
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return EmbeddingOutcome::kRefused;
    default:
      return EmbeddingOutcome::kNoAnswer;
  }
}

absl::Duration RetryAfterOf(const httplib::Response& response) {
  int seconds = 0;
  // A date instead of seconds is passed over: the usual pause is taken.
  if (!absl::SimpleAtoi(response.get_header_value("Retry-After"), &seconds)) return {};
  return absl::Seconds(std::max(seconds, 0));
}

// What to do about a refusal.
const char* AdviceOn(int http_status) {
  if (http_status == 401 || http_status == 403) return "; check the token";
  if (http_status == 404) return "; check --embedding-url and --embedding-model";
  if (http_status >= 300 && http_status < 400) return "; name the address it has moved to";
  return "";
}

}  // namespace

const char* NameOf(EmbeddingOutcome outcome) {
  constexpr const char* kNames[kEmbeddingOutcomes] = {"answered",  "texts_refused", "refused",
                                                      "throttled", "server_error",  "no_connection",
                                                      "no_answer", "wrong_answer",  "stopped"};
  return kNames[static_cast<std::size_t>(outcome)];
}

bool MayPass(EmbeddingOutcome outcome) {
  return outcome == EmbeddingOutcome::kThrottled || outcome == EmbeddingOutcome::kServerError ||
         outcome == EmbeddingOutcome::kNoConnection || outcome == EmbeddingOutcome::kNoAnswer;
}

EmbeddingClient::EmbeddingClient(const EmbeddingOptions& options, std::string token)
    : options_(options), endpoint_(*ParseEmbeddingUrl(options.url)), token_(std::move(token)) {}

EmbeddingClient::~EmbeddingClient() = default;

EmbeddingResult EmbeddingClient::Embed(const std::vector<std::string>& texts) {
  absl::BitGen random;
  absl::Duration pause = options_.first_pause;
  for (int attempt = 1;; ++attempt) {
    EmbeddingResult result = Try(texts, {options_.connect_timeout, options_.timeout});
    if (attempt >= options_.attempts || !MayPass(result.outcome)) return result;
    if (result.retry_after > options_.longest_pause) return result;
    const absl::Duration jittered = pause * absl::Uniform(random, 0.5, 1.0);
    if (!Pause(std::max(jittered, result.retry_after))) return result;
    pause = std::min(2 * pause, options_.longest_pause);
  }
}

EmbeddingResult EmbeddingClient::EmbedWithin(absl::Duration budget,
                                             const std::vector<std::string>& texts) {
  const absl::Duration connect = std::min(options_.connect_timeout, budget / 3);
  return Try(texts, {connect, budget - connect});
}

EmbeddingResult EmbeddingClient::Try(const std::vector<std::string>& texts,
                                     const Timeouts& timeouts) {
  Connection connection = Take();
  EmbeddingResult result = connection == nullptr
                               ? Failure(EmbeddingOutcome::kStopped, "is no longer called")
                               : Send(*connection, texts, timeouts);
  ++requests_[static_cast<std::size_t>(result.outcome)];
  if (result.ok()) texts_ += static_cast<std::int64_t>(texts.size());
  GiveBack(std::move(connection));
  return result;
}

EmbeddingResult EmbeddingClient::Send(httplib::Client& connection,
                                      const std::vector<std::string>& texts,
                                      const Timeouts& timeouts) {
  connection.set_connection_timeout(absl::ToChronoMicroseconds(timeouts.connect));
  connection.set_read_timeout(absl::ToChronoMicroseconds(timeouts.answer));
  connection.set_write_timeout(absl::ToChronoMicroseconds(timeouts.answer));
  const absl::Time deadline = absl::Now() + timeouts.connect + timeouts.answer;
  bool too_long = false;
  std::string body;
  httplib::Request request;
  request.method = "POST";
  request.path = endpoint_.path;
  request.body = EmbeddingRequestBody(options_.model, texts);
  request.set_header("Content-Type", "application/json");
  if (!token_.empty()) request.set_header("Authorization", absl::StrCat("Bearer ", token_));
  // The read timeout starts anew with every piece; the deadline does not.
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    too_long = body.size() + size > kMaxAnswerBytes;
    if (!too_long) body.append(data, size);
    return !too_long && absl::Now() < deadline;
  };
  const httplib::Result response = connection.send(request);
  if (too_long) return Failure(EmbeddingOutcome::kWrongAnswer, "answers more than 64 MiB");
  if (!response) {
    return Failure(OutcomeOf(response.error()),
                   absl::StrCat("cannot be reached or breaks off (",
                                httplib::to_string(response.error()), ")"));
  }
  const EmbeddingOutcome outcome = OutcomeOf(response->status);
  if (outcome != EmbeddingOutcome::kAnswered) {
    EmbeddingResult failure =
        Failure(outcome,
                absl::StrCat("answers HTTP status ", response->status, AdviceOn(response->status)));
    failure.retry_after = RetryAfterOf(*response);
    return failure;
  }
  auto vectors = ParseEmbeddingAnswer(body, texts.size());
  if (!vectors.ok()) {
    return Failure(
        EmbeddingOutcome::kWrongAnswer,
        absl::StrCat("gives a wrong answer: ", absl::string_view(vectors.status().message())));
  }
  EmbeddingResult result;
  result.vectors = *std::move(vectors);
  return result;
}

EmbeddingResult EmbeddingClient::Failure(EmbeddingOutcome outcome, const std::string& what) const {
  EmbeddingResult failure;
  failure.outcome = outcome;
  failure.status =
      absl::UnavailableError(absl::StrCat("the embedding server at ", endpoint_.server, " ", what));
  return failure;
}

EmbeddingClient::Connection EmbeddingClient::Take() {
  absl::MutexLock lock(&mutex_);
  if (stopped_) return nullptr;
  Connection connection;
  if (idle_.empty()) {
    connection = std::make_unique<httplib::Client>(endpoint_.server);
    connection->set_keep_alive(true);
  } else {
    connection = std::move(idle_.back());
    idle_.pop_back();
  }
  busy_.insert(connection.get());
  return connection;
}

void EmbeddingClient::GiveBack(Connection connection) {
  if (connection == nullptr) return;
  absl::MutexLock lock(&mutex_);
  busy_.erase(connection.get());
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

bool EmbeddingClient::Pause(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  return !mutex_.AwaitWithTimeout(absl::Condition(&stopped_), duration);
}

void EmbeddingClient::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  for (httplib::Client* connection : busy_) connection->stop();
}

}  // namespace counterpoint::service
