import type { ProfileName } from '../../src/model/profiles.ts';

export type Files = Record<string, string>;

const SITES = ['berlin', 'hamburg', 'munich', 'ulm'] as const;

/** Four servers in a DUNDi mesh, each with two phones and a SIP trunk to each other one; nothing is wrong with them. */
export function fourServers(profile: ProfileName = 'asterisk-22'): {
  readonly files: Files;
  readonly scenario: string;
} {
  const isPjsip = profile === 'asterisk-22';
  const files: Files = {};
  SITES.forEach((site, index) => {
    const others = SITES.map((name, at) => ({ name, address: `10.7.0.${at + 1}` })).filter(({ name }) => name !== site);
    const numbers = [1, 2].map((n) => `${index + 1}0${n}`);
    files[`${site}/${isPjsip ? 'pjsip' : 'sip'}.conf`] = isPjsip ? pjsip(numbers, others) : sip(numbers, others);
    files[`${site}/extensions.conf`] = extensions(isPjsip ? 'PJSIP' : 'SIP');
    files[`${site}/dundi.conf`] = dundi(site, index, isPjsip);
  });
  const servers = SITES.map((site, at) => `${site}: { address: 10.7.0.${at + 1} }`).join(', ');
  const phones = SITES.map(
    (site, at) => `  ${site}: { numbers: ${at + 1}01..${at + 1}02, home: ${site}, expires: 300s }`,
  );
  return {
    files,
    scenario: `profile: ${profile}\nduration: 2m\nasterisk: ./conf\nservers: { ${servers} }\nphones:\n${phones.join('\n')}\ncalls: [ { at: 30s, from: 101, to: 402, talk: 5s } ]\n`,
  };
}

interface Other {
  readonly name: string;
  readonly address: string;
}

function pjsip(numbers: readonly string[], others: readonly Other[]): string {
  const phones = numbers.map(
    (n) =>
      `[${n}](phone)\nauth=${n}\naors=${n}\n[${n}]\ntype=auth\nusername=${n}\npassword=p\n[${n}]\ntype=aor\nmax_contacts=1\n`,
  );
  const trunks = others.map(
    ({ name, address }) =>
      `[${name}]\ntype=endpoint\ncontext=incoming\naors=${name}\n[${name}]\ntype=aor\ncontact=sip:${address}\n[${name}]\ntype=identify\nendpoint=${name}\nmatch=${address}\n`,
  );
  return `[global]\ntype=global\nregcontext=here\n\n[udp]\ntype=transport\nprotocol=udp\n\n[phone](!)\ntype=endpoint\ncontext=office\n${phones.join('')}${trunks.join('')}`;
}

function sip(numbers: readonly string[], others: readonly Other[]): string {
  const phones = numbers.map((n) => `[${n}]\ntype=friend\nhost=dynamic\ncontext=office\nsecret=p\n`);
  const trunks = others.map(
    ({ name, address }) => `[${name}]\ntype=peer\nhost=${address}\ncontext=incoming\ninsecure=invite\nqualify=yes\n`,
  );
  return `[general]\ncontext=office\nregcontext=here\nallowguest=no\n${phones.join('')}${trunks.join('')}`;
}

function extensions(tech: 'SIP' | 'PJSIP'): string {
  return `[here]

[office]
exten => _[1-4]0X,1,GotoIf($[\${DIALPLAN_EXISTS(here,\${EXTEN},1)}]?local)
 same => n,NoOp()
 same => n,Set(TO=\${DUNDILOOKUP(\${EXTEN},priv)})
 same => n,GotoIf($["\${TO}" = ""]?nowhere)
 same => n,Dial(\${TO},20)
 same => n,Hangup()
 same => n(local),NoOp()
 same => n,NoOp()
 same => n,Dial(${tech}/\${EXTEN},20)
 same => n,Hangup()
 same => n(nowhere),Congestion(5)

[incoming]
exten => _[1-4]0X,1,GotoIf($[\${DIALPLAN_EXISTS(here,\${EXTEN},1)}]?office,\${EXTEN},1)
 same => n,Congestion(5)
`;
}

function dundi(site: string, index: number, isPjsip: boolean): string {
  const own = `10.7.0.${index + 1}`;
  const destination = isPjsip ? `PJSIP,${site}/sip:\${NUMBER}@${own}` : `SIP,\${NUMBER}@${own}`;
  const peers = SITES.map((_, at) => at)
    .filter((at) => at !== index)
    .map(
      (at) =>
        `[02:00:00:00:00:0${at + 1}]\nmodel=symmetric\nhost=10.7.0.${at + 1}\ninclude=priv\npermit=priv\nqualify=yes\norder=primary\n`,
    );
  return `[general]\nentityid=02:00:00:00:00:0${index + 1}\ncachetime=30\nttl=1\nautokill=yes\n[mappings]\npriv => here,0,${destination},nopartial\n${peers.join('')}`;
}
