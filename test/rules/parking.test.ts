import { describeRule } from './rule.ts';

describeRule(
  'parkedSlots',
  'an empty slot is an extension of [parkedcalls]',
  { 'whitepaper': false, 'asterisk-1.2': false, 'asterisk-16': true },
  (make) => {
    const lab = make({
      edits: [
        ({ path, text }) => ({
          path,
          text: path.endsWith('extensions.conf') ? text.replace('[phones]', '[phones]\ninclude => parkedcalls') : text,
        }),
      ],
    });
    return lab.hasExtension('regpbx2', 'parkedcalls', '701');
  },
);
