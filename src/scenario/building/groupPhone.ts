import type { PhoneConfig, PhoneTemplate } from '../../model/config.ts';
import { numberToAddress } from '../../text/ranges.ts';

/** A phone as its number, its address and what it shares with others; texts are made when they are asked for. */
export class GroupPhone implements PhoneConfig {
  /** A plain number where that gives the same text. */
  private readonly digits: number | string;
  /** An IPv4 address as 32 bits, or another text: the text of an address takes 32 bytes. */
  private readonly at: number | string;
  private readonly template: PhoneTemplate;

  constructor(digits: number | string, at: number | string, template: PhoneTemplate) {
    this.digits = digits;
    this.at = at;
    this.template = template;
  }

  get number(): string {
    return typeof this.digits === 'string' ? this.digits : String(this.digits);
  }

  get address(): string {
    return typeof this.at === 'string' ? this.at : numberToAddress(this.at >>> 0);
  }

  get account(): number | undefined {
    return this.template.account;
  }

  get group(): string {
    return this.template.group;
  }

  get port(): number {
    return this.template.port;
  }

  get home(): number {
    return this.template.home;
  }

  get backup(): PhoneConfig['backup'] {
    return this.template.backup;
  }

  get lastResort(): number {
    return this.template.lastResort;
  }

  get expires(): number {
    return this.template.expires;
  }

  get kind(): PhoneConfig['kind'] {
    return this.template.kind;
  }

  get row(): PhoneConfig['row'] {
    return this.template.row;
  }

  get credentials(): PhoneConfig['credentials'] {
    return this.template.credentials;
  }

  get powered(): boolean {
    return this.template.powered;
  }

  get answerAfter(): PhoneConfig['answerAfter'] {
    return this.template.answerAfter;
  }

  get answerProbability(): number {
    return this.template.answerProbability;
  }

  get callsAtOnce(): number {
    return this.template.callsAtOnce;
  }
}
