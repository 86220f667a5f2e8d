import { fromBase125 } from '../setup/base125.ts';

/** A script that lies in the page as a text: deflated, in base 125. */
export async function unpacked(id: string): Promise<string> {
  const bytes = fromBase125(document.getElementById(id)!.textContent);
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
