// How an agenda's page looks, on a screen and on paper.
#pragma once

namespace counterpoint::agenda {

// A style sheet. Names are set in a serif, what helps to find one's way in a sans
// serif, with fonts that the reader's machine has; figures are of one width.
inline constexpr char kPageStyle[] = R"css(
:root { --ink: #1c1b19; --soft: #6b675f; --rule: #dcd8d0; --accent: #1f4b5f; --paper: #fff; }
* { box-sizing: border-box; margin: 0; padding: 0; }
html { background: #f1efea; color: var(--ink); color-scheme: light;
  font: 10.5pt/1.5 "Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC",
    "Microsoft YaHei", sans-serif;
  font-variant-numeric: tabular-nums lining-nums; }
body { padding: 24px 12px; }
article { background: var(--paper); width: 100%; max-width: 210mm; margin: 0 auto 24px;
  padding: 20mm 20mm 14mm; box-shadow: 0 1px 6px rgba(28, 27, 25, .12); }
h1, .name, .date { font-family: "Source Serif 4", "Noto Serif", Georgia, "Times New Roman",
  "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
header { border-top: 2.5pt solid var(--accent); padding-top: 5mm; }
.session { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 6mm;
  color: var(--accent); font-size: 9.5pt; letter-spacing: .04em; }
h1 { font-size: 25pt; font-weight: 600; line-height: 1.2; margin-top: 1.5mm;
  overflow-wrap: anywhere; }
.about, .kind { color: var(--soft); }
.about { margin-top: 1.5mm; }
section { margin-top: 9mm; }
h2 { display: flex; justify-content: space-between; align-items: baseline; font-weight: 400;
  padding-bottom: 1.5mm; border-bottom: .8pt solid var(--ink); break-after: avoid; }
.date { font-size: 13pt; font-weight: 600; }
.count { color: var(--soft); font-size: 9.5pt; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { color: var(--soft); font-size: 8.5pt; font-weight: 400; text-align: left;
  letter-spacing: .04em; padding: 2mm 4mm 1mm 0; }
td { vertical-align: top; padding: 2.6mm 4mm 2.8mm 0; border-bottom: .4pt solid var(--rule);
  overflow-wrap: anywhere; unicode-bidi: isolate; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
th.time, td.time { width: 34mm; }
td.time { font-size: 12pt; font-weight: 600; line-height: 1.55; white-space: nowrap; }
.end { color: var(--soft); font-weight: 400; }
th.table, td.table { width: 34mm; padding-right: 0; text-align: right; }
td.table { font-size: 12pt; font-weight: 600; line-height: 1.55; color: var(--accent); }
.name { font-size: 12.5pt; font-weight: 600; line-height: 1.45; }
.kind { font-size: 9.5pt; }
.delegates { list-style: none; font-size: 9.5pt; margin-top: .8mm; }
.role { color: var(--soft); }
.role::before { content: " · "; }
.free td, .free td.time { color: var(--soft); font-size: 9.5pt; font-weight: 400;
  padding-top: 1.4mm; padding-bottom: 1.5mm; font-style: normal; }
.none { margin-top: 12mm; color: var(--soft); font-size: 12pt; }
footer { display: flex; justify-content: space-between; gap: 6mm; margin-top: 12mm;
  padding-top: 2.5mm; border-top: .4pt solid var(--rule); color: var(--soft); font-size: 8.5pt; }
footer p:last-child { white-space: nowrap; }
@media (max-width: 640px) {
  article { padding: 20px 16px; }
  th.time, td.time { width: 27mm; }
  th.table, td.table { width: 22mm; }
  h1 { font-size: 20pt; }
  footer { display: block; }
}
@page { size: A4; margin: 18mm 18mm 16mm; }
@media print {
  html, body { background: none; padding: 0; }
  article { max-width: none; margin: 0; padding: 0; box-shadow: none; break-after: page; }
  article:last-child { break-after: auto; }
}
)css";

}  // namespace counterpoint::agenda
