import { choice, yesNo } from './ruleRow.ts';

/** The dialplan and its applications. */
export const DIALPLAN_RULES = {
  dialect: choice(
    'Argument separator and jumps of the configuration files: `|` and n+101, or `,`.',
    ['1.2', '16'],
    '1.2',
    '1.2',
    '16',
    'pbx.c:pbx_builtin_goto; UPGRADE-1.6.txt',
  ),
  dialNeedsResource: yesNo(
    'Dial with nothing behind the slash, `SIP/`, ends the call; else no channel can be made, and the plan continues.',
    false,
    false,
    true,
    'app_dial.c:dial_exec_full (16: ast_strlen_zero(number); 1.2: only the slash must be there)',
  ),
  hangUpIsNoAnswer: yesNo(
    'A call that the other side hangs up before it is answered, with cause 16 or 19, leaves DIALSTATUS NOANSWER; else CHANUNAVAIL.',
    false,
    false,
    true,
    'app_dial.c:handle_cause (16: the two causes count as no failure; 1.2: HANDLE_CAUSE knows neither); measured on 16.28',
  ),
  priorityJumping: yesNo(
    'Option j and [general] priorityjumping jump to n+101.',
    true,
    true,
    false,
    'app_chanisavail.c, app_dial.c (j gone in 1.6)',
  ),
} as const;
