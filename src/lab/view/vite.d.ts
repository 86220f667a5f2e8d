declare module 'virtual:worker' {
  /** The worker's script, deflated, in base64. */
  const packed: string;
  export default packed;
}
declare module 'virtual:shipped' {
  /** JSON of `Shipped`. */
  const packed: string;
  export default packed;
}
declare module '*.css';
