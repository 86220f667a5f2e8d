declare module 'virtual:shipped' {
  /** JSON of `Shipped`. */
  const packed: string;
  export default packed;
}

declare module '*.css?inline' {
  const text: string;
  export default text;
}
