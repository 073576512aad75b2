package account

import (
	"bytes"
	"context"
	"net/netip"
	"slices"
	"time"

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

// attempt is a kind of action that is throttled: by what it is about from where it
// comes from, by what it is about from anywhere, and by where it comes from alone.
// So a stranger uses up their own attempts about a person and not the person's; a
// school or a village may share one address. A pace that is zero is not counted.
type attempt struct {
	name                 string
	near, about, address pace
}

// Whoever gives a role sends somebody a message: inviting bounds those to one
// address, appointing those by one person. Of links only wrong ones are counted.
var (
	signingIn    = attempt{"sign in", pace{10, time.Minute}, pace{100, 10 * time.Second}, pace{100, 5 * time.Second}}
	confirming   = attempt{"confirm password", pace{10, time.Minute}, pace{30, time.Minute}, pace{}}
	givingFactor = attempt{"second factor", pace{5, 5 * time.Minute}, pace{20, 5 * time.Minute}, pace{100, 5 * time.Second}}
	askingMail   = attempt{"mail", pace{5, 20 * time.Minute}, pace{20, 10 * time.Minute}, pace{60, time.Minute}}
	usingLink    = attempt{"link", pace{}, pace{}, pace{30, 30 * time.Second}}
	inviting     = attempt{"invite", pace{}, pace{5, 20 * time.Minute}, pace{}}
	appointing   = attempt{"appoint", pace{}, pace{200, 10 * time.Second}, pace{}}
)

// limits are the paces of an attempt about a subject, each by what it is counted
// under.
func (s *Service) limits(ctx context.Context, kind attempt, subject string) map[string]pace {
	from := network(viewer.ClientOf(ctx).Address())
	limits := make(map[string]pace, 3)
	for what, pace := range map[string]pace{
		"about\x00" + subject:                        kind.about,
		"near\x00" + subject + "\x00from\x00" + from: kind.near,
		"from\x00" + from:                            kind.address,
	} {
		if pace.burst > 0 && (from != "" || what == "about\x00"+subject) {
			limits[string(s.Key.keyed(kind.name+"\x00"+what))] = pace
		}
	}
	return limits
}

// throttle counts one attempt about a subject, from the client's address. It
// refuses as THROTTLED, and tells the client how long to wait.
func (s *Service) throttle(ctx context.Context, kind attempt, subject string) error {
	for tries := 0; ; tries++ {
		err := journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
			return s.throttleWithin(ctx, tx, kind, subject)
		})
		if !ent.IsConstraintError(err) || tries == 2 { // another replica met the subject first
			return err
		}
	}
}

// throttleWithin is throttle in a transaction, which a refusal undoes.
func (s *Service) throttleWithin(ctx context.Context, tx *ent.Tx, kind attempt, subject string) error {
	wait, err := count(ctx, tx, s.limits(ctx, kind, subject))
	if err != nil || wait == 0 {
		return err
	}
	client := viewer.ClientOf(ctx)
	s.Logger.WarnContext(ctx, "too many attempts", "kind", kind.name, "client", client.Address())
	wait = wait.Truncate(time.Second) + time.Second
	client.RetryAfter(wait)
	return &programme.Refusal{Code: programme.RefusedThrottled, Amount: int(wait.Seconds())}
}

// network is what of an address is counted: a household has all of an IPv6 /64.
// It is empty when the address is not known.
func network(address netip.Addr) string {
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	if !address.IsValid() {
		return ""
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
	query.Modify(lock)
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

// forgive forgets the attempts about a subject from where the client is, once one
// was right.
func (s *Service) forgive(ctx context.Context, tx *ent.Tx, kind attempt, subject string) error {
	kind.address = pace{} // others may be there
	var subjects [][]byte
	for subject := range s.limits(ctx, kind, subject) {
		subjects = append(subjects, []byte(subject))
	}
	_, err := tx.Throttle.Delete().Where(throttle.SubjectIn(subjects...)).Exec(ctx)
	return err
}
