// Fails where the script that the first page loads is over 200 kB compressed.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 200_000;
const html = readFileSync('dist/index.html', 'utf8');
const files = new Set();
const follow = (file) => {
  if (files.has(file)) return;
  files.add(file);
  const text = readFileSync(`dist/assets/${file}`, 'utf8');
  for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) follow(next);
};
for (const [, file] of html.matchAll(/assets\/([^"]+\.js)"/g)) follow(file);
const manifest = process.argv[2];
if (manifest) follow(manifest);
// The glance page is what staff see first.
for (const [, file] of readFileSync(`dist/assets/${[...files][0]}`, 'utf8').matchAll(/"\.\/(GlancePage-[^"]+\.js)"/g)) follow(file);

let size = 0;
for (const file of files) size += gzipSync(readFileSync(`dist/assets/${file}`)).length;
console.log(`First page: ${(size / 1000).toFixed(0)} kB of script compressed, in ${files.size} files.`);
if (size > limit) {
  console.error(`More than ${limit / 1000} kB: load what the first page does not show with its own page.`);
  process.exit(1);
}
