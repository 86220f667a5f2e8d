/** An address, or a name with a domain. No resolver knows a bare name: "No such host". */
export function mayBeHost(name: string): boolean {
  return /[.:]/.test(name);
}

/** `priv:…@10.0.0.3/1002` for `priv:secret@10.0.0.3/1002`: a dialled device without the secret, which nobody wants to show. */
export function withoutSecret(resource: string): string {
  return resource.replace(/^([^:@/]*):[^@]*@/, '$1:…@');
}
