import type { Micros } from '../../kernel/units.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type { LinkQuality } from './surroundings.ts';

/** Hosts by index: servers 0..n-1. `DATABASE_HOST` stands for the database. */
export type Fault =
  | {
      readonly kind: 'crash' | 'restart' | 'hang' | 'resume' | 'takeOver';
      readonly at: Micros;
      readonly server: number;
    }
  | {
      readonly kind: 'partition' | 'heal';
      readonly at: Micros;
      readonly between: readonly number[];
      readonly and: readonly number[];
      /** What `between` sends does not reach `and`, and the other way it does; a heal joins both ways. */
      readonly oneWay?: true;
    }
  | {
      /** Datagrams take another delay, are lost or come twice; `restore`: as configured again. */
      readonly kind: 'degrade' | 'restore';
      readonly at: Micros;
      readonly between: readonly number[];
      readonly and: readonly number[];
      /** Rows of phones, whose links to all servers are meant; with phones, `between` and `and` are empty. */
      readonly phones: readonly number[];
      readonly quality: LinkQuality;
    }
  | { readonly kind: 'unregister'; readonly at: Micros; readonly phones: readonly number[] }
  | {
      readonly kind: 'slowDatabase';
      readonly at: Micros;
      /** times every service time; 1 ends it */ readonly factor: number;
    }
  | { readonly kind: 'stopDatabase' | 'startDatabase'; readonly at: Micros }
  | {
      /**
       * The server reads files again while it runs. `adds`: of dundi.conf, to which sections for those others were added; until
       * then it does not know them.
       */
      readonly kind: 'reload';
      readonly at: Micros;
      readonly server: number;
      readonly module: ReloadModule;
      readonly adds: readonly number[];
    }
  | {
      readonly kind: 'spanDown' | 'spanUp';
      readonly at: Micros;
      readonly server: number;
      readonly group: string;
      readonly spans: number;
    }
  | {
      readonly kind: 'powerOff' | 'powerOn';
      readonly at: Micros;
      readonly phones: readonly number[];
      /** each draws its own delay: mains power returns unevenly */ readonly spread: Distribution;
    }
  | {
      readonly kind: 'move';
      readonly at: Micros;
      readonly phone: number;
      readonly to: number;
      /** unregisters at the old server first */ readonly clean: boolean;
    }
  | {
      readonly kind: 'register';
      readonly at: Micros;
      readonly phone: number;
      /** also there: a second registration beside the first */ readonly to: number;
    };

/** `core`: all of them. */
export type ReloadModule = 'dundi' | 'sip' | 'dialplan' | 'parking' | 'core';

export const DATABASE_HOST = -1;
