import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build, type InlineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { toBase85 } from '../setup/base85.ts';
import { shippedTexts } from './shippedTexts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The whole page as one HTML text, with its Content-Security-Policy: no script or style runs but those in it. */
export async function buildPage(): Promise<string> {
  const worker = await bundled(scriptConfig('../engine/labWorker.ts', [shipped()]), 'script.js');
  const editor = await bundled(scriptConfig('../editor/scenarioEditor.ts', []), 'script.js');
  const page = await bundled(pageConfig(packed(worker)), 'index.html');
  // The editor is a text until it is wanted; then the page makes a script of it, which the policy knows by its hash.
  const code = editor.trim().replaceAll('</script', String.raw`<\/script`);
  const html = page.replace('</body>', () => `<script type="text/plain" id="editor-code">${code}</script>\n</body>`);
  return html.replace(
    '<head>',
    () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policyOf(html, code)}">`,
  );
}

/** `frame-ancestors` is for a header alone: the server adds it. */
function policyOf(html: string, editor: string): string {
  const scripts = [...html.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1]!);
  return [
    `default-src 'none'`,
    `script-src ${[...scripts, editor].map(hashOf).join(' ')}`,
    `style-src ${styles.map(hashOf).join(' ')}`,
    `worker-src blob:`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function common(): InlineConfig {
  const { version } = JSON.parse(readFileSync(here('../../../package.json'), 'utf8')) as { version: string };
  return {
    configFile: false,
    logLevel: 'warn',
    define: { VERSION: JSON.stringify(version) },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  };
}

function pageConfig(worker: string): InlineConfig {
  return {
    ...common(),
    root: here('../view'),
    plugins: [viteSingleFile({ removeViteModuleLoader: true }), virtual('virtual:worker', worker)],
    build: { write: false, target: 'es2023', modulePreload: false, chunkSizeWarningLimit: 2000 },
  };
}

/** One classic script, whose exports are `dundisimLab`: a worker that is a module does not start from a page on disk. */
function scriptConfig(entry: string, plugins: Plugin[]): InlineConfig {
  return {
    ...common(),
    plugins,
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: here(entry), formats: ['iife'], name: 'dundisimLab', fileName: () => 'script.js' },
      chunkSizeWarningLimit: 2000,
    },
  };
}

/** Deflated: its length in bytes, a space, and the bytes in base 85. */
function packed(text: string): string {
  const bytes = deflateRawSync(text, { level: 9 });
  return `${bytes.length} ${toBase85(bytes)}`;
}

/** The text of one file of a build. */
async function bundled(config: InlineConfig, name: string): Promise<string> {
  const result = await build(config);
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const file = outputs.find(({ fileName }) => fileName === name);
  if (file === undefined) throw new Error(`the build made no ${name}`);
  if (file.type === 'chunk') return file.code;
  return typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source);
}

/** `virtual:shipped`: scenarios and .conf folders as one JSON text. */
function shipped(): Plugin {
  return virtual('virtual:shipped', JSON.stringify(shippedTexts()));
}

/** A module that exports a text. */
function virtual(id: string, text: string): Plugin {
  return {
    name: id,
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(text)};` : undefined),
  };
}
