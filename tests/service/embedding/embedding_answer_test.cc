#include "service/embedding/embedding_answer.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(EmbeddingRequestBodyTest, IsTheUsualForm) {
  const auto body = nlohmann::json::parse(EmbeddingRequestBody("m", {"a \"b\"", "游戏"}));
  EXPECT_EQ(body["model"], "m");
  EXPECT_EQ(body["encoding_format"], "float");
  EXPECT_EQ(body["input"][0], "a \"b\"");
  EXPECT_EQ(body["input"][1], "游戏");
}

TEST(EmbeddingAnswerTest, VectorsComeByIndexWhateverElseIsSaid) {
  const auto vectors = ParseEmbeddingAnswer(
      R"({"data": [{"index": 1, "embedding": [0, 2.5]}, {"index": 0, "embedding": [-1, 1e-3]}],
          "model": "other", "usage": {}})",
      2);
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_THAT(*vectors, ElementsAre(ElementsAre(-1.0F, 1e-3F), ElementsAre(0.0F, 2.5F)));
}

TEST(EmbeddingAnswerTest, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {"<html>", "no JSON"},
      {"", "no JSON"},
      {"[]", "no list \"data\""},
      {R"({"data": 1})", "no list \"data\""},
      {R"({"data": []})", "0 entries for 2 texts"},
      {R"({"data": [1, 2]})", "data[0] has no embedding"},
      {R"({"data": [{"embedding": [1]}, {}]})", "data[0].index"},
      {R"({"data": [{"index": -1, "embedding": [1]}, {}]})", "data[0].index"},
      {R"({"data": [{"index": 2, "embedding": [1]}, {}]})", "data[0].index"},
      {R"({"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]})",
       "data[1].index is there twice"},
      {R"({"data": [{"index": 0, "embedding": []}, {}]})", "data[0].embedding is no list"},
      {R"({"data": [{"index": 0, "embedding": "AAA="}, {}]})", "data[0].embedding is no list"},
      {R"({"data": [{"index": 0, "embedding": [1, null]}, {}]})", "data[0].embedding[1]"},
      {R"({"data": [{"index": 0, "embedding": [1, 1e99]}, {}]})", "data[0].embedding[1]"},
      {R"({"data": [{"index": 0, "embedding": [0, -0.0]}, {}]})", "data[0].embedding is 0"},
      {R"({"data": [{"index": 0, "embedding": [NaN]}, {}]})", "no JSON"},
      {R"({"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]})",
       "1 and 2 values"},
  };
  for (const auto& [body, message] : wrong) {
    const auto vectors = ParseEmbeddingAnswer(body, 2);
    EXPECT_TRUE(absl::IsInvalidArgument(vectors.status())) << body;
    EXPECT_THAT(std::string(vectors.status().message()), HasSubstr(message)) << body;
  }
}

TEST(EmbeddingAnswerTest, AVectorHasAtMost4096Values) {
  nlohmann::json answer = {{"data", {{{"index", 0}, {"embedding", std::vector<int>(4096, 1)}}}}};
  EXPECT_TRUE(ParseEmbeddingAnswer(answer.dump(), 1).ok());
  answer["data"][0]["embedding"].push_back(1);
  EXPECT_FALSE(ParseEmbeddingAnswer(answer.dump(), 1).ok());
}

}  // namespace
}  // namespace counterpoint::service
