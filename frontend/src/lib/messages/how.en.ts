import type { how as kkHow } from './how.kk';

export const how: typeof kkHow = {
  title: 'Step by step: from a team to the forum',
  lead: 'The way of a team through the programme. The five steps of applying are from the guide of 2018, the rest mostly from the rules of the 2019 season. Each step names its season and its source.',
  link: 'See every step',
  past: 'These are the rules of seasons that are over, not an open call.',
  seasons: 'So it was in the season of',
  phases: {
    apply: 'Applying',
    select: 'Selection',
    money: 'Grant and stipends',
    learn: 'Training and mentor',
    finish: 'The end',
  },
  steps: {
    team: {
      title: 'Form a team',
      text: 'Three to five people come together and think of a social idea. One of them is the leader.',
    },
    register: {
      title: 'Everyone registers',
      text: 'Each member registers on the site in person, with a mobile number of their own.',
    },
    form: {
      title: 'The leader fills in the application',
      text: 'The leader fills in the application of the project online. In 2019 the form also asked whether the team runs it on its own or with a host organisation.',
    },
    confirm: {
      title: 'Everyone confirms',
      text: 'Each member confirms the application in an account of their own.',
    },
    submit: {
      title: 'The leader submits',
      text: 'When all have confirmed, the leader completes the submission.',
    },
    submit2019: {
      title: 'In the 2019 season',
      text: 'Applications were taken from 15 March to 15 April. The leader submitted and the members were notified. The application got a registration number, and each change of its status was told to the mobile number.',
    },
    check: {
      title: 'Technical check',
      text: 'The application is checked, with a chance to correct it.',
    },
    committee: {
      title: 'The committee scores',
      text: 'The evaluation committee gives points: a project has to be of use to society, topical for its region, feasible and not commercial.',
    },
    draw: {
      title: 'A draw by computer',
      text: 'Among the projects that passed, a computer picks the winners at random.',
    },
    grant: {
      title: 'A grant of up to 1,000,000 tenge',
      text: 'The team runs its project for six months. The grant is not repaid, but it is recovered after misuse, fraud or falsified documents.',
    },
    tranches: {
      title: 'In two parts',
      text: 'The grant comes to the leader’s bank account in two parts: 50% and 50%.',
    },
    stipend: {
      title: 'A stipend each month',
      text: 'For each member, six months long: 60,000 tenge with higher education, 40,000 tenge for everybody else.',
    },
    conditions: {
      title: 'What the stipend depends on',
      text: 'It is paid only when the conditions of the month are met:',
    },
    training1: {
      title: 'First training: four days',
      text: 'Life skills and running a project. At least three of the four days have to be attended.',
    },
    mentor: {
      title: 'Training through action: six months',
      text: 'The team meets its mentor and keeps a workbook. The mentor listens, gives feedback and helps to find solutions and partners.',
    },
    training3: {
      title: 'Last training: four more days',
      text: 'Life skills and how a project lasts: analysis, planning, evaluation, one’s own growth.',
    },
    forum: {
      title: 'The final forum',
      text: 'Teams showed their best projects: in Astana on 21 December 2017, in Oskemen in January 2019, and in Semey.',
    },
    after: {
      title: 'After the project',
      text: 'What was bought stays with the team. Once the grant agreement ends, the project may earn money; during the six months its services and goods were free.',
    },
  },
  conditions: {
    report: 'the monthly report is accepted',
    mentor: 'the mentor session was attended',
    training: 'training was attended',
    survey: 'the mandatory questionnaires are filled in',
    other: 'other conditions',
  },
  higher: 'with higher education',
  others: 'everybody else',
};
