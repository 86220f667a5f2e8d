/**
 * Asterisk's own configuration files as the model's configuration: texts in, configuration and remarks out. No paths on
 * a disk, no I/O.
 *
 * conf/ is the grammar that all .conf files share; files/ knows the keys of each; review/ says what reads well and will
 * not do what was meant; records/ reads what a running Asterisk writes: CDRs, console logs, the SIP table.
 */
export type { FolderFile } from './conf/folder.ts';
export { NO_SUCH_FILE } from './missingFiles.ts';
export type { PhoneContext } from './phoneContext.ts';
export { readServer, type ReadServer } from './serverConfig.ts';
export { overlayKeys, overlayServer, type OverlayValue } from './overlay.ts';
export { identifyServers, type Identity, type NamedServer } from './identify.ts';
export { Secrets } from './secrets.ts';
export { checkFolders } from './review/reviewFolders.ts';
export { readCdrs } from './records/cdr.ts';
export { readLog } from './records/consoleLog.ts';
export { faultsOf, type LoggedFault } from './records/incident.ts';
export { recordedCalls, type RecordedCalls } from './records/recordedCalls.ts';
export { readSipTable } from './records/sipTableDump.ts';
export { wallText } from './records/wallTime.ts';
export { reviewHosts, type PhoneBook } from './review/reviewHosts.ts';
export { reviewHiddenNumbers } from './review/hiddenNumbers.ts';
export { reviewSharedRows } from './review/reviewSipGeneral.ts';
export { Remarks } from './remarks.ts';
export { sharedSlots } from './review/reviewParking.ts';
