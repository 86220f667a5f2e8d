/**
 * Asterisk's own configuration files as the model's configuration: texts in, configuration and remarks out. No paths on
 * a disk, no I/O.
 *
 * conf/ is the grammar that all .conf files share; files/ knows the keys of each; review/ says what reads well and will
 * not do what was meant.
 */
export type { FolderFile } from './conf/folder.ts';
export { NO_SUCH_FILE, readServer, type ReadServer } from './serverConfig.ts';
export { overlayKeys, overlayServer, type OverlayValue } from './overlay.ts';
export { identifyServers, type Identity, type NamedServer } from './identify.ts';
export { Secrets } from './secrets.ts';
export { checkFolders } from './review/reviewFolders.ts';
