#include "matching/planning/proof_log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "matching/planning/day_bounds.h"
#include "matching/planning/exact_planner.h"
#include "tests/matching/planning/proof_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

namespace fs = std::filesystem;

class ProofLogTest : public ::testing::Test {
 protected:
  ProofLogTest() : path_(::testing::TempDir() + "counterpoint_proof_log_test") { Clear(); }
  ~ProofLogTest() override { Clear(); }

  ProofLogEnd Write(const SessionProblem& problem, std::optional<int> breaks) const {
    return WriteProof(problem, breaks, path_, {}, {});
  }
  std::string Formula() const { return Text(".cnf"); }
  std::string Proof() const { return Text(".drat"); }
  bool HasFiles() const { return fs::exists(path_ + ".cnf") || fs::exists(path_ + ".drat"); }

 private:
  std::string Text(const std::string& ending) const {
    std::ifstream file(path_ + ending);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void Clear() const {
    fs::remove(path_ + ".cnf");
    fs::remove(path_ + ".drat");
  }

  const std::string path_;
};

// Four that all meet each other, with a slot that two of them miss: one break more
// than their days show.
SessionProblem TightSession() {
  SessionProblem problem = OpenSession(4, 5);
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < a; ++b) AddMeeting(problem, a, b);
  }
  problem.tables.assign(5, 1);
  problem.tables[0] = 2;
  return problem;
}

TEST_F(ProofLogTest, ACheckerFollowsTheProofOfAnOptimum) {
  const SessionProblem problem = TightSession();
  const ExactResult exact = PlanExactly(problem, std::nullopt, {}, {});
  ASSERT_EQ(exact.proof, Proof::kOptimal);
  ASSERT_EQ(Write(problem, exact.bound), ProofLogEnd::kWritten);
  EXPECT_TRUE(Refutes(Formula(), ProofLogTest::Proof()));
  EXPECT_NE(Formula().find("c meeting 3 slot 2 is "), std::string::npos);
}

TEST_F(ProofLogTest, ProofsOfRandomSessionsHoldAndWrongClaimsAreNotProved) {
  int written = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const SessionProblem problem = RandomSession(seed);
    const std::optional<int> fewest = FewestBreaks(problem);
    const ProofLogEnd end = Write(problem, fewest);
    EXPECT_TRUE(end == ProofLogEnd::kWritten || end == ProofLogEnd::kNothingToProve);
    if (end == ProofLogEnd::kWritten) {
      ++written;
      EXPECT_TRUE(Refutes(Formula(), Proof()));
    }
    if (!fewest) continue;
    EXPECT_EQ(Write(problem, *fewest + 1), ProofLogEnd::kRefuted);
    EXPECT_FALSE(HasFiles());
  }
  EXPECT_GT(written, 5);
}

TEST_F(ProofLogTest, AFileThatCannotBeWrittenIsSaid) {
  EXPECT_EQ(WriteProof(TightSession(), std::nullopt, "/no/such/folder/proof", {}, {}),
            ProofLogEnd::kNoFile);
}

TEST(ProofCheckerTest, RefusesWhatDoesNotFollow) {
  const std::string formula = "p cnf 2 4\n1 2 0\n-1 2 0\n1 -2 0\n-1 -2 0\n";
  EXPECT_TRUE(Refutes(formula, "2 0\n0\n"));
  EXPECT_FALSE(Refutes(formula, "0\n"));
  EXPECT_FALSE(Refutes(formula, "2 0\n"));
  EXPECT_FALSE(Refutes("p cnf 2 2\n1 2 0\n-1 2 0\n", "2 0\n0\n"));
  EXPECT_FALSE(Refutes(formula, "d -1 2 0\n2 0\n0\n"));
}

}  // namespace
}  // namespace counterpoint::matching
