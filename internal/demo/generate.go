package demo

import (
	"context"
	"math/rand/v2"

	"zhas/ent"
	"zhas/internal/personal"
	"zhas/internal/programme"
)

// generator draws people and projects and hands them to the writer.
type generator struct {
	writer  *writer
	regions []share[*area]
	at      calendar
	youth   int // in all
	begun   int // how many of them are drawn

	fates                                *fates
	projects, texts, names, times, lives *rand.Rand
}

// generate writes a season. People stand in the order in which they register:
// the members of a team together, and between the teams those who have none.
func generate(ctx context.Context, tx *ent.Tx, records *personal.Records, options Options) (Report, error) {
	o, err := options.complete()
	if err != nil {
		return Report{}, err
	}
	season, areas, report, err := begin(ctx, tx, o)
	if err != nil {
		return Report{}, err
	}
	g := &generator{
		writer: &writer{tx: tx, records: records, season: season, report: &report}, at: calendar(o.Year), youth: o.Youth,
		projects: stream(o.Seed, "projects"), texts: stream(o.Seed, "texts"),
		names: stream(o.Seed, "people"), times: stream(o.Seed, "times"), lives: stream(o.Seed, "lives"), fates: newFates(o.Seed),
	}
	for i := range areas {
		g.regions = append(g.regions, share[*area]{&areas[i], areas[i].size})
	}
	inTeams, sizes := 0, newTeams(o)
	for range o.Projects {
		inTeams += sizes.next()
	}
	sizes = newTeams(o) // the same once more
	alone := 0
	for i := range o.Projects {
		g.team(sizes.next())
		// Whoever has no team is spread evenly between the teams.
		for ; alone < (o.Youth-inTeams)*(i+1)/o.Projects; alone++ {
			if err := g.alone(ctx); err != nil {
				return Report{}, err
			}
		}
		if err := g.writer.flush(ctx, false); err != nil {
			return Report{}, err
		}
	}
	for ; alone < o.Youth-inTeams; alone++ { // without any project
		if err := g.alone(ctx); err != nil {
			return Report{}, err
		}
	}
	return report, g.writer.flush(ctx, true)
}

// team draws a project with its team, who live in its region.
func (g *generator) team(size int) {
	a := weighted(g.projects, g.regions)
	home := pick(g.projects, a.places)
	fate := g.fates.deal()
	p := &project{
		language: programme.TextKazakh, region: a.id, locality: home.id,
		direction: weighted(g.projects, directions), stage: fate.stage,
	}
	words := kazakh
	if g.projects.IntN(100) < a.russian {
		p.language, words = programme.TextRussian, russian
	}
	writesKazakh := p.language == programme.TextKazakh
	if fate.hosted { // the others are run independently
		host := pick(g.projects, a.hosts)
		p.host = &host
	}
	p.title, p.summary = writeProject(g.texts, words, p.direction, home.words(writesKazakh))
	first := len(g.writer.members)
	for i := range size {
		lives, writes, role := home, writesKazakh, programme.MemberMember
		if g.projects.IntN(100) < 20 {
			lives = pick(g.projects, a.places)
		}
		if g.projects.IntN(100) < 15 {
			writes = !writes
		}
		if i == 0 {
			role = programme.MemberLeader
		}
		g.writer.members = append(g.writer.members, membership{project: p, youth: g.person(a, lives, writes), role: role})
	}
	team := g.writer.members[first:]
	p.created = after(g.times, team[size-1].youth.registered, 9)
	for i := range team {
		team[i].joined = p.created
		if i > 0 {
			team[i].joined = after(g.times, p.created, 5)
		}
	}
	if isPublic(p.stage) {
		published := g.at.published(g.times)
		p.published = &published
	}
	g.writer.projects = append(g.writer.projects, p)
}

// alone draws a young person who has no team.
func (g *generator) alone(ctx context.Context) error {
	a := weighted(g.projects, g.regions)
	g.person(a, pick(g.projects, a.places), g.projects.IntN(100) >= a.russian)
	return g.writer.flush(ctx, false)
}

// person draws the next young person to register.
func (g *generator) person(a *area, lives place, writesKazakh bool) *person {
	p := &person{region: a.id, locality: lives.id, registered: g.at.youthRegisters(g.begun, g.youth)}
	p.family, p.given, p.sex = fullName(g.names, writesKazakh)
	p.kazakh = writesKazakh
	p.number = g.begun
	p.born = g.at.youthIsBorn(g.lives)
	p.education, p.occupation = weighted(g.lives, schoolings), weighted(g.lives, occupations)
	g.begun++
	g.writer.youths = append(g.writer.youths, p)
	return p
}

// teams deals the sizes of the teams: 3 to 5, and never so many that those to
// come could not have three.
type teams struct {
	draw            *rand.Rand
	youth, projects int // what is left
}

func newTeams(o Options) *teams {
	return &teams{draw: stream(o.Seed, "teams"), youth: o.Youth, projects: o.Projects}
}

func (t *teams) next() int {
	t.projects--
	size := min(minTeam+t.draw.IntN(maxTeam-minTeam+1), t.youth-minTeam*t.projects)
	t.youth -= size
	return size
}
