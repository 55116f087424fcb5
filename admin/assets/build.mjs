// Bundles the pages' style sheet and scripts: build.mjs NPM OUT, where NPM
// holds node_modules. Each file is written with a compressed twin, and a
// digest over all of them last.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const [npm, out] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(npm, "package.json"));
const esbuild = require("esbuild");
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

// FullCalendar's font of icons is a data: address; we draw our own signs.
const withoutFont = {
  name: "without-font",
  setup(build) {
    build.onLoad({ filter: /@fullcalendar.core.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/@font-face\s*{[^}]*}/g, ""),
      loader: "js",
    }));
  },
};

await esbuild.build({
  absWorkingDir: here,
  entryPoints: ["daybook.css", "daybook.js", "calendar.js"],
  outdir: out,
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  target: ["chrome123", "firefox120", "safari17.5"],
  format: "iife",
  nodePaths: [join(npm, "node_modules")],
  plugins: [withoutFont],
  logLevel: "warning",
});

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "icon.svg"), readFileSync(join(here, "icon.svg")));

const digest = createHash("sha256");
for (const name of ["daybook.css", "daybook.js", "calendar.js", "icon.svg"]) {
  const bytes = readFileSync(join(out, name));
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  digest.update(bytes);
}
writeFileSync(join(out, "digest"), digest.digest("hex").slice(0, 8));
