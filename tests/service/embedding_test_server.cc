#include "tests/service/embedding_test_server.h"

#include <httplib.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "nlohmann/json.hpp"

namespace counterpoint::service {
namespace {

using nlohmann::json;
using Mode = EmbeddingTestServer::Mode;

constexpr std::size_t kValues = 64;

// Words that the thesaurus does not have.
constexpr std::pair<const char*, const char*> kDictionary[] = {
    {"风筝", "kite"}, {"制作", "making"}, {"工坊", "workshop"}, {"陶笛", "ocarina"}};

// FNV-1a, the same on every machine.
std::size_t PlaceOf(const std::string& word) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return (hash >> 32) % kValues;
}

json VectorsOf(const std::vector<std::string>& texts) {
  json data = json::array();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    data.push_back({{"object", "embedding"}, {"index", i}, {"embedding", TestVector(texts[i])}});
  }
  return data;
}

void Distort(Mode mode, json& data) {
  json& last = data.back();
  if (mode == Mode::kAnswerBackwards) std::reverse(data.begin(), data.end());
  if (mode == Mode::kOneTooFew) data.erase(data.size() - 1);
  if (mode == Mode::kIndexTwice) last["index"] = 0;
  if (mode == Mode::kUnevenLengths) last["embedding"].push_back(1);
  if (mode == Mode::kNull) last["embedding"][3] = nullptr;
  if (mode == Mode::kZeros) last["embedding"] = std::vector<float>(kValues);
}

}  // namespace

std::vector<float> TestVector(const std::string& text) {
  std::vector<float> vector(kValues);
  vector[0] = 0.1F;  // Never all zero.
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) vector[PlaceOf(std::exchange(word, ""))] += 1;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto* entry = std::begin(kDictionary);
    while (entry != std::end(kDictionary) && !absl::StartsWith(&text[i], entry->first)) ++entry;
    if (entry != std::end(kDictionary)) {
      end_word();
      vector[PlaceOf(entry->second)] += 1;
      i += std::string(entry->first).size();
      continue;
    }
    const auto c = static_cast<unsigned char>(text[i++]);
    if (std::isalnum(c) != 0) {
      word.push_back(static_cast<char>(std::tolower(c)));
    } else {
      end_word();
    }
  }
  end_word();
  return vector;
}

EmbeddingTestServer::EmbeddingTestServer() { Start(); }
EmbeddingTestServer::~EmbeddingTestServer() { Stop(); }

void EmbeddingTestServer::Start() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = false;
  }
  server_ = std::make_unique<httplib::Server>();
  server_->set_keep_alive_timeout(1);
  server_->Post("/v1/embeddings",
                [this](const httplib::Request& request, httplib::Response& response) {
                  Answer(request, response);
                });
  if (port_ == 0) {
    port_ = server_->bind_to_any_port("127.0.0.1");
  } else {
    server_->bind_to_port("127.0.0.1", port_);
  }
  thread_ = std::thread([this] { server_->listen_after_bind(); });
}

void EmbeddingTestServer::Stop() {
  if (server_ == nullptr) return;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  while (!server_->is_running()) std::this_thread::yield();
  server_->stop();
  thread_.join();
  server_.reset();
}

void EmbeddingTestServer::Answer(const httplib::Request& request, httplib::Response& response) {
  const json body = json::parse(request.body);
  const auto texts = body["input"].get<std::vector<std::string>>();
  Mode mode = Receive({body["model"], request.get_header_value("Authorization"), texts});
  if (mode == Mode::kRefusePoison) {
    mode = Mode::kAnswer;
    for (const std::string& text : texts) {
      if (absl::StrContains(text, "poison")) mode = Mode::kBadRequest;
    }
  }
  if (mode == Mode::kServerError) response.status = 503;
  if (mode == Mode::kUnauthorized) response.status = 401;
  if (mode == Mode::kBadRequest) response.status = 400;
  if (mode == Mode::kThrottle || mode == Mode::kThrottleLong) {
    response.status = 429;
    response.set_header("Retry-After", mode == Mode::kThrottle ? "1" : "3600");
  }
  if (response.status > 0) return;
  if (mode == Mode::kNotJson) return response.set_content("<html>", "text/html");

  json data = VectorsOf(texts);
  Distort(mode, data);
  const json answer = {{"object", "list"}, {"data", data}, {"model", body["model"]}};
  const std::string content = answer.dump();
  if (mode != Mode::kBreakOff) return response.set_content(content, "application/json");
  response.set_content_provider(
      content.size(), "application/json",
      [content](std::size_t offset, std::size_t, httplib::DataSink& sink) {
        if (offset > 0) return false;
        sink.write(content.data(), content.size() / 2);
        return true;
      });
}

Mode EmbeddingTestServer::Receive(Received received) {
  absl::MutexLock lock(&mutex_);
  received_.push_back(std::move(received));
  if (next_requests_ > 0) {
    --next_requests_;
    return next_mode_;
  }
  const auto may_answer = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || mode_ != Mode::kSlow;
  };
  mutex_.Await(absl::Condition(&may_answer));
  return mode_;
}

void EmbeddingTestServer::SetMode(Mode mode) {
  absl::MutexLock lock(&mutex_);
  mode_ = mode;
}

void EmbeddingTestServer::SetModeOfNext(int requests, Mode mode) {
  absl::MutexLock lock(&mutex_);
  next_requests_ = requests;
  next_mode_ = mode;
}

int EmbeddingTestServer::requests() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(received_.size());
}

void EmbeddingTestServer::AwaitRequests(int count) const {
  absl::MutexLock lock(&mutex_);
  const auto received = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return static_cast<int>(received_.size()) >= count;
  };
  mutex_.Await(absl::Condition(&received));
}

std::vector<std::string> EmbeddingTestServer::texts() const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> texts;
  for (const Received& received : received_) {
    texts.insert(texts.end(), received.texts.begin(), received.texts.end());
  }
  return texts;
}

std::vector<std::string> EmbeddingTestServer::models() const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> models;
  for (const Received& received : received_) models.push_back(received.model);
  return models;
}

std::size_t EmbeddingTestServer::largest_batch() const {
  absl::MutexLock lock(&mutex_);
  std::size_t largest = 0;
  for (const Received& received : received_) largest = std::max(largest, received.texts.size());
  return largest;
}

std::string EmbeddingTestServer::authorization() const {
  absl::MutexLock lock(&mutex_);
  return received_.empty() ? "" : received_.back().authorization;
}

void EmbeddingTestServer::Forget() {
  absl::MutexLock lock(&mutex_);
  received_.clear();
}

}  // namespace counterpoint::service
