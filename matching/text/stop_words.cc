#include "matching/text/stop_words.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "matching/text/stemmer.h"

namespace counterpoint::matching {
namespace {

// Written as running text, parted by spaces.
constexpr const char* kEnglishFunctionWords =
    "a about above across after again against all almost along already also although always am "
    "among an and any anyone anything are aren't around as at away back be became because become "
    "becomes been before being below beside besides between beyond both but by can can't cannot "
    "could couldn't did didn't do does doesn't doing don't done down during each either else "
    "enough etc even ever every everyone everything few for from further get gets getting give "
    "given gives go goes going got had hadn't has hasn't have haven't having he her here hers "
    "herself him himself his how however i i'd i'll i'm i've if in including indeed into is isn't "
    "it it's its itself just keep kind largely last later least less let let's like likely made "
    "mainly make makes making many may maybe me might more moreover most mostly much must my "
    "myself namely near nearly neither never nevertheless no nobody none nor not nothing now of "
    "off often on once one ones only onto or other others otherwise our ours ourselves out over "
    "own per perhaps quite rather really regarding same several shall she should shouldn't since "
    "so some someone something sometimes soon still such take taken takes taking than that that's "
    "the their theirs them themselves then there thereby therefore these they they're this those "
    "though through throughout thus till to together too toward towards two under unless until up "
    "upon us usually various very via was wasn't we we'd we'll we're we've well were weren't what "
    "whatever when where whereas whether which while who whole whom whose why will with within "
    "without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself "
    "yourselves http https www com org net co ltd inc llc plc corp gmbh e.g i.e eg ie vs "
    "organization organizations organisation organisations experienced expertise relate related "
    "relating project projects accessible present presents build builds built plan plans planned "
    "type types create creates created creating develop develops developed developing";

// Words of form; all words with the same stem stop too.
constexpr const char* kEnglishFormWords =
    "ability able accept achieve active actively aim apply approach area available base based "
    "bring call capability capable choose collaborate collaboration collaborative come common "
    "company contact cooperate cooperation cooperative corporation current currently dedicated "
    "deliver demand deep deeply enable engage ensure enterprise establish excellent expect "
    "explore extensive find firm focus form found founded full fully good great group grow help "
    "high highly hope include interested interest introduce invite involve join jointly key know "
    "large lead leading long look looking main mature meet member mutual mutually need needs new "
    "number offer opportunity own part particular partner partnership please possible potential "
    "professional propose provide provider provision pursue quality range ready recent relevant "
    "require requirement rich seek select serve service set share similar small solution special "
    "specialize specialise specific staff start strong suitable supplier support target team "
    "today turn unique use useful user variety want welcome wide willing wish work year";

constexpr const char* kChineseStopWords =
    "的 了 和 与 及 以及 或 或者 在 是 有 为 对 于 等 从 到 将 把 "
    "被 让 使 由 向 往 以 之 其 此 该 这 那 这个 那个 这些 那些 这里 "
    "那里 这样 那样 每 各 各个 各种 各类 各项 各自 某 某个 某些 本 我 "
    "你 他 她 它 您 我们 你们 他们 她们 它们 咱们 自己 大家 我司 贵司 "
    "本公司 本单位 我方 贵方 双方 对方 他人 也 都 就 还 又 再 才 只 仅 "
    "很 更 较 极 非常 十分 比较 更加 尤其 "
    "特别 已 已经 曾 曾经 正 正在 将要 即将 目前 现在 当前 如今 今后 "
    "未来 今年 去年 明年 同时 此外 另外 并 并且 而 而且 但 但是 然而 "
    "因为 因此 由于 所以 如果 若 虽然 尽管 不仅 不但 无论 例如 比如 诸如 "
    "包括 包含 涵盖 其中 其他 其它 其余 之一 之间 之后 之前 以上 以下 "
    "以内 以外 以来 左右 间 时 年 月 日 号 "
    "个 家 位 名 种 类 项 些 次 件 款 场 套 份 人 者 们 地 得 着 "
    "过 来 去 可 可以 能 能够 会 应 应该 应当 须 必须 需 要 想 请 做 "
    "作为 成为 进行 通过 根据 按照 关于 对于 基于 随着 围绕 针对 面向 "
    "凭借 依托 结合 方面 方式 方向 多个 一个 一些 "
    "一种 一批 一家 一系列 众多 许多 大量 多种 多年 若干 全部 所有 任何 "
    "整个 一定 一起 共同 相互 互相 吗 呢 吧 啊 呀 哪 哪些 什么 怎么 "
    "怎样 如何 为何 多少 是否 则 即 称 叫 所 给 跟 同 比 用 于是 从而 "
    "进而 以便 以期 旨在 为了 至 至今 自 自从 起 当 据 经 经过 均 共 "
    "约 近 超 超过 达 达到 具 具有 具备 拥有 有着 存在 属于 公司 企业 "
    "单位 机构 集团 有限公司 股份 有限 责任 希望 期望 期待 寻求 寻找 征集 "
    "诚征 诚邀 欢迎 提供 提供商 供应商 合作 合作方 合作伙伴 伙伴 协作 需要 "
    "需求 要求 愿意 愿 意向 有意 计划 打算 准备 拟 开展 展开 从事 致力 "
    "致力于 专注 专注于 专业 专业化 主要 重点 核心 业务 服务 服务商 产品 "
    "项目 工作 团队 成员 会员 领域 行业 相关 有关 方案 解决方案 能力 优势 "
    "经验 丰富 成熟 优秀 优质 高质量 高品质 高水平 先进 领先 一流 知名 "
    "著名 强大 良好 完善 全面 全方位 一站式 支持 帮助 协助 助力 推动 推进 "
    "促进 提升 提高 加强 实现 完成 打造 建立 建设 构建 形成 拓展 扩大 "
    "开拓 探索 发展 发挥 利用 使用 采用 应用 运用 联系 沟通 洽谈 联络 "
    "对接 参与 参加 加入 介绍 简介 成立 位于 总部 创立 创建 目标 目的 "
    "意义 价值 机会 资源 条件 情况 问题 类型 形式 范围 优先 最好 不限 "
    "适合 符合 满足 具体 详细 实际 有效 积极 深入 深度 广泛 长期 短期 "
    "新型 ";

// Words of up to five letters, as long as acronyms usually are.
constexpr const char* kOrdinaryWords =
    "ace act ad add ads age ago aid aim air app apt arc arch are arm art ask ass bad bag ban bar "
    "bat bay bed bet bid big bin bit bow box boy bud bug bus buy cab can cap car cat cave cell "
    "chip clam clip cost cot cow crew cry cub cup cut dam day deal deer den did die dig dim dip "
    "doe dog dot drag dry due dug dumb ear east eat edge edit egg ego elf elm end era eve eye "
    "face fan far fast fat fed fee few fig file fin fit fix flag flip flow fly fog for form fox "
    "fun fur gain gap gas gel gem get gig gin glad god grab grid gun gut guy had ham hat hen hint "
    "hip hit hop hot how hub hug hut ice icon ill ink inn ion jam jar jaw jet job jog joy key kid "
    "kit lab lad lag lamp lane lap laser law lay leg let lid lie lip lit log lot low mad man map "
    "mat maze men met mid mint mix mob mod mop moss mr mud mug nap ned net new nil nod nut oak oar "
    "odd oil old one opt ore out owe owl own pac pad pal pan par park pass past pat pay pen pep "
    "pet pie pig pile pin pit pop port pose pot press pro pub pull pun pure push put rag raid ram "
    "ran rap rat raw ray red rend rest rib rice rid rig rim rip rise road rob rod rose row rub "
    "rug rule run rush sad safe sap sat saw say sea see set sew sex she shy sin sip sir sit six "
    "ski sky slam sly smart soap sob son sow spa spin spot star stem step sum sun swarm tab tag "
    "tan tap tar taste tea ten tide tie tin tip toe ton top toy trap tray try tub tug use van "
    "vast vet wan war was wax way web wet who why wig win wit won yes zip zoo led it us or is "
    "sole slim snap mice mare race sage scan care core dash fame gram lots mean mesh nice pace "
    "page pipe plan pros real rent role sail save sense sharp sister spice spark spear team tens "
    "trace track vice wave wise";

using WordSet = absl::flat_hash_set<std::string>;

WordSet Words(absl::string_view list) { return absl::StrSplit(list, ' ', absl::SkipEmpty()); }

WordSet Stems(absl::string_view list) {
  WordSet stems;
  for (const absl::string_view word : absl::StrSplit(list, ' ', absl::SkipEmpty())) {
    stems.insert(Stem(std::string(word)));
  }
  return stems;
}

const WordSet& StopWords() {
  static const auto* const words = [] {
    auto* const all = new WordSet(Words(kEnglishFunctionWords));
    all->merge(Words(kChineseStopWords));
    return all;
  }();
  return *words;
}

const WordSet& FormStems() {
  static const auto* const stems = new WordSet(Stems(kEnglishFormWords));
  return *stems;
}

}  // namespace

bool IsStopWord(const std::string& word) {
  return StopWords().contains(word) || FormStems().contains(Stem(word));
}

bool IsOrdinaryWord(const std::string& word) {
  static const auto* const words = new WordSet(Words(kOrdinaryWords));
  return words->contains(word) || IsStopWord(word);
}

}  // namespace counterpoint::matching
