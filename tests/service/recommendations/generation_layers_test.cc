#include "service/recommendations/generation_layers.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

constexpr int kMembers = 1000;

stored::GenerationLayer LayerOf(int generation, int count) {
  stored::GenerationLayer layer;
  layer.set_generation(generation);
  layer.set_members_of(generation);
  layer.set_count(count);
  return layer;
}

// Numbers from the oldest on.
std::vector<int> Numbers(const Layers& layers) {
  std::vector<int> numbers;
  for (const auto& layer : layers) numbers.push_back(layer.generation());
  return numbers;
}

TEST(GenerationLayersTest, GenerationWithoutLayersIsReadFromItself) {
  stored::GenerationRecord record;
  record.mutable_generation()->set_member_count(30);
  const auto layers = ListLayers(4, record);
  ASSERT_EQ(layers.size(), 1U);
  EXPECT_EQ(layers[0].generation(), 4);
  EXPECT_EQ(layers[0].members_of(), 4);
  EXPECT_EQ(layers[0].count(), 30);
}

TEST(GenerationLayersTest, EveryMemberHasItsTurnOnceInSixteen) {
  int fewest = kMembers;
  for (int turn = 5; turn < 5 + kMostLayers; ++turn) {
    int written = 0;
    for (int i = 0; i < kMembers; ++i) written += IsItsTurn(absl::StrCat("m-", i), turn);
    fewest = std::min(fewest, written);
  }
  EXPECT_GT(fewest, kMembers / kMostLayers / 2);
  for (int i = 0; i < kMembers; ++i) {
    int turns = 0;
    for (int turn = 5; turn < 5 + kMostLayers; ++turn) {
      turns += IsItsTurn(absl::StrCat("m-", i), turn);
    }
    ASSERT_EQ(turns, 1) << i;
  }
}

TEST(GenerationLayersTest, OldestLayerGoesWhereThereAreTooMany) {
  stored::GenerationRecord record;
  *record.add_list_layers() = LayerOf(1, kMembers);
  for (int number = 2; number <= kMostLayers + 3; ++number) {
    Layers layers;
    ASSERT_TRUE(AddLayer(ListLayers(number - 1, record), LayerOf(number, 80), kMembers, layers));
    *record.mutable_list_layers() = layers;
    EXPECT_EQ(Numbers(layers).back(), number);
    EXPECT_EQ(Numbers(layers).size(), std::min<std::size_t>(kMostLayers, layers.size()));
  }
  EXPECT_EQ(Numbers(record.list_layers()).front(), 4);
  EXPECT_EQ(ListLayers(kMostLayers + 3, record).front().generation(), kMostLayers + 3);
}

TEST(GenerationLayersTest, LayersThatHoldTooMuchAreNotAddedTo) {
  Layers layers;
  const std::vector<stored::GenerationLayer> base = {LayerOf(1, kMembers)};
  EXPECT_TRUE(AddLayer(base, LayerOf(2, kMembers / 2), kMembers, layers));
  EXPECT_FALSE(AddLayer(base, LayerOf(2, kMembers / 2 + 1), kMembers, layers));
  EXPECT_EQ(layers.size(), 2) << "nothing is changed";
  std::vector<stored::GenerationLayer> much = base;
  for (int i = 0; i < 6; ++i) much.insert(much.begin(), LayerOf(2 + i, kMembers / 2));
  EXPECT_TRUE(AddLayer(much, LayerOf(9, 0), kMembers, layers));
  EXPECT_FALSE(AddLayer(much, LayerOf(9, 1), kMembers, layers));
}

}  // namespace
}  // namespace counterpoint::service
