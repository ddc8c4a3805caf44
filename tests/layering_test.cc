// The tree is the architecture: each layer includes what its box of the picture
// in README.md may use, and nothing else.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = COUNTERPOINT_SOURCE_DIR;

// Folders whose headers a layer may include.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"matching", {"matching"}},
    {"storage", {"storage"}},
    {"service", {"service", "storage", "matching", "proto"}},
    {"clients", {"clients", "proto"}},
};

// Libraries that belong to one layer alone, by how their headers begin.
const std::map<std::string, std::set<std::string>> kOwners = {
    {"grpc", {"service", "clients"}}, {"google/protobuf", {"service", "clients"}},
    {"rocksdb/", {"storage"}},        {"Eigen/", {"matching"}},
    {"cadical", {"matching"}},        {"coin/", {"matching"}},
    {"lemon/", {"matching"}},         {"libstemmer", {"matching"}},
    {"spdlog/", {"service"}},         {"httplib", {"service"}},
    {"prometheus/", {"service"}},     {"libical", {"service"}},
    {"boost/", {"service"}},          {"zlib", {"service"}},
};

struct Include {
  std::string file;
  std::string layer;  // Of the file.
  std::string header;
};

std::vector<Include> AllIncludes() {
  static const std::regex kPattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
  std::vector<Include> includes;
  for (const auto& [layer, unused] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / layer)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream in(entry.path());
      std::smatch match;
      for (std::string line; std::getline(in, line);) {
        if (!std::regex_search(line, match, kPattern)) continue;
        includes.push_back({fs::relative(entry.path(), kRoot), layer, match[1]});
      }
    }
  }
  return includes;
}

// The layer that a header of the project belongs to; empty for any other.
std::string LayerOf(const std::string& header) {
  const std::string first = header.substr(0, header.find('/'));
  if (first == "counterpoint") return "proto";
  return kMayInclude.contains(first) && fs::exists(kRoot / header) ? first : "";
}

TEST(LayeringTest, EachLayerIncludesOnlyThoseBelow) {
  const auto includes = AllIncludes();
  ASSERT_GT(includes.size(), 500U);
  for (const Include& include : includes) {
    const std::string layer = LayerOf(include.header);
    if (layer.empty()) continue;
    EXPECT_TRUE(kMayInclude.at(include.layer).contains(layer))
        << include.file << " includes " << include.header;
  }
}

TEST(LayeringTest, EachLibraryStaysInItsLayer) {
  for (const Include& include : AllIncludes()) {
    for (const auto& [prefix, owners] : kOwners) {
      if (!include.header.starts_with(prefix)) continue;
      EXPECT_TRUE(owners.contains(include.layer)) << include.file << " includes " << include.header;
    }
  }
}

TEST(LayeringTest, TheTopLevelHoldsTheLayersAndNothingElse) {
  const std::set<std::string> expected = {
      "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "clients", "matching",
      "proto",          "service",           "storage", "tests"};
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(kRoot)) {
    const std::string name = entry.path().filename();
    // Dot files are settings; `build` is where the presets build.
    if (!name.starts_with(".") && name != "build") found.insert(name);
  }
  EXPECT_EQ(found, expected);
}

TEST(LayeringTest, NoFileIsNamedByWhatItIsNot) {
  static const std::regex kVague("(^|_)(impl|utils?|common|helpers?|manager|misc)(_|$)");
  for (const auto& [layer, unused] : kMayInclude) {
    for (auto entries = fs::recursive_directory_iterator(kRoot / layer);
         entries != fs::recursive_directory_iterator(); ++entries) {
      const fs::directory_entry& entry = *entries;
      // What npm installs and builds is not kept.
      if (entry.path().filename() == "node_modules" || entry.path().filename() == "dist") {
        entries.disable_recursion_pending();
        continue;
      }
      EXPECT_FALSE(std::regex_search(entry.path().stem().string(), kVague)) << entry.path();
    }
  }
}

}  // namespace
