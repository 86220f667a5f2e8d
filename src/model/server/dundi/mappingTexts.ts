import type { DundiMapping } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { Rules } from '../../rules.ts';
import { PENDING } from '../dialplan/services.ts';
import { substitute } from '../dialplan/substitution.ts';
import { MAX_WEIGHT } from './answer.ts';
import type { Node } from './node.ts';

/** dundi.h: struct dundi_result, dest[256]. */
const ANSWER_DESTINATION_MAX = 255;

export interface MappingTextOptions {
  readonly secretOf: (server: ServerId) => string;
  readonly addressOf: (server: ServerId) => string;
  /** A variable of extensions.conf, [globals], as it is now. */
  readonly globalOf: (server: ServerId, name: string) => string | undefined;
  readonly rules: Pick<Rules, 'mappingDestinationMax' | 'dialect'>;
}

/** Whose mapping it is, and the number that is asked for. */
interface Asked {
  readonly server: ServerId;
  readonly number: string;
}

/** What a mapping of dundi.conf says in an answer: its destination and weight, with their variables filled in. */
export class MappingTexts {
  private readonly nodes: readonly Node[];
  private readonly options: MappingTextOptions;

  constructor(nodes: readonly Node[], options: MappingTextOptions) {
    this.nodes = nodes;
    this.options = options;
  }

  destination(asked: Asked, { destination }: DundiMapping): string {
    const { mappingDestinationMax } = this.options.rules;
    return this.filled(asked, destination.slice(0, mappingDestinationMax)).slice(0, ANSWER_DESTINATION_MAX);
  }

  /** A variable that is no number makes the answer the last to be tried (pbx_dundi.c:get_mapping_weight). */
  weight(asked: Asked, { weight, weightText }: DundiMapping): number {
    if (weightText === '') return weight;
    const number = Number.parseInt(this.filled(asked, weightText), 10);
    return Number.isNaN(number) ? MAX_WEIGHT : number;
  }

  /** `${NUMBER}`, `${SECRET}`, `${IPADDR}`, `${EID}`, and the variables of [globals]. */
  private filled({ server, number }: Asked, text: string): string {
    const filled = substitute(text, {
      dialect: this.options.rules.dialect,
      variable: (name) => this.variable(name, server, number),
      call: () => '', // A function needs a channel.
    });
    return filled === PENDING ? '' : filled;
  }

  private variable(name: string, server: ServerId, number: string): string | undefined {
    const node = this.nodes[server]!;
    if (name === 'NUMBER') return number;
    if (name === 'SECRET') return this.options.secretOf(server);
    if (name === 'IPADDR') return this.options.addressOf(server);
    if (name === 'EID') return node.eids.text(node.self);
    return this.options.globalOf(server, name);
  }
}
