declare module 'virtual:worker' {
  /** The worker's script, deflated: its length in bytes, a space, and the bytes in base 85. */
  const packed: string;
  export default packed;
}
declare module 'virtual:shipped' {
  /** JSON of `Shipped`. */
  const packed: string;
  export default packed;
}
declare module '*.css';
