export async function tradeoff(..._of: unknown[]): Promise<0> { return 0; }
