#include "service/embedding/embedding_options.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace counterpoint::service {
namespace {

constexpr char kDefaultPath[] = "/v1/embeddings";
constexpr std::size_t kMaxModelBytes = 200;  // As of v1::Embedding.

bool IsPlain(char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); }

// "host", "host:port" or "[address]:port".
bool IsHostAndPort(const std::string& text) {
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string::npos ? 0 : bracket);
  const std::string host = text.substr(0, colon);
  if (host.empty() || host.find('@') != std::string::npos) return false;
  if (colon == std::string::npos) return true;
  int port = 0;
  return absl::SimpleAtoi(text.substr(colon + 1), &port) && port > 0 && port < 65536;
}

}  // namespace

absl::StatusOr<EmbeddingEndpoint> ParseEmbeddingUrl(const std::string& url) {
  const absl::Status wrong = absl::InvalidArgumentError(
      "--embedding-url: must be http:// or https:// with host and port, such as "
      "http://127.0.0.1:8080, and may go on with the path if that is not /v1/embeddings");
  const std::size_t slashes = url.find("://");
  if (slashes == std::string::npos || !std::all_of(url.begin(), url.end(), IsPlain)) return wrong;
  const std::string scheme = url.substr(0, slashes);
  const std::size_t host = slashes + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  const bool known = scheme == "http" || scheme == "https";
  if (!known || !IsHostAndPort(url.substr(host, path - host))) return wrong;
  if (url.find('#') != std::string::npos) return wrong;
  const std::string rest = url.substr(path);
  return EmbeddingEndpoint{url.substr(0, path), rest.empty() || rest == "/" ? kDefaultPath : rest};
}

absl::Status CheckEmbeddingOptions(const EmbeddingOptions& options) {
  std::vector<std::string> wrong;
  const auto endpoint = ParseEmbeddingUrl(options.url);
  if (!endpoint.ok()) wrong.emplace_back(endpoint.status().message());
  if (options.model.empty() || options.model.size() > kMaxModelBytes ||
      !std::all_of(options.model.begin(), options.model.end(), IsPlain)) {
    wrong.push_back(absl::StrCat("--embedding-model: must be the name of a model that the server ",
                                 "has, 1 to ", kMaxModelBytes, " characters without spaces"));
  }
  if (options.timeout <= absl::ZeroDuration() || options.timeout > absl::Minutes(10)) {
    wrong.emplace_back("--embedding-timeout: must be above 0 and at most 10m");
  }
  if (options.query_budget < absl::ZeroDuration() || options.query_budget > absl::Seconds(10)) {
    wrong.emplace_back("--embedding-query-budget: must be 0 to 10s");
  }
  if (!options.token_file.empty() && !options.token_variable.empty()) {
    wrong.emplace_back("--embedding-token-file, --embedding-token-env: name one of them, not both");
  }
  return wrong.empty() ? absl::OkStatus() : absl::InvalidArgumentError(absl::StrJoin(wrong, "; "));
}

absl::StatusOr<std::string> ReadEmbeddingToken(const EmbeddingOptions& options) {
  std::string token;
  std::string place;
  if (!options.token_file.empty()) {
    place = absl::StrCat("--embedding-token-file: ", options.token_file);
    std::ifstream file(options.token_file);
    token.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  } else if (!options.token_variable.empty()) {
    place = absl::StrCat("--embedding-token-env: ", options.token_variable);
    if (const char* value = std::getenv(options.token_variable.c_str())) token = value;
  } else {
    return token;
  }
  token = std::string(absl::StripAsciiWhitespace(token));
  if (token.empty() || !std::all_of(token.begin(), token.end(), IsPlain)) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, " has no token that can be read; put the token there, on a line"));
  }
  return token;
}

}  // namespace counterpoint::service
