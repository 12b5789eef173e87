import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { defineCommand } from './command.ts';

const command = defineCommand({
  name: 'thing make',
  summary: 'Make a thing',
  operands: [
    { name: 'NAME', text: 'its name' },
    { name: 'COLOUR', text: 'its colour', isOptional: true },
  ],
  options: {
    owner: { kind: 'text', placeholder: 'E', isRequired: true, text: 'whose it is' },
    size: { kind: 'text', choices: ['small', 'large'], text: 'how large' },
    part: { kind: 'list', text: 'what it has' },
    loud: { kind: 'flag', text: 'whether it sounds' },
  },
  run: () => Promise.resolve({ kind: 'done' }),
});

describe('what is given', () => {
  it('comes by name and place', () => {
    expect(
      parseArguments(command, [
        'bell',
        '--owner',
        'jane',
        '--loud',
        'red',
        '--part',
        'a,b',
        '--part=c',
        '--size=small',
      ]),
    ).toEqual({
      kind: 'run',
      args: {
        operands: ['bell', 'red'],
        options: { owner: 'jane', size: 'small', part: ['a', 'b', 'c'], loud: true },
      },
      isJson: false,
    });
  });

  it('may be the least there is', () => {
    expect(parseArguments(command, ['bell', '--owner=jane', '--json'])).toEqual({
      kind: 'run',
      args: { operands: ['bell'], options: { owner: 'jane', size: undefined, part: [], loud: false } },
      isJson: true,
    });
  });

  it('may begin with dashes behind an equals sign, or behind two dashes', () => {
    expect(parseArguments(command, ['--owner=--jane', '--', '--bell'])).toMatchObject({
      args: { operands: ['--bell'], options: { owner: '--jane' } },
    });
  });

  it.each([['--help'], ['-h'], ['bell', '--help', '--nonsense']])(
    'is help wherever it is asked for: %s',
    (...words) => {
      expect(parseArguments(command, words)).toEqual({ kind: 'help' });
    },
  );
});

describe('wrong usage is refused in words', () => {
  it.each([
    [['bell'], '--owner is missing'],
    [['--owner', 'jane'], 'NAME is missing'],
    [['bell', 'red', 'round', '--owner', 'jane'], '"round" is one argument too many'],
    [['bell', '--owner'], '--owner needs a value'],
    [['bell', '--owner='], '--owner needs a value'],
    [
      ['bell', '--owner', '--loud'],
      '--owner needs a value; one that begins with dashes is written --owner=--loud',
    ],
    [['bell', '--owner', 'jane', '--owner', 'joe'], '--owner is given twice'],
    [['bell', '--owner', 'jane', '--onwer', 'joe'], 'There is no option --onwer; did you mean --owner?'],
    [['bell', '--owner', 'jane', '--frobnicate'], 'There is no option --frobnicate'],
    [['bell', '--owner', 'jane', '-o'], 'There is no option -o'],
    [['bell', '--owner', 'jane', '--loud=yes'], '--loud takes no value'],
    [['bell', '--owner', 'jane', '--size', 'huge'], '--size is one of small, large, not "huge"'],
    [['bell', '--owner', 'jane', '--constructor'], 'There is no option --constructor'],
  ])('%j', (words, reason) => {
    expect(parseArguments(command, words)).toEqual({
      kind: 'misused',
      reason,
      hint: 'Usage: smtpy thing make NAME [COLOUR] --owner E [--size small|large] [--part PART] [--loud] [--json]',
    });
  });
});
