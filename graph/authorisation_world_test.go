//go:build !race

package graph_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"zhas/ent"
	"zhas/ent/policy"
	"zhas/internal/journal"
	"zhas/internal/likeness"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Kinds of viewers beside the roles. Who holds or held every role stands for
// each of them: they live here, coordinate the region, represent an organisation
// and have a team.
const (
	kindPublic = "PUBLIC"
	// kindEverywhere coordinates every region.
	kindEverywhere = "coordinator of every region"

	kindRevoked = "roles revoked"
	kindOver    = "roles over"
	kindDue     = "factor due"
	kindBlocked = "blocked"
)

// formerly are those whose roles do not count.
var formerly = []string{kindRevoked, kindOver, kindDue, kindBlocked}

// kinds are the viewers that the tables have a column for.
func kinds() []string {
	return slices.Concat([]string{kindPublic}, viewer.Role("").Values(), []string{kindEverywhere}, formerly)
}

// Relations of a row to a viewer.
const (
	isOwn       = "own"       // theirs: themselves, their team's, their organisation's
	isNear      = "region"    // somebody else's, in the region that they live or act in
	isElsewhere = "elsewhere" // of another region
	isOther     = "other"     // of no region
)

// label says what a row is to those who may read it.
type label struct {
	what   string // what tells it from other rows of its type
	state  string // and from others that are the same, in another state
	owners []string
	region string // here, there or empty
}

// relation is what the row is to a kind of viewer.
func (l label) relation(kind string) string {
	switch {
	case slices.Contains(l.owners, kind):
		return isOwn
	case l.region == here:
		return isNear
	case l.region == there:
		return isElsewhere
	}
	return isOther
}

const (
	here  = "here"
	there = "there"
)

// country has rows of every type, in each relation to each kind of viewer.
type country struct {
	*site
	rows      map[int]label
	regions   map[string]int // by here and there
	hosts     map[string]int // by owner, or by "other here" and such
	villages  map[string]int // by here and there
	accounts  map[string]int // by kind, or by kind and where
	addresses map[string]string
	persons   map[string]int // of accounts, by kind
	youths    map[string]int // profiles, by kind
	viewers   map[string]*visitor
	season    int
	source    int
}

// passwordHash is of the password that everybody has: a cheap one, for nothing
// here is about hashing.
var passwordHash = sync.OnceValue(func() string {
	salt := make([]byte, 16)
	return fmt.Sprintf("$argon2id$v=%d$m=64,t=1,p=1$%s$%s", argon2.Version,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(pass), salt, 1, 64, 1, 32)))
})

// newCountry writes the rows, through the journal, and signs everybody in.
func newCountry(t *testing.T, s *site) *country {
	t.Helper()
	c := &country{
		site: s, rows: map[int]label{}, regions: map[string]int{}, hosts: map[string]int{}, villages: map[string]int{}, accounts: map[string]int{},
		addresses: map[string]string{}, persons: map[string]int{}, youths: map[string]int{}, viewers: map[string]*visitor{},
	}
	err := journal.Write(viewer.AsSystem(t.Context()), s.client, func(ctx context.Context, tx *ent.Tx) error {
		w := &countryWriter{country: c, ctx: ctx, tx: tx}
		w.reference()
		w.people()
		w.exceptional()
		w.last()
		return w.err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.world.seal(t)
	for _, kind := range kinds() {
		v := &visitor{site: s, t: t}
		if kind != kindPublic {
			v.cookie = &http.Cookie{Name: "__Host-zhas", Value: sessionToken(kind)}
		}
		c.viewers[kind] = v
	}
	return c
}

func sessionToken(name string) string { return "the session of " + name }

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// countryWriter writes rows until the first error.
type countryWriter struct {
	*country
	ctx context.Context
	tx  *ent.Tx
	err error
	n   int
}

// saved notes the label of a row.
func saved[T any](w *countryWriter, id func(T) int, l label) func(T, error) int {
	return func(row T, err error) int {
		if err != nil {
			if w.err == nil {
				w.err = fmt.Errorf("%s: %w", l.what, err)
			}
			return 0
		}
		w.rows[id(row)] = l
		return id(row)
	}
}

// next is a number that no other row has.
func (w *countryWriter) next() int { w.n++; return w.n }

// instant is one that no other row has.
func (w *countryWriter) instant() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond).Add(-time.Hour + time.Duration(w.next())*time.Millisecond)
}

// reference writes what everybody reads, every field of it filled in once.
func (w *countryWriter) reference() {
	tx, ctx := w.tx, w.ctx
	w.source = saved(w, func(r *ent.Source) int { return r.ID }, label{})(tx.Source.Create().SetCode("S1").SetTitle("Есеп").SetLanguage("kk").
		SetDescriptionKk("есеп").SetDescriptionRu("отчёт").SetDescriptionEn("report").SetPublisher("Министрлік").
		SetPublishedOn("2019-01-01").SetAddress("archive 1").SetNoteKk("ескерту").SetNoteRu("заметка").SetNoteEn("note").Save(ctx))
	w.season = saved(w, func(r *ent.Season) int { return r.ID }, label{})(tx.Season.Create().SetYear(2026).SetNameKk("2026").SetNameRu("2026").SetNameEn("2026").
		SetState(programme.SeasonRunning).SetStartsOn("2026-03-01").SetEndsOn("2026-12-01").SetSourceID(w.source).
		SetNoteKk("ескерту").SetNoteRu("заметка").SetNoteEn("note").Save(ctx))
	set := saved(w, func(r *ent.RuleSet) int { return r.ID }, label{})(tx.RuleSet.Create().SetSeasonID(w.season).SetVersion(1).
		SetRules(programme.Rules{Age: &programme.AgeRange{Min: 18, Max: 35}}).Save(ctx))
	saved(w, func(r *ent.RuleCitation) int { return r.ID }, label{})(tx.RuleCitation.Create().SetRuleSetID(set).SetRule(programme.Rule(programme.Rule("").Values()[0])).
		SetSourceID(w.source).Save(ctx))
	for i, where := range []string{there, here} {
		create := tx.Region.Create().SetIsoCode([]string{"KZ-19", "KZ-33"}[i]).SetKato([]string{"190000000", "330000000"}[i]).
			SetIsoCodeBefore([]string{"KZ-ALM", "KZ-ZHT"}[i]).SetKind(programme.RegionOblast).SetTimeZone("Asia/Almaty").
			SetNameKk("аймақ " + where).SetNameRu("область " + where).SetNameEn("region " + where).SetCentreKk("а").SetCentreRu("б").SetCentreEn("c").
			SetSourceID(w.source).SetNoteKk("ескерту").SetNoteRu("заметка").SetNoteEn("note")
		if where == here {
			create.SetPredecessorID(w.regions[there]).SetValidFrom("2022-06-08")
		} else {
			create.SetValidTo("2040-01-01")
		}
		id := saved(w, func(r *ent.Region) int { return r.ID }, label{})(create.Save(ctx))
		w.regions[where] = id
		saved(w, func(r *ent.RegionPeriod) int { return r.ID }, label{})(tx.RegionPeriod.Create().SetRegionID(id).SetValidFrom("2010-01-01").SetValidTo("2022-06-08").
			SetNameKk("бұрын").SetNameRu("раньше").SetNameEn("before").SetCentreKk("а").SetCentreRu("б").SetCentreEn("c").SetSourceID(w.source).Save(ctx))
		saved(w, func(r *ent.SeasonRegion) int { return r.ID }, label{})(tx.SeasonRegion.Create().SetSeasonID(w.season).SetRegionID(id).SetSourceID(w.source).
			SetOfficeKk("кеңсе").SetOfficeRu("офис").SetOfficeEn("office").Save(ctx))
		saved(w, func(r *ent.Figure) int { return r.ID }, label{})(tx.Figure.Create().SetCode("2026-projects-" + where).SetMeasure(programme.Measure(programme.Measure("").Values()[0])).
			SetQualifier(programme.Qualifier(programme.Qualifier("").Values()[0])).SetBasis(programme.Basis(programme.Basis("").Values()[0])).SetValue(5).
			SetUnit(programme.Unit(programme.Unit("").Values()[0])).SetPeriodStart("2026-01-01").SetPeriodEnd("2026-12-31").SetSeasonID(w.season).
			SetRegionID(id).SetSourceID(w.source).SetDerivation("2 + 3").SetPlaceKk("қала").SetPlaceRu("город").SetPlaceEn("town").
			SetNoteKk("ескерту").SetNoteRu("заметка").SetNoteEn("note").Save(ctx))
		w.villages[where] = w.village(where)
	}
}

// last writes the newest entry of the journal, which everybody sees: whoever
// follows the feed knows that they have read it all.
func (w *countryWriter) last() {
	saved(w, func(r *ent.Source) int { return r.ID }, label{})(w.tx.Source.Create().SetCode("S2").SetDescriptionKk("есеп").SetDescriptionRu("отчёт").
		SetDescriptionEn("report").Save(w.ctx))
}

// village writes a district with a village in it.
func (w *countryWriter) village(where string) int {
	parent := 0
	for _, kind := range []programme.LocalityKind{programme.LocalityDistrict, programme.LocalityVillage} {
		create := w.tx.Locality.Create().SetKato(fmt.Sprintf("%09d", w.next())).SetKind(kind).SetNameKk("ауыл " + where).SetNameRu("село " + where).
			SetNameEn("village " + where).SetRegionID(w.regions[where])
		if parent != 0 {
			create.SetParentID(parent)
		}
		parent = saved(w, func(r *ent.Locality) int { return r.ID }, label{})(create.Save(w.ctx))
	}
	return parent
}

// people writes the viewers, what is theirs, and others like them.
func (w *countryWriter) people() {
	for _, where := range []string{here, there} {
		w.hosts["other "+where] = w.host(nil, where)
		w.team(nil, where, w.hosts["other "+where], "")
	}
	// First of all who gives the roles.
	administrator := string(viewer.Administrator)
	w.person(administrator, words(administrator), "")
	w.give(administrator, viewer.Administrator, "", "")
	for _, role := range viewer.Role("").Values() {
		if role != administrator {
			w.person(role, words(role), here)
			w.hold(role, viewer.Role(role), here)
		}
		for _, where := range []string{here, there} {
			w.person("another "+role+" "+where, words(role), where)
			w.hold("another "+role+" "+where, viewer.Role(role), where)
		}
	}
	w.person(kindEverywhere, kindEverywhere, "")
	w.give(kindEverywhere, viewer.RegionalCoordinator, "", "")
	for _, kind := range formerly {
		what := map[string]string{
			kindRevoked: "every role revoked", kindOver: "every role over or to come",
			kindDue: "every role while a second factor is due", kindBlocked: "every role while blocked",
		}[kind]
		w.person(kind, what, here)
		for _, role := range viewer.Role("").Values() {
			w.hold(kind, viewer.Role(role), here)
		}
		w.person(kind+" "+there, what, there)
		for _, role := range []viewer.Role{viewer.HostRepresentative, viewer.Mentor, viewer.RegionalCoordinator} {
			w.hold(kind+" "+there, role, there)
		}
	}
	// Somebody whom a coordinator looks after, and who is more than they know.
	for _, where := range []string{here, there} {
		name := "a mentor who administers " + where
		w.person(name, "mentor who is an administrator too", where)
		w.hold(name, viewer.Mentor, where)
		w.hold(name, viewer.Administrator, where)
	}
	for _, where := range []string{here, there} {
		w.invitations(where)
	}
}

// ownersOf is the kind of viewer that a person is, if they are one.
func ownersOf(name string) []string {
	if slices.Contains(kinds(), name) {
		return []string{name}
	}
	return nil
}

// words are a name of the program as tables have it.
func words(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", " ")) }

// hold gives a person a role with what belongs to it.
func (w *countryWriter) hold(name string, role viewer.Role, where string) {
	owners := ownersOf(name)
	switch role {
	case viewer.HostRepresentative:
		if w.hosts[name] == 0 {
			w.hosts[name] = w.host(owners, where)
			w.team(owners, where, w.hosts[name], "")
		}
		w.give(name, role, where, name)
		return
	case viewer.Youth:
		host := w.hosts["other "+where]
		if slices.Contains(formerly, name) { // it is their organisation too
			host = w.host(owners, where)
			w.hosts[name] = host
		}
		w.team(owners, where, host, name)
	case viewer.Mentor, viewer.RegionalCoordinator:
		w.give(name, role, where, "")
		return
	}
	w.give(name, role, "", "")
}

// tells seals what a young person tells of themself, of a new person where it is 0.
func (w *countryWriter) tells(person int) int {
	names, err := personal.Encode(programme.Names{Kazakh: &programme.FullName{Family: "Әбенова", Given: "Айым", Patronymic: "Нұрланқызы"}})
	if err != nil && w.err == nil {
		w.err = err
	}
	values := personal.Values{
		programme.PersonalNames: names, programme.PersonalSex: string(programme.SexFemale), programme.PersonalBirthDate: "2001-02-03",
		programme.PersonalIIN: programme.InventedIdentificationNumber(w.next()), programme.PersonalPhone: fmt.Sprintf("+7701%07d", w.next()),
		programme.PersonalAddress: fmt.Sprint("көше ", w.next()), programme.PersonalDocument: fmt.Sprint("N", w.next()),
		programme.PersonalEducation: string(programme.SchoolingHigher), programme.PersonalOccupation: string(programme.OccupationNEET),
		programme.PersonalGuardian: fmt.Sprintf(`{"name":"Гүлнар","relation":"PARENT","email":"guardian%d@zhas.example"}`, w.next()),
	}
	if person == 0 {
		values[programme.PersonalEmail] = fmt.Sprintf("person%d@zhas.example", w.next())
		people, err := w.site.accounts.Records.Create(w.ctx, w.tx, values)
		if err != nil {
			if w.err == nil {
				w.err = err
			}
			return 0
		}
		return people[0].ID
	}
	if err := w.site.accounts.Records.Update(w.ctx, w.tx, person, values); err != nil && w.err == nil {
		w.err = err
	}
	return person
}

// held writes what is held of a young person beside the profile.
func (w *countryWriter) held(l label, youth, person int) {
	tx, ctx := w.tx, w.ctx
	saved(w, func(r *ent.YouthTraits) int { return r.ID }, l)(tx.YouthTraits.Create().SetYouthID(youth).SetBirthYear(2001).SetSex(programme.SexFemale).
		SetEducation(programme.SchoolingHigher).SetOccupation(programme.OccupationNEET).Save(ctx))
	saved(w, func(r *ent.YouthCategory) int { return r.ID }, l)(tx.YouthCategory.Create().SetYouthID(youth).SetCategory(programme.VulnerableOrphan).
		SetAttestation(programme.AttestationDeclared).Save(ctx))
	saved(w, func(r *ent.Consent) int { return r.ID }, l)(tx.Consent.Create().SetPersonID(person).SetPurpose(programme.ConsentParticipation).SetTextVersion(1).
		SetLanguage(viewer.Kazakh).SetOperator("Оператор").SetEndsOn("2030-01-01").SetGivenAt(w.instant()).SetWithdrawnAt(w.instant()).Save(ctx))
	w.asked(l, person)
	if administrator := w.accounts[string(viewer.Administrator)]; administrator != 0 {
		access, err := tx.DataAccess.Create().SetAccountID(administrator).SetPurpose(programme.ReadingEligibility).SetNote("тексеру").
			SetFields([]programme.PersonalField{programme.PersonalIIN}).SetPeople([]int{person}).SetReadAt(w.instant()).Save(ctx)
		saved(w, func(r *ent.DataAccess) int { return r.ID }, l)(access, err)
		if err == nil {
			if err := tx.DataAccessPerson.Create().SetAccessID(access.ID).SetPersonID(person).Exec(ctx); err != nil && w.err == nil {
				w.err = err
			}
		}
	}
}

// asked writes requests to the guardian of a person: one that was replaced, and the
// one that counts.
func (w *countryWriter) asked(l label, person int) {
	for _, state := range []string{"replaced", "open"} {
		l.state = state
		create := w.tx.GuardianRequest.Create().SetPersonID(person).SetLanguage(viewer.Kazakh).SetAskedAt(w.instant()).SetExpiresAt(w.instant().Add(time.Hour)).
			SetAnsweredAt(w.instant()).SetAnswer(programme.GuardianDeclined)
		if state == "replaced" {
			create.SetCancelledAt(w.instant())
		}
		saved(w, func(r *ent.GuardianRequest) int { return r.ID }, l)(create.Save(w.ctx))
	}
}

// known writes whom an address is sealed for.
func (w *countryWriter) known(address string) int {
	people, err := w.site.accounts.Records.Create(w.ctx, w.tx, personal.Values{programme.PersonalEmail: address})
	if err != nil {
		if w.err == nil {
			w.err = err
		}
		return 0
	}
	return people[0].ID
}

// person writes an account with a session and what belongs to it.
func (w *countryWriter) person(name, what, where string) {
	tx, ctx, owners := w.tx, w.ctx, ownersOf(name)
	address := fmt.Sprintf("person%d@zhas.example", w.next())
	at := w.instant()
	w.persons[name] = w.known(address)
	create := tx.Account.Create().SetPersonID(w.persons[name]).SetName("Адам " + fmt.Sprint(w.next())).SetLanguage(viewer.Kazakh).SetPasswordHash(passwordHash()).
		SetCreatedAt(at).SetSecondFactorAt(at).SetTotpSecret([]byte("x")).SetSecondFactorResetReason("жоғалтты")
	if strings.HasPrefix(name, kindBlocked) {
		create.SetBlockedAt(at).SetBlockedReason("кетті")
	}
	id := saved(w, func(r *ent.Account) int { return r.ID }, label{what: what, owners: owners, region: where})(create.Save(ctx))
	w.accounts[name], w.addresses[name] = id, address
	states := map[bool][2]string{false: {"open", "unread"}, true: {"ended", "read"}}
	for _, ended := range []bool{false, true} {
		create := tx.Session.Create().SetAccountID(id).SetTokenHash(hashOf(fmt.Sprint(name, ended))).SetDevice("браузер").SetAddress("192.0.2.1")
		if ended {
			create.SetEndedAt(at)
		} else {
			create.SetTokenHash(hashOf(sessionToken(name)))
		}
		if name != kindDue {
			create.SetSecondFactorAt(at)
		}
		saved(w, func(r *ent.Session) int { return r.ID }, label{state: states[ended][0], owners: owners, region: where})(create.Save(ctx))
		notification := tx.Notification.Create().SetAccountID(id).SetKind(programme.NoticePasswordChanged).SetCreatedAt(w.instant())
		if ended {
			notification.SetReadAt(at)
		}
		saved(w, func(r *ent.Notification) int { return r.ID }, label{state: states[ended][1], owners: owners, region: where})(notification.Save(ctx))
	}
}

// give writes a role grant, and for those who hold no role any more one that is
// over or still to come.
func (w *countryWriter) give(name string, role viewer.Role, where, host string) {
	terms := []string{"in force"}
	switch {
	case strings.HasPrefix(name, kindRevoked):
		terms = []string{"revoked"}
	case strings.HasPrefix(name, kindOver):
		terms = []string{"over", "to come"}
	}
	for _, term := range terms {
		at := w.instant()
		create := w.tx.RoleGrant.Create().SetAccountID(w.accounts[name]).SetRole(role).SetGrantedByID(w.accounts[string(viewer.Administrator)]).SetStartsAt(at)
		if where != "" {
			create.SetRegionID(w.regions[where])
		}
		if host != "" {
			create.SetHostID(w.hosts[host])
		}
		switch term {
		case "revoked":
			create.SetRevokedAt(at)
		case "over":
			create.SetStartsAt(at.Add(-time.Hour)).SetEndsAt(at)
		case "to come":
			create.SetStartsAt(at.Add(24 * time.Hour))
		}
		saved(w, func(r *ent.RoleGrant) int { return r.ID }, label{what: words(string(role)), state: term, owners: ownersOf(name), region: where})(create.Save(w.ctx))
	}
}

// host writes a host organisation.
func (w *countryWriter) host(owners []string, where string) int {
	return saved(w, func(r *ent.HostOrganization) int { return r.ID }, label{owners: owners, region: where})(
		w.tx.HostOrganization.Create().SetName(fmt.Sprint("Жас Өркен ", w.next())).SetRegionID(w.regions[where]).SetLocalityID(w.villages[where]).Save(w.ctx))
}

// aboutThemself is what is about a viewer alone, not about their team as well.
const aboutThemself = "about themself"

// team writes projects with a team of four: one lives elsewhere, one had the use of
// their data stopped, and the first has the account of that name, if there is one.
func (w *countryWriter) team(owners []string, where string, host int, name string) {
	tx, ctx := w.tx, w.ctx
	away := map[string]string{here: there, there: here}[where]
	youthOwners := owners
	if name == "" { // whose team it is not, but whose organisation's
		youthOwners = nil
	}
	var team []int
	for i, lives := range []string{where, where, away, where} {
		l := label{what: "in the team", owners: youthOwners, region: lives}
		person := 0
		if i == 0 {
			l.what, person = aboutThemself, w.persons[name]
		}
		if i == 3 {
			l.what = "whose data is not to be used"
		}
		person = w.tells(person)
		create := tx.Youth.Create().SetPersonID(person).SetFamilyName(fmt.Sprint("Әбенова ", w.next())).SetGivenName("Айым").SetSpellings(fmt.Sprint("Abenova ", w.n)).SetRegionID(w.regions[lives]).
			SetLocalityID(w.villages[lives]).SetRegisteredAt(w.instant()).SetAttestedAt(w.instant())
		if i == 0 && name != "" {
			create.SetAccountID(w.accounts[name])
		}
		if i == 1 {
			create.SetMergedIntoID(team[0]).SetMergedAt(w.instant())
		}
		if i == 3 {
			create.SetProcessingStoppedAt(w.instant())
		}
		id := saved(w, func(r *ent.Youth) int { return r.ID }, l)(create.Save(ctx))
		if i == 0 && name != "" {
			w.youths[name] = id
		}
		team = append(team, id)
		w.held(l, id, person)
	}
	w.duplicates(team, youthOwners, where)
	for _, stage := range []string{"draft", "to be published tomorrow", "published"} {
		create := tx.SocialProject.Create().SetTitle(fmt.Sprint("Жоба ", w.next())).SetSummary("Ауыл жастары үшін").SetLanguage(programme.TextKazakh).
			SetDirection(programme.DirectionCulture).SetStage(programme.StageRunning).SetSeasonID(w.season).SetRegionID(w.regions[where]).
			SetLocalityID(w.villages[where]).SetHostID(host).SetCreatedAt(w.instant())
		switch stage {
		case "published":
			create.SetPublishedAt(w.instant())
		case "to be published tomorrow":
			create.SetPublishedAt(w.instant().Add(24 * time.Hour))
		}
		project := saved(w, func(r *ent.SocialProject) int { return r.ID }, label{state: stage, owners: owners, region: where})(create.Save(ctx))
		for i, youth := range team {
			l := label{owners: youthOwners, region: where, what: "who lives in the project's region"}
			if i == 2 {
				l.what = "who lives elsewhere"
			}
			if i == 3 {
				l.what = "whose data is not to be used"
			}
			saved(w, func(r *ent.Member) int { return r.ID }, l)(tx.Member.Create().SetProjectID(project).SetYouthID(youth).
				SetRole(programme.MemberMember).Save(ctx))
		}
	}
}

// duplicates writes cases about members of a team: the first is whose team it is,
// the third lives elsewhere, and the fourth had the use of their data stopped.
func (w *countryWriter) duplicates(team []int, owners []string, where string) {
	for _, c := range []struct {
		of   [2]int
		what string
	}{
		{[2]int{0, 1}, "of which one is about themself"}, {[2]int{1, 2}, "of whom one lives elsewhere"}, {[2]int{1, 3}, "whose data is not to be used"},
	} {
		l := label{what: c.what, owners: owners, region: where}
		create := w.tx.DuplicateCase.Create().SetFirstID(team[c.of[0]]).SetSecondID(team[c.of[1]]).SetScore(77).SetSameNumber(true).
			SetFamilyName(likeness.AgreementSame).SetGivenName(likeness.AgreementSpelling).SetPatronymic(likeness.AgreementUnknown).
			SetBirthDate(likeness.AgreementDayMonth).SetPhone(likeness.AgreementDifferent).SetNamesSwapped(false).SetOpenedAt(w.instant()).
			SetState(programme.DuplicateMerged).SetDecidedAt(w.instant()).SetKeptID(team[c.of[0]])
		if administrator := w.accounts[string(viewer.Administrator)]; administrator != 0 {
			create.SetDecidedByID(administrator)
		}
		saved(w, func(r *ent.DuplicateCase) int { return r.ID }, l)(create.Save(w.ctx))
	}
}

// invitations writes one of each role and each state.
func (w *countryWriter) invitations(where string) {
	for _, role := range viewer.Role("").Values() {
		for _, state := range []string{"open", "used", "withdrawn", "out of date"} {
			at := w.instant()
			create := w.tx.Invitation.Create().SetPersonID(w.known(fmt.Sprintf("guest%d@zhas.example", w.next()))).SetRole(viewer.Role(role)).SetLanguage(viewer.Kazakh).
				SetCreatedAt(at).SetExpiresAt(at.Add(48 * time.Hour)).SetInvitedByID(w.accounts[string(viewer.Administrator)])
			switch state {
			case "used":
				create.SetUsedAt(at)
			case "withdrawn":
				create.SetWithdrawnAt(at)
			case "out of date":
				create.SetExpiresAt(at)
			}
			l := label{what: "to be " + words(role), state: state}
			switch viewer.Role(role) {
			case viewer.HostRepresentative:
				create.SetHostID(w.hosts["other "+where]).SetRegionID(w.regions[where])
				l.region = where
			case viewer.Mentor, viewer.RegionalCoordinator:
				create.SetRegionID(w.regions[where])
				l.region = where
			}
			saved(w, func(r *ent.Invitation) int { return r.ID }, l)(create.Save(w.ctx))
		}
	}
}

// ids are the rows of each type, in their order.
func (c *country) ids(t *testing.T) map[string][]int {
	t.Helper()
	all := map[string][]int{}
	for entity, table := range policy.Tables() {
		all[entity] = c.idsOf(t, table)
		for _, id := range all[entity] {
			if _, known := c.rows[id]; !known {
				t.Errorf("%s %d has no label", entity, id)
			}
		}
	}
	return all
}

func (c *country) idsOf(t *testing.T, table string) (ids []int) {
	t.Helper()
	rows, err := c.world.store.DB().QueryContext(t.Context(), `SELECT id FROM `+table+` ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids
}
