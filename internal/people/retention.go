package people

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/dataaccess"
	"zhas/ent/dataaccessperson"
	"zhas/ent/guardianrequest"
	"zhas/ent/member"
	"zhas/ent/person"
	"zhas/ent/predicate"
	"zhas/ent/ruleset"
	"zhas/ent/season"
	"zhas/ent/session"
	"zhas/ent/socialproject"
	"zhas/ent/throttle"
	"zhas/ent/youth"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	// notice is how long before they are erased people are told, in days.
	notice = 30
	// known is to how many days it is known when people did something last, while
	// they come back: what they do leaves no entry in the journal each day.
	known = 30
	// idle is after how many days without use a session is taken for one that
	// nobody comes back to: what it tells is kept exactly, before it is purged.
	idle = 7
	// together is how many people one transaction is about.
	together = 500
	// atMost is how many people, and how many rows of each kind, a run changes.
	atMost = 10_000
	// apart keeps runs a day apart, on all replicas together.
	apart = 23 * time.Hour
)

// rulesInForce is the retention in force, and where it is from.
type rulesInForce struct {
	periods []programme.RetentionPeriod
	from    string
}

func (r rulesInForce) period(kind programme.RetentionKind) (programme.RetentionPeriod, bool) {
	i := slices.IndexFunc(r.periods, func(p programme.RetentionPeriod) bool { return p.Kind == kind })
	if i < 0 {
		return programme.RetentionPeriod{}, false
	}
	return r.periods[i], true
}

// retention is what the newest rules of the latest season give, or else what is
// illustrative.
func (s *Service) retention(ctx context.Context) (rulesInForce, error) {
	row, err := s.client.RuleSet.Query().Where(ruleset.HasSeasonWith(season.Invented(false))).WithSeason().
		Order(ruleset.BySeasonField(season.FieldYear, sql.OrderDesc()), ruleset.ByVersion(sql.OrderDesc())).First(ctx)
	var rules programme.Rules
	from := "no rules"
	if err == nil {
		rules, from = row.Rules, fmt.Sprintf("the rules of season %d, version %d", row.Edges.Season.Year, row.Version)
	} else if !ent.IsNotFound(err) {
		return rulesInForce{}, err
	}
	periods, illustrative := rules.RetentionInForce()
	if illustrative {
		from = "illustrative periods, as " + from + " give none"
	}
	return rulesInForce{periods, from}, nil
}

// dayOf is the day of an instant, as retention counts them.
func dayOf(at time.Time) programme.Date { return programme.Date(at.UTC().Format(time.DateOnly)) }

// after is the first instant after a day.
func after(day programme.Date) (time.Time, error) {
	begun, err := time.Parse(time.DateOnly, string(day))
	return begun.AddDate(0, 0, 1), err
}

// dayIn is dayOf of a column, in a statement.
func dayIn(s *sql.Selector, column string) string {
	if s.Dialect() == dialect.Postgres {
		return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
	}
	return "substr(" + column + ", 1, 10)"
}

// NoteActivity keeps when people did something last beyond their sessions, which
// are purged: once a month while they come back, exactly when they stay away or
// were told that what is held of them runs out. It is idempotent, and asked before
// sessions are purged.
func (s *Service) NoteActivity(ctx context.Context, at time.Time) error {
	ctx = viewer.AsSystem(ctx)
	for last := 0; ; {
		var seen []struct {
			Youth int            `sql:"id"`
			Day   programme.Date `sql:"day"`
		}
		err := s.client.Youth.Query().Where(youth.IDGT(last)).Order(youth.ByID()).Limit(together).Modify(func(q *sql.Selector) {
			sessions := sql.Table(session.Table)
			q.Join(sessions).On(q.C(youth.FieldAccountID), sessions.C(session.FieldAccountID))
			used := dayIn(q, sessions.C(session.FieldSeenAt))
			q.Where(sql.ExprP(used + " > COALESCE(" + q.C(youth.FieldActiveOn) + ", " + dayIn(q, q.C(youth.FieldRegisteredAt)) + ")"))
			q.Where(sql.Or(
				sql.NotNull(q.C(youth.FieldExpiryToldAt)),
				sql.LT(q.C(youth.FieldActiveOn), dayOf(at.AddDate(0, 0, -known))),
				sql.And(sql.IsNull(q.C(youth.FieldActiveOn)), sql.LT(q.C(youth.FieldRegisteredAt), at.AddDate(0, 0, -known))),
				sql.LT(sessions.C(session.FieldSeenAt), at.AddDate(0, 0, -idle)),
				sql.LT(sessions.C(session.FieldCreatedAt), at.AddDate(0, 0, 1-known)),
			))
			q.Select(q.C(youth.FieldID), sql.As("MAX("+used+")", "day")).GroupBy(q.C(youth.FieldID))
		}).Scan(ctx, &seen)
		if err != nil || len(seen) == 0 {
			return err
		}
		last = seen[len(seen)-1].Youth
		days := map[programme.Date][]int{}
		for _, row := range seen {
			days[row.Day] = append(days[row.Day], row.Youth)
		}
		err = journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error {
			for day, ids := range days {
				err := tx.Youth.Update().Where(youth.IDIn(ids...), youth.AccountIDNotNil(), youth.Or(youth.ActiveOnIsNil(), youth.ActiveOnLT(day))).
					SetActiveOn(day).Exec(ctx)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// Retained says what a run of retention did.
type Retained struct {
	By        string // whose periods
	Told      int    // that what is held of them runs out
	Kept      int    // who came back after they were told
	Erased    int    // with their accounts
	Profiles  int    // erased of people whose accounts stay
	Consents  int    // deleted
	Accesses  int    // deleted
	Guardians int    // forgotten, as they did not answer in time
}

// LogValue is what a log says of a run.
func (r Retained) LogValue() slog.Value {
	return slog.GroupValue(slog.String("by", r.By), slog.Int("told", r.Told), slog.Int("kept", r.Kept), slog.Int("erased", r.Erased),
		slog.Int("profiles", r.Profiles), slog.Int("consents", r.Consents), slog.Int("accesses", r.Accesses),
		slog.Int("guardians", r.Guardians))
}

// Retain erases what has run out at an instant, and tells people 30 days before. It
// runs once a day, whichever replica asks first: done is false when it was not its
// turn. A run that fails is taken up again, and changes nothing twice.
func (s *Service) Retain(ctx context.Context, at time.Time) (r Retained, done bool, err error) {
	ctx, at = viewer.AsSystem(ctx), at.UTC().Truncate(time.Microsecond)
	if done, err = s.claimDay(ctx, at); err != nil || !done {
		return r, false, err
	}
	if r, err = s.retain(ctx, at); err != nil {
		// Also when ctx has ended: the next one to ask is to take it up.
		if _, again := s.client.Throttle.Delete().Where(throttle.Subject(turn)).Exec(context.WithoutCancel(ctx)); again != nil {
			return r, false, fmt.Errorf("%w; it is taken up in a day only: %w", err, again)
		}
		return r, false, err
	}
	return r, true, nil
}

// turn is what the runs are counted under.
var turn = []byte("retention")

// claimDay reports whether nobody else has had a turn lately, and takes it then.
func (s *Service) claimDay(ctx context.Context, at time.Time) (mine bool, err error) {
	err = journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error {
		query := tx.Throttle.Query().Where(throttle.Subject(turn))
		query.Modify(lock)
		row, err := query.Only(ctx)
		switch {
		case ent.IsNotFound(err):
			mine = true
			return tx.Throttle.Create().SetSubject(turn).SetFullAt(at.Add(apart)).Exec(ctx)
		case err != nil || row.FullAt.After(at):
			return err
		}
		mine = true
		return tx.Throttle.UpdateOne(row).SetFullAt(at.Add(apart)).Exec(ctx)
	})
	if ent.IsConstraintError(err) { // another replica came first
		return false, nil
	}
	return mine && err == nil, err
}

func (s *Service) retain(ctx context.Context, at time.Time) (r Retained, err error) {
	rules, err := s.retention(ctx)
	if err != nil {
		return r, err
	}
	r.By = rules.from
	if err := s.NoteActivity(ctx, at); err != nil {
		return r, err
	}
	for last, more := 0, true; more && r.Told+r.Kept+r.Erased+r.Profiles < atMost; {
		some := Retained{}
		err := journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error {
			if err := s.accounts.OneByOne(ctx, tx); err != nil {
				return err
			}
			page, err := s.runningOut(ctx, tx.Client(), at, rules, last, lock)
			if err != nil || len(page) == 0 {
				more = false
				return err
			}
			last = page[len(page)-1].row.ID
			some, err = s.settle(ctx, tx, at, page)
			return err
		})
		if err == nil && some.Erased > 0 {
			err = s.records.Destroy(ctx, at)
		}
		if err != nil {
			return r, err
		}
		r.Told, r.Kept, r.Erased, r.Profiles = r.Told+some.Told, r.Kept+some.Kept, r.Erased+some.Erased, r.Profiles+some.Profiles
	}
	if before, given, err := rules.over(programme.RetentionConsents, at); err != nil {
		return r, err
	} else if given {
		if r.Consents, err = s.forgetConsents(ctx, before); err != nil {
			return r, err
		}
	}
	if before, given, err := rules.over(programme.RetentionAccesses, at); err != nil {
		return r, err
	} else if given {
		if r.Accesses, err = s.forgetAccesses(ctx, before); err != nil {
			return r, err
		}
	}
	r.Guardians, err = s.forgetGuardians(ctx, at)
	return r, err
}

// over is the instant before which a period has to have begun to be over; given is
// false when the rules give no such period.
func (r rulesInForce) over(kind programme.RetentionKind, at time.Time) (before time.Time, given bool, err error) {
	period, given := r.period(kind)
	if !given {
		return before, false, nil
	}
	day, err := period.Over(dayOf(at))
	if err != nil {
		return before, false, err
	}
	before, err = after(day)
	return before, true, err
}

// An expiring person is one whose profile runs out soon, or who was told that it
// does.
type expiring struct {
	row  *ent.Youth
	kind string          // of what ends the profile
	end  *programme.Date // the first day without it; nil: nothing says which
}

// consentEnded is the kind of the end of a profile whose period is not over.
const consentEnded = "CONSENT_ENDED"

// soon reports whether the profile runs out within the time of the notice.
func (e expiring) soon(at time.Time) bool {
	return e.end != nil && *e.end <= dayOf(at.AddDate(0, 0, notice))
}

// due reports whether it ran out and the person was told in time.
func (e expiring) due(at time.Time) bool {
	told := e.row.ExpiryToldAt
	return e.end != nil && *e.end <= dayOf(at) && told != nil && !told.AddDate(0, 0, notice).After(at)
}

// runningOut finds people whose profile may run out within the time of the notice,
// or who were told that it does, by their identifiers. Invented people are nobody.
// It takes four statements.
func (s *Service) runningOut(ctx context.Context, client *ent.Client, at time.Time, rules rulesInForce, last int, hold func(*sql.Selector)) ([]expiring, error) {
	reasons := []predicate.Youth{youth.ExpiryToldAtNotNil(), consentOver(dayOf(at.AddDate(0, 0, notice)))}
	for kind, inTeam := range map[programme.RetentionKind]predicate.Youth{
		programme.RetentionNeverInTeam: youth.Not(youth.HasMembers()), programme.RetentionParticipant: youth.HasMembers(),
	} {
		before, given, err := rules.over(kind, at.AddDate(0, 0, notice))
		if err != nil {
			return nil, err
		}
		if given {
			reasons = append(reasons, youth.And(inTeam, youth.Or(youth.ActiveOnLT(dayOf(before)), youth.And(youth.ActiveOnIsNil(), youth.RegisteredAtLT(before)))))
		}
	}
	query := client.Youth.Query().Where(youth.IDGT(last), youth.AccountIDNotNil(), youth.Invented(false), youth.Or(reasons...)).Order(youth.ByID()).Limit(together)
	query.Modify(hold)
	rows, err := query.All(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids, people := make([]int, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		ids[i], people[i] = row.ID, row.PersonID
	}
	seasons, err := lastSeasons(ctx, client, ids)
	if err != nil {
		return nil, err
	}
	consents, err := client.Consent.Query().Where(consent.PersonIDIn(people...), consent.PurposeEQ(programme.ConsentParticipation)).All(ctx)
	if err != nil {
		return nil, err
	}
	given := map[int][]programme.GivenConsent{}
	for _, c := range consents {
		one := programme.GivenConsent{EndsOn: c.EndsOn}
		if c.WithdrawnAt != nil {
			one.Withdrawn = new(dayOf(*c.WithdrawnAt))
		}
		given[c.PersonID] = append(given[c.PersonID], one)
	}
	page := make([]expiring, len(rows))
	for i, row := range rows {
		dates := programme.PersonDates{Registered: dayOf(row.RegisteredAt), LastActivity: row.ActiveOn}
		if in, some := seasons[row.ID]; some {
			dates.InTeam, dates.SeasonEnd = true, in.EndsOn
		}
		if dates.ConsentEnd, err = programme.ConsentEnd(given[row.PersonID]); err != nil {
			return nil, fmt.Errorf("the consents of young person %d: %w", row.ID, err)
		}
		expiry, err := programme.ExpiryOf(rules.periods, dates)
		if err != nil {
			return nil, fmt.Errorf("young person %d: %w", row.ID, err)
		}
		page[i] = expiring{row: row, kind: string(programme.RetentionNeverInTeam), end: expiry.Profile}
		if dates.InTeam {
			page[i].kind = string(programme.RetentionParticipant)
		}
		if dates.ConsentEnd != nil && expiry.Profile != nil && *dates.ConsentEnd == *expiry.Profile {
			page[i].kind = consentEnded
		}
	}
	return page, nil
}

// consentOver finds young people who consented to take part, and whose consents
// count no more after a day.
func consentOver(day programme.Date) predicate.Youth {
	return func(s *sql.Selector) {
		given := func(more ...*sql.Predicate) *sql.Selector {
			t := sql.Dialect(s.Dialect()).Table(consent.Table)
			of := sql.And(sql.ColumnsEQ(t.C(consent.FieldPersonID), s.C(youth.FieldPersonID)), sql.EQ(t.C(consent.FieldPurpose), programme.ConsentParticipation))
			return sql.Dialect(s.Dialect()).Select(t.C(consent.FieldID)).From(t).Where(sql.And(append(more, of)...))
		}
		t := sql.Table(consent.Table)
		s.Where(sql.And(
			sql.Exists(given()),
			sql.NotExists(given(sql.IsNull(t.C(consent.FieldWithdrawnAt)), sql.GTE(t.C(consent.FieldEndsOn), string(day)))),
		))
	}
}

// aSeason is one that a young person was in a team of.
type aSeason struct {
	Youth  int             `sql:"youth_id"`
	Year   int             `sql:"year"`
	EndsOn *programme.Date `sql:"ends_on"`
}

// lastSeasons are the last seasons of young people, of those who were in a team.
func lastSeasons(ctx context.Context, client *ent.Client, youths []int) (map[int]aSeason, error) {
	var all []aSeason
	err := client.Member.Query().Where(member.YouthIDIn(youths...)).Modify(func(q *sql.Selector) {
		projects, seasons := sql.Table(socialproject.Table), sql.Table(season.Table)
		q.Join(projects).On(q.C(member.FieldProjectID), projects.C(socialproject.FieldID))
		q.Join(seasons).On(projects.C(socialproject.FieldSeasonID), seasons.C(season.FieldID))
		q.Select(q.C(member.FieldYouthID), seasons.C(season.FieldYear), seasons.C(season.FieldEndsOn))
	}).Scan(ctx, &all)
	last := make(map[int]aSeason, len(all))
	for _, one := range all {
		if later, some := last[one.Youth]; !some || later.Year < one.Year {
			last[one.Youth] = one
		}
	}
	return last, err
}

// settle does what is to be done about people whose profile runs out.
func (s *Service) settle(ctx context.Context, tx *ent.Tx, at time.Time, page []expiring) (r Retained, err error) {
	accounts := make([]int, len(page))
	for i, e := range page {
		accounts[i] = *e.row.AccountID
	}
	used, err := s.accounts.Hold(ctx, tx, accounts...)
	if err != nil {
		return r, err
	}
	var tell, told, keep []int
	var erase []*ent.Youth
	for _, e := range page {
		since := e.row.ExpiryToldAt
		switch {
		case !e.soon(at):
			if since != nil {
				keep = append(keep, e.row.ID)
			}
		case since == nil:
			tell, told = append(tell, e.row.ID), append(told, *e.row.AccountID)
		case e.due(at) && (e.kind == consentEnded || !used[*e.row.AccountID].After(*since)): // or they came back just now
			erase = append(erase, e.row)
		}
	}
	r.Told, r.Kept = len(tell), len(keep)
	if len(keep) > 0 {
		if err := tx.Youth.Update().Where(youth.IDIn(keep...)).ClearExpiryToldAt().Exec(ctx); err != nil {
			return r, err
		}
	}
	if len(tell) > 0 {
		if err := tx.Youth.Update().Where(youth.IDIn(tell...)).SetExpiryToldAt(at).Exec(ctx); err != nil {
			return r, err
		}
		if err := s.accounts.TellAll(ctx, tx, told, programme.NoticeDataRunsOut); err != nil {
			return r, err
		}
	}
	if len(erase) == 0 {
		return r, nil
	}
	ids, accounts := make([]int, len(erase)), make([]int, len(erase))
	for i, row := range erase {
		ids[i], accounts[i] = row.ID, *row.AccountID
	}
	staying, err := s.accounts.Retire(ctx, tx, at, accounts...)
	if err != nil {
		return r, err
	}
	r.Erased, r.Profiles = len(erase)-len(staying), len(staying)
	if err := s.records.EraseProfiles(ctx, tx, staying...); err != nil {
		return r, err
	}
	return r, eraseProfiles(ctx, tx, at, ids...)
}

// ofErased finds the consents of people whose profile was erased before an instant.
func ofErased(before time.Time) predicate.Consent {
	return consent.Or(consent.HasPersonWith(person.ErasedAtLT(before)), func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(youth.Table)
		s.Where(sql.In(s.C(consent.FieldPersonID), sql.Dialect(s.Dialect()).Select(t.C(youth.FieldPersonID)).From(t).Where(sql.And(
			sql.IsNull(t.C(youth.FieldAccountID)), sql.EQ(t.C(youth.FieldInvented), false), sql.LT(t.C(youth.FieldProcessingStoppedAt), before)))))
	})
}

// aboutErased finds the accesses of which everybody was erased before an instant.
func aboutErased(before time.Time) predicate.DataAccess {
	return dataaccess.And(
		dataaccess.HasSubjectsWith(dataaccessperson.HasPersonWith(person.ErasedAtLT(before))),
		dataaccess.Not(dataaccess.HasSubjectsWith(dataaccessperson.HasPersonWith(person.Or(person.ErasedAtIsNil(), person.ErasedAtGTE(before))))),
	)
}

func (s *Service) forgetConsents(ctx context.Context, before time.Time) (int, error) {
	return s.forget(ctx, func(ctx context.Context, tx *ent.Tx) (int, error) {
		ids, err := tx.Consent.Query().Where(ofErased(before)).Order(consent.ByID()).Limit(together).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return 0, err
		}
		return tx.Consent.Delete().Where(consent.IDIn(ids...)).Exec(ctx)
	})
}

func (s *Service) forgetAccesses(ctx context.Context, before time.Time) (int, error) {
	return s.forget(ctx, func(ctx context.Context, tx *ent.Tx) (int, error) {
		ids, err := tx.DataAccess.Query().Where(aboutErased(before)).Order(dataaccess.ByID()).Limit(together).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return 0, err
		}
		if _, err := tx.DataAccessPerson.Delete().Where(dataaccessperson.AccessIDIn(ids...)).Exec(ctx); err != nil {
			return 0, err
		}
		return tx.DataAccess.Delete().Where(dataaccess.IDIn(ids...)).Exec(ctx)
	})
}

// forgetGuardians erases what is held of guardians who did not answer in time.
func (s *Service) forgetGuardians(ctx context.Context, at time.Time) (int, error) {
	late := guardianrequest.And(guardianrequest.CancelledAtIsNil(), guardianrequest.AnsweredAtIsNil(), guardianrequest.ExpiresAtLTE(at),
		guardianrequest.HasPersonWith(person.GuardianNotNil()))
	return s.forget(ctx, func(ctx context.Context, tx *ent.Tx) (int, error) {
		found, err := tx.GuardianRequest.Query().Where(late).Order(guardianrequest.ByID()).Limit(together).Select(guardianrequest.FieldPersonID).Ints(ctx)
		if err != nil || len(found) == 0 {
			return 0, err
		}
		// As lockPerson does: whoever asks another guardian right now comes first.
		accounts := tx.Account.Query().Where(account.PersonIDIn(found...)).Order(account.ByID())
		accounts.Modify(lock)
		if _, err := accounts.IDs(ctx); err != nil {
			return 0, err
		}
		held, err := tx.GuardianRequest.Query().Where(late, guardianrequest.PersonIDIn(found...)).Select(guardianrequest.FieldPersonID).Ints(ctx)
		if err != nil {
			return 0, err
		}
		return len(found), s.records.ForgetGuardians(ctx, tx, held...)
	})
}

// forget deletes some rows at a time until there are no more, or enough for a run.
func (s *Service) forget(ctx context.Context, some func(ctx context.Context, tx *ent.Tx) (int, error)) (all int, err error) {
	for n := together; n == together && all < atMost; all += n {
		err := journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) (err error) {
			n, err = some(ctx, tx)
			return err
		})
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// A RetentionReport says how much runs out by when, and names nobody.
type RetentionReport struct {
	By    string // whose periods
	Lines []RetentionLine
}

// RetentionLine is how much of one kind a run would erase today, and how much more
// runs out within 30 days: of people those as well who are still to be told.
type RetentionLine struct {
	Kind        string
	Today, Soon int
}

// ReportRetention tells what runs out at an instant and within 30 days. It changes
// nothing.
func (s *Service) ReportRetention(ctx context.Context, at time.Time) (*RetentionReport, error) {
	ctx = viewer.AsSystem(ctx)
	rules, err := s.retention(ctx)
	if err != nil {
		return nil, err
	}
	report := &RetentionReport{By: rules.from, Lines: []RetentionLine{
		{Kind: string(programme.RetentionNeverInTeam)}, {Kind: string(programme.RetentionParticipant)}, {Kind: consentEnded},
	}}
	for last := 0; ; {
		page, err := s.runningOut(ctx, s.client, at, rules, last, func(*sql.Selector) {})
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		last = page[len(page)-1].row.ID
		for _, e := range page {
			line := &report.Lines[slices.IndexFunc(report.Lines, func(l RetentionLine) bool { return l.Kind == e.kind })]
			if e.due(at) {
				line.Today++
			} else if e.soon(at) {
				line.Soon++
			}
		}
	}
	for _, rows := range []struct {
		kind  programme.RetentionKind
		count func(before time.Time) (int, error)
	}{
		{programme.RetentionConsents, func(before time.Time) (int, error) {
			return s.client.Consent.Query().Where(ofErased(before)).Count(ctx)
		}},
		{programme.RetentionAccesses, func(before time.Time) (int, error) {
			return s.client.DataAccess.Query().Where(aboutErased(before)).Count(ctx)
		}},
	} {
		line := RetentionLine{Kind: string(rows.kind)}
		for _, when := range []struct {
			at time.Time
			n  *int
		}{{at, &line.Today}, {at.AddDate(0, 0, notice), &line.Soon}} {
			before, given, err := rules.over(rows.kind, when.at)
			if err != nil {
				return nil, err
			}
			if given {
				if *when.n, err = rows.count(before); err != nil {
					return nil, err
				}
			}
		}
		line.Soon -= line.Today
		report.Lines = append(report.Lines, line)
	}
	return report, nil
}

// WriteTo writes the report for people to read.
func (r *RetentionReport) WriteTo(w io.Writer) (int64, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "What runs out, by %s\n%-14s  %10s  %14s\n", r.By, "", "today", "within 30 days")
	for _, line := range r.Lines {
		fmt.Fprintf(&text, "%-14s  %10d  %14d\n", line.Kind, line.Today, line.Soon)
	}
	n, err := io.WriteString(w, text.String())
	return int64(n), err
}
