// Tokens of an identity provider and its key set: nobody is let in by a token that no key
// has signed, whatever it says.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/access/key_set.h"
#include "service/access/web_tokens.h"
#include "tests/fuzz/require.h"
#include "tests/service/access/provider_keys.h"

namespace counterpoint::service {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

constexpr char kIssuer[] = "https://id.example";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

const ProviderKey& Key() {
  static const auto* const kKey = new ProviderKey("ES256", "k1");
  return *kKey;
}

const WebTokens* MakeTokens() {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / absl::StrCat("web-tokens-fuzz-", getpid());
  std::ofstream(file) << KeySetOf({Key().Jwk()});
  WebTokenOptions options;
  options.key_set_file = file.string();
  options.issuer = kIssuer;
  options.audience = "counterpoint";
  auto* const tokens = new WebTokens(options);
  Require(tokens->ReadKeys().ok(), "the key set can be read");
  std::filesystem::remove(file);
  return tokens;
}

const WebTokens& Tokens() {
  static const WebTokens* const kTokens = MakeTokens();
  return *kTokens;
}

void CheckCaller(const Caller& caller, const nlohmann::json& claims) {
  Require(claims.is_object() && claims.value("iss", "") == kIssuer, "only of the issuer");
  Require(caller.name == absl::StrCat("jwt:", claims["sub"].get<std::string>()),
          "a caller is the subject");
  Require(caller.name.size() < 210, "a subject is short");
  Require(caller.alliance.empty() == (claims["counterpoint_alliance"] == "*"),
          "only a star is for all alliances");
}

// As somebody without a key could write it.
void CheckUnsigned(const std::string& text) {
  Require(!Tokens().Find(text, kNow), "what is signed by nobody lets nobody in");
  for (const char* algorithm : {"none", "HS256", "ES256", "RS256"}) {
    const std::string input = absl::StrCat(
        absl::WebSafeBase64Escape(absl::StrCat("{\"alg\":\"", algorithm, "\",\"kid\":\"k1\"}")),
        ".", absl::WebSafeBase64Escape(text));
    Require(!Tokens().Find(absl::StrCat(input, "."), kNow), "an empty signature is none");
    Require(!Tokens().Find(absl::StrCat(input, ".", absl::WebSafeBase64Escape(text)), kNow),
            "any bytes are no signature");
  }
}

void CheckSigned(const std::string& text) {
  const nlohmann::json claims = nlohmann::json::parse(text, nullptr, false);
  if (claims.is_discarded()) return;
  const auto caller = Tokens().Find(Key().Sign(claims), kNow);
  if (caller) CheckCaller(*caller, claims);
}

void CheckKeySet(const std::string& text) {
  const auto keys = KeySet::Parse(text);
  if (!keys.ok()) {
    return RequireNamed(keys.status(), absl::StatusCode::kInvalidArgument, "no key set");
  }
  Require(!keys->Verify(text), "a key set is signed by nobody");
}

}  // namespace
}  // namespace counterpoint::service

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckUnsigned(text);
  CheckSigned(text);
  CheckKeySet(text);
  return 0;
}
