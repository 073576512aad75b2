package account

import (
	"bytes"
	"context"
	"net/netip"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/throttle"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// pace is how often something may be tried: burst times at once, and once more
// after each interval.
type pace struct {
	burst    int
	interval time.Duration
}

// attempt is a kind of action that is throttled, by what it is about, if that
// can be guessed, and by where it comes from. A school or a village may share one
// address.
type attempt struct {
	name           string
	about, address pace
}

var (
	signingIn    = attempt{"sign in", pace{10, time.Minute}, pace{100, 5 * time.Second}}
	givingFactor = attempt{"second factor", pace{5, 5 * time.Minute}, pace{100, 5 * time.Second}}
	askingMail   = attempt{"mail", pace{5, 20 * time.Minute}, pace{30, 2 * time.Minute}}
	usingLink    = attempt{"link", pace{}, pace{30, 30 * time.Second}} // that is wrong
)

// throttle counts one attempt about a subject, from the client's address. It
// refuses as THROTTLED, and tells the client how long to wait.
func (s *Service) throttle(ctx context.Context, kind attempt, subject string) error {
	limits := make(map[string]pace)
	if kind.about.burst > 0 {
		limits[string(s.Key.keyed(kind.name+"\x00about\x00"+subject))] = kind.about
	}
	if address := viewer.ClientOf(ctx).Address(); address.IsValid() {
		limits[string(s.Key.keyed(kind.name+"\x00from\x00"+network(address)))] = kind.address
	}
	var wait time.Duration
	for tries := 0; ; tries++ {
		err := journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
			wait, err = count(ctx, tx, limits)
			return err
		})
		if err == nil {
			break
		}
		if !ent.IsConstraintError(err) || tries == 2 { // another replica met the subject first
			return err
		}
	}
	if wait == 0 {
		return nil
	}
	wait = wait.Truncate(time.Second) + time.Second
	viewer.ClientOf(ctx).RetryAfter(wait)
	return &programme.Refusal{Code: programme.RefusedThrottled, Amount: int(wait.Seconds())}
}

// network is what of an address is counted: a household has all of an IPv6 /64.
func network(address netip.Addr) string {
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}

// count adds an attempt to each subject, or to none when one of them is used
// up; wait is then how long until it is not.
func count(ctx context.Context, tx *ent.Tx, limits map[string]pace) (wait time.Duration, err error) {
	subjects := make([][]byte, 0, len(limits))
	for subject := range limits {
		subjects = append(subjects, []byte(subject))
	}
	slices.SortFunc(subjects, bytes.Compare)
	query := tx.Throttle.Query().Where(throttle.SubjectIn(subjects...)).Order(throttle.ByID())
	query.Modify(func(s *sql.Selector) {
		if s.Dialect() == dialect.Postgres { // SQLite has one writer at a time
			s.ForUpdate()
		}
	})
	known, err := query.All(ctx)
	if err != nil {
		return 0, err
	}
	at := now()
	met := make(map[string]*ent.Throttle, len(known))
	for _, row := range known {
		met[string(row.Subject)] = row
		limit := limits[string(row.Subject)]
		room := time.Duration(limit.burst-1) * limit.interval
		wait = max(wait, row.FullAt.Sub(at)-room)
	}
	if wait > 0 {
		return wait, nil
	}
	for _, subject := range subjects {
		interval := limits[string(subject)].interval
		row := met[string(subject)]
		switch {
		case row == nil:
			err = tx.Throttle.Create().SetSubject(subject).SetFullAt(at.Add(interval)).Exec(ctx)
		case row.FullAt.Before(at):
			err = tx.Throttle.UpdateOne(row).SetFullAt(at.Add(interval)).Exec(ctx)
		default:
			err = tx.Throttle.UpdateOne(row).SetFullAt(row.FullAt.Add(interval)).Exec(ctx)
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// forgive forgets the attempts about a subject, once one was right.
func (s *Service) forgive(ctx context.Context, tx *ent.Tx, kind attempt, subject string) error {
	_, err := tx.Throttle.Delete().Where(throttle.Subject(s.Key.keyed(kind.name + "\x00about\x00" + subject))).Exec(ctx)
	return err
}
