/** `1,234,567`: no locale, so the same everywhere. */
export function count(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
}
