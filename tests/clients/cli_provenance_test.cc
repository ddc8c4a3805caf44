#include <gtest/gtest.h>

#include "clients/cli/match_tables.h"

namespace counterpoint::cli {
namespace {

std::string LineOf(v1::EmbeddingState state, const std::string& language) {
  v1::Provenance provenance;
  provenance.set_revision(7);
  provenance.set_embedding_state(state);
  return ProvenanceLine(provenance, language);
}

TEST(ProvenanceLineTest, SaysNothingOfEmbeddingsWhereNoneIsMissing) {
  const std::string line = LineOf(v1::EMBEDDING_STATE_UNSPECIFIED, "en");
  EXPECT_NE(line.find("Revision 7"), std::string::npos);
  EXPECT_EQ(LineOf(v1::EMBEDDINGS_COMPLETE, "en"), line);
}

TEST(ProvenanceLineTest, SaysInTheCallersLanguageThatEmbeddingsAreMissing) {
  EXPECT_NE(LineOf(v1::EMBEDDINGS_INCOMPLETE, "en").find("no embedding yet"), std::string::npos);
  EXPECT_NE(LineOf(v1::EMBEDDINGS_INCOMPLETE, "zh").find("部分文本尚无向量"), std::string::npos);
  EXPECT_NE(LineOf(v1::EMBEDDINGS_UNAVAILABLE, "en").find("does not answer"), std::string::npos);
  EXPECT_NE(LineOf(v1::EMBEDDINGS_UNAVAILABLE, "zh").find("向量服务无应答"), std::string::npos);
}

}  // namespace
}  // namespace counterpoint::cli
