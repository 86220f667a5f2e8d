/** Of the elements in which the page's scripts lie, deflated and in base 125. */
export const PACKED = { page: 'page-code', worker: 'worker-code', editor: 'editor-code' } as const;
