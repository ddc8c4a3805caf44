#include "service/embedding/embedding_options.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

EmbeddingOptions ValidOptions() {
  EmbeddingOptions options;
  options.url = "http://127.0.0.1:8080";
  options.model = "bge-m3";
  return options;
}

std::string WrongIn(const EmbeddingOptions& options) {
  return std::string(CheckEmbeddingOptions(options).message());
}

TEST(EmbeddingUrlTest, NamesServerAndPath) {
  const auto endpoint = ParseEmbeddingUrl("https://models.example.org/api/embed?version=2");
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(endpoint->server, "https://models.example.org");
  EXPECT_EQ(endpoint->path, "/api/embed?version=2");
}

TEST(EmbeddingUrlTest, WithoutPathItIsTheUsualOne) {
  for (const char* url : {"http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://[::1]:80"}) {
    const auto endpoint = ParseEmbeddingUrl(url);
    ASSERT_TRUE(endpoint.ok()) << url;
    EXPECT_EQ(endpoint->path, "/v1/embeddings");
  }
}

TEST(EmbeddingUrlTest, AnythingElseIsRefusedWithAnExample) {
  for (const char* url :
       {"", "127.0.0.1:8080", "ftp://host", "http://", "http://:80", "http://host:0",
        "http://host:70000", "http://host:port", "http://user@host", "http://a b", "http://h/#x"}) {
    const auto endpoint = ParseEmbeddingUrl(url);
    EXPECT_TRUE(absl::IsInvalidArgument(endpoint.status())) << url;
    EXPECT_THAT(std::string(endpoint.status().message()), HasSubstr("http://127.0.0.1:8080"));
  }
}

TEST(EmbeddingOptionsTest, EveryWrongOptionIsNamed) {
  EXPECT_TRUE(CheckEmbeddingOptions(ValidOptions()).ok());
  EmbeddingOptions options;
  options.url = "nowhere";
  options.timeout = absl::ZeroDuration();
  options.query_budget = absl::Minutes(1);
  options.token_file = "a";
  options.token_variable = "B";
  const std::string wrong = WrongIn(options);
  for (const char* flag : {"--embedding-url", "--embedding-model", "--embedding-timeout",
                           "--embedding-query-budget", "--embedding-token-file"}) {
    EXPECT_THAT(wrong, HasSubstr(flag));
  }
}

TEST(EmbeddingOptionsTest, AModelHasANameWithoutSpaces) {
  EmbeddingOptions options = ValidOptions();
  for (const std::string& model :
       {std::string("a b"), std::string(201, 'm'), std::string("\0", 1)}) {
    options.model = model;
    EXPECT_THAT(WrongIn(options), HasSubstr("--embedding-model"));
  }
}

TEST(EmbeddingTokenTest, ComesFromAFileWithoutTheWhiteSpaceAroundIt) {
  EmbeddingOptions options = ValidOptions();
  options.token_file = absl::StrCat(::testing::TempDir(), "/embedding-token-", getpid());
  std::ofstream(options.token_file) << " secret\n";
  EXPECT_EQ(ReadEmbeddingToken(options).value(), "secret");
  std::ofstream(options.token_file) << "two words\n";
  EXPECT_TRUE(absl::IsInvalidArgument(ReadEmbeddingToken(options).status()));
  unlink(options.token_file.c_str());
  const auto missing = ReadEmbeddingToken(options);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr(options.token_file));
}

TEST(EmbeddingTokenTest, ComesFromAnEnvironmentVariable) {
  EmbeddingOptions options = ValidOptions();
  EXPECT_EQ(ReadEmbeddingToken(options).value(), "");
  options.token_variable = "COUNTERPOINT_TEST_TOKEN";
  EXPECT_TRUE(absl::IsInvalidArgument(ReadEmbeddingToken(options).status()));
  setenv("COUNTERPOINT_TEST_TOKEN", "secret", 1);
  EXPECT_EQ(ReadEmbeddingToken(options).value(), "secret");
}

}  // namespace
}  // namespace counterpoint::service
