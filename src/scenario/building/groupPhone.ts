import type { PhoneConfig, PhoneTemplate } from '../../model/config.ts';

/** Numbers and addresses by row. */
export interface PhoneTexts {
  numberAt(row: number): string;
  addressAt(row: number): string;
}

/** A phone as its row, and what it shares with others; texts are made when they are asked for. */
export class GroupPhone implements PhoneConfig {
  private readonly texts: PhoneTexts;
  private readonly place: number;
  private readonly template: PhoneTemplate;

  constructor(texts: PhoneTexts, place: number, template: PhoneTemplate) {
    this.texts = texts;
    this.place = place;
    this.template = template;
  }

  get number(): string {
    return this.texts.numberAt(this.place);
  }

  get address(): string {
    return this.texts.addressAt(this.place);
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
