import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SourceTextModule, SyntheticModule, type Module } from 'node:vm';
import { transformWithOxc } from 'vite';

/** A source file of the project as JavaScript, and V8's code of it. */
interface Compiled {
  readonly code: string;
  readonly cachedData: Buffer | undefined;
}

const compiled = new Map<string, Compiled>();
const packages = new Map<string, Module>();

/**
 * The modules of one run: those of the project are evaluated anew for each run, from JavaScript that is kept; packages
 * and Node's own are those of this process.
 */
export class Modules {
  private readonly changed: { readonly path: string; readonly source: string } | undefined;
  /** In the place of a package, by its name. */
  private readonly replaced: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  private readonly loaded = new Map<string, Promise<Module>>();

  constructor(
    changed: { readonly path: string; readonly source: string } | undefined,
    replaced: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  ) {
    this.changed = changed;
    this.replaced = replaced;
  }

  /** Evaluates a file of the project and what it imports. @throws what one of them throws */
  async run(path: string): Promise<void> {
    const module = await this.fileAt(path);
    if (module.status === 'unlinked')
      await module.link((specifier, { identifier }) => this.named(specifier, identifier));
    await module.evaluate();
  }

  private async named(specifier: string, importer: string): Promise<Module> {
    const other = this.replaced.get(specifier);
    if (other !== undefined) return made(specifier, other);
    return specifier.startsWith('.')
      ? await this.fileAt(resolve(dirname(importer), specifier))
      : await packageOf(specifier);
  }

  private fileAt(path: string): Promise<Module> {
    let module = this.loaded.get(path);
    if (module === undefined) this.loaded.set(path, (module = this.made(path)));
    return module;
  }

  private async made(path: string): Promise<Module> {
    if (path.endsWith('.json')) return made(path, { default: JSON.parse(readFileSync(path, 'utf8')) });
    const { code, cachedData } = await this.codeOf(path);
    const importModuleDynamically = async (specifier: string): Promise<Module> => await this.named(specifier, path);
    return new SourceTextModule(code, {
      identifier: path,
      cachedData,
      initializeImportMeta: (meta) =>
        void Object.assign(meta, { url: pathToFileURL(path).href, dirname: dirname(path) }),
      importModuleDynamically: importModuleDynamically as never,
    });
  }

  private async codeOf(path: string): Promise<Compiled> {
    if (path === this.changed?.path)
      return { code: await javaScript(path, this.changed.source), cachedData: undefined };
    const known = compiled.get(path);
    if (known !== undefined) return known;
    const code = await javaScript(path, readFileSync(path, 'utf8'));
    const module = new SourceTextModule(code, { identifier: path }) as unknown as { createCachedData(): Buffer };
    const cachedData = module.createCachedData();
    compiled.set(path, { code, cachedData });
    return { code, cachedData };
  }
}

async function javaScript(path: string, source: string): Promise<string> {
  return (await transformWithOxc(source, path, { sourcemap: false })).code;
}

async function packageOf(specifier: string): Promise<Module> {
  const known = packages.get(specifier);
  if (known !== undefined) return known;
  const url = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  const module = made(specifier, (await import(url)) as Readonly<Record<string, unknown>>);
  packages.set(specifier, module);
  return module;
}

function made(identifier: string, exports: Readonly<Record<string, unknown>>): Module {
  return new SyntheticModule(
    Object.keys(exports),
    function fill(this: SyntheticModule) {
      for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
    },
    { identifier },
  );
}
