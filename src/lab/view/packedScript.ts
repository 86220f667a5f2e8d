import { fromBase85 } from '../setup/base85.ts';

/** A script that lies in the page as a text: its length in bytes, a space, and the deflated bytes in base 85. */
export async function unpacked(id: string): Promise<string> {
  const [length = '', digits = ''] = document.getElementById(id)!.textContent.trim().split(' ');
  const bytes = fromBase85(digits, Number(length));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

/** Runs it. The page's policy knows its hash. */
export function runScript(text: string, type: 'module' | 'text/javascript'): void {
  const script = document.createElement('script');
  script.type = type;
  script.textContent = text;
  document.head.append(script);
}
