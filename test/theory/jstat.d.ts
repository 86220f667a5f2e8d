/** jstat has no types; these are the functions that the tests use. */
declare module 'jstat' {
  interface Inverse {
    inv(p: number, ...parameters: number[]): number;
  }
  interface Cumulative extends Inverse {
    cdf(x: number, ...parameters: number[]): number;
  }
  const jstat: {
    readonly jStat: {
      readonly studentt: Inverse;
      readonly normal: Cumulative;
      readonly gamma: Cumulative;
      readonly lognormal: Cumulative;
      readonly chisquare: Cumulative;
      readonly beta: Cumulative;
    };
  };
  export default jstat;
}
