/** The project's own folder. */
export const root = new URL('../../../', import.meta.url).pathname;
