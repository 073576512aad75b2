import type { Messages } from './messages';

/** What a step's little picture shows. */
export type Picture = 'team' | 'tranches' | 'months' | 'stipends' | 'four days' | 'draw';

/** One step of the way through the programme. Its texts are messages of the same name. */
interface Step {
  name: keyof Messages['how']['steps'];
  /** The seasons it is true for, as far as the sources say. */
  seasons: number[];
  sources: string[];
  picture?: Picture;
  /** Another season's way of the step before it, not a step of its own. */
  variant?: true;
}

interface Phase {
  name: keyof Messages['how']['phases'];
  steps: Step[];
}

export const phases: Phase[] = [
  {
    name: 'apply',
    steps: [
      { name: 'team', seasons: [2018, 2019], sources: ['S29', 'S9a'], picture: 'team' },
      { name: 'register', seasons: [2018], sources: ['S29'] },
      { name: 'form', seasons: [2018, 2019], sources: ['S29', 'S9a'] },
      { name: 'confirm', seasons: [2018], sources: ['S29'] },
      { name: 'submit', seasons: [2018], sources: ['S29'] },
      { name: 'submit2019', seasons: [2019], sources: ['S9a', 'S9'], variant: true },
    ],
  },
  {
    name: 'select',
    steps: [
      { name: 'check', seasons: [2019], sources: ['S9'] },
      { name: 'committee', seasons: [2019], sources: ['S9'] },
      { name: 'draw', seasons: [2019], sources: ['S9'], picture: 'draw' },
    ],
  },
  {
    name: 'money',
    steps: [
      { name: 'grant', seasons: [2019], sources: ['S10', 'S11'], picture: 'months' },
      { name: 'tranches', seasons: [2019], sources: ['S10'], picture: 'tranches' },
      { name: 'stipend', seasons: [2019], sources: ['S10'], picture: 'stipends' },
      { name: 'conditions', seasons: [2019], sources: ['S10'] },
    ],
  },
  {
    name: 'learn',
    steps: [
      { name: 'training1', seasons: [2019], sources: ['S10b'], picture: 'four days' },
      { name: 'mentor', seasons: [2019], sources: ['S10b', 'S10a'] },
      { name: 'training3', seasons: [2019], sources: ['S10b'], picture: 'four days' },
    ],
  },
  {
    name: 'finish',
    steps: [
      { name: 'forum', seasons: [2017, 2018], sources: ['S24', 'S25', 'S27'] },
      { name: 'after', seasons: [2019], sources: ['S6', 'S10'] },
    ],
  },
];
