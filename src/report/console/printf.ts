/** The few conversions of C's printf that Asterisk's screens are made with: `%-20.20s`, `%5d`, `%s`, `%d`. */
export function printf(format: string, ...values: readonly (string | number)[]): string {
  let next = 0;
  return format.replace(
    /%(-?)(\d*)(?:\.(\d+))?([sd%])/g,
    (_, left: string, width: string, precision: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const whole = String(values[next++] ?? '');
      const text = kind === 's' && precision !== undefined ? whole.slice(0, Number(precision)) : whole;
      return left === '-' ? text.padEnd(Number(width)) : text.padStart(Number(width));
    },
  );
}
