package people

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/dataaccess"
	"zhas/ent/youth"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// BreachReport is what somebody saw of people in a window of time: what a breach
// that they had a hand in may have disclosed.
type BreachReport struct {
	Account     int       // of who looked
	From, Until time.Time // Until is not part of the window
	Accesses    int       // answers that showed something
	People      []Disclosed
	// Due is until when the authorised body has to be told; DueUnknown says why
	// that is not known.
	Due        *programme.NotificationDue
	DueUnknown string
}

// Disclosed is one person of whom something was seen. It names nobody: who they
// are is read in the application, which puts that on record too.
type Disclosed struct {
	Person  int  // identifier of the Person
	Youth   *int // of the profile, where there is one
	Account *int // where there is one
	Fields  []programme.PersonalField
	Last    time.Time // when something was seen for the last time
}

// ReportBreach reports what somebody saw in a window, for a breach that was
// discovered at an instant. They are named by their address or, as of who was erased
// there is none, by the number of their account, which the journal has. It is for
// those who look after the server; it refuses as NOT_FOUND when there is no such
// account.
func (s *Service) ReportBreach(ctx context.Context, actor string, from, until, discovered time.Time) (*BreachReport, error) {
	ctx = viewer.AsSystem(ctx)
	of, err := strconv.Atoi(actor)
	if err == nil {
		if known, err := s.client.Account.Query().Where(account.ID(of)).Exist(ctx); err != nil {
			return nil, err
		} else if !known {
			return nil, programme.Refuse(programme.RefusedNotFound, "account")
		}
	} else {
		who, err := s.accounts.ByAddress(ctx, actor)
		if err != nil {
			return nil, err
		}
		of = who.ID
	}
	accesses, err := s.client.DataAccess.Query().Where(dataaccess.AccountID(of), dataaccess.ReadAtGTE(from), dataaccess.ReadAtLT(until)).
		Order(dataaccess.ByReadAt(), dataaccess.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	report := &BreachReport{Account: of, From: from, Until: until, Accesses: len(accesses)}
	if report.People, err = s.disclosed(ctx, accesses); err != nil {
		return nil, err
	}
	due, err := programme.NotificationDueAfter(discovered)
	switch {
	case errors.Is(err, programme.ErrCalendarEnds):
		report.DueUnknown = err.Error()
	case err != nil:
		return nil, err
	default:
		report.Due = &due
	}
	return report, nil
}

// disclosed are the people of accesses, the one seen first first.
func (s *Service) disclosed(ctx context.Context, accesses []*ent.DataAccess) ([]Disclosed, error) {
	places := map[int]int{}
	var all []Disclosed
	for _, access := range accesses {
		for _, person := range access.People {
			place, known := places[person]
			if !known {
				place = len(all)
				places[person] = place
				all = append(all, Disclosed{Person: person})
			}
			d := &all[place]
			d.Last = access.ReadAt
			d.Fields = slices.Compact(slices.Sorted(slices.Values(append(d.Fields, access.Fields...))))
		}
	}
	for some := range slices.Chunk(all, 1000) {
		ids := make([]int, len(some))
		for i, d := range some {
			ids[i] = d.Person
		}
		youths, err := s.client.Youth.Query().Where(youth.PersonIDIn(ids...)).Select(youth.FieldID, youth.FieldPersonID).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, row := range youths {
			all[places[row.PersonID]].Youth = &row.ID
		}
		accounts, err := s.client.Account.Query().Where(account.PersonIDIn(ids...)).Select(account.FieldID, account.FieldPersonID).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, row := range accounts {
			all[places[row.PersonID]].Account = &row.ID
		}
	}
	return all, nil
}

// WriteTo writes the report for people to read.
func (r *BreachReport) WriteTo(w io.Writer) (int64, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "What account %d saw of sealed personal data from %s until %s\n", r.Account, r.From.Format(time.RFC3339), r.Until.Format(time.RFC3339))
	fmt.Fprintf(&text, "answers: %d, people: %d\n", r.Accesses, len(r.People))
	switch {
	case r.Due == nil:
		fmt.Fprintf(&text, "when the authorised body has to be told is not known: %s\n", r.DueUnknown)
	case r.Due.Announced:
		fmt.Fprintf(&text, "the authorised body has to be told by the end of %s (make sure that no order has moved a day off until then)\n", r.Due.Day)
	default:
		fmt.Fprintf(&text, "the authorised body has to be told by the end of %s\n", r.Due.Day)
	}
	for _, d := range r.People {
		fields := make([]string, len(d.Fields))
		for i, field := range d.Fields {
			fields[i] = string(field)
		}
		fmt.Fprintf(&text, "person %d%s%s: %s, last %s\n", d.Person, named("youth", d.Youth), named("account", d.Account),
			strings.Join(fields, " "), d.Last.Format(time.RFC3339))
	}
	n, err := io.WriteString(w, text.String())
	return int64(n), err
}

func named(what string, id *int) string {
	if id == nil {
		return ""
	}
	return fmt.Sprintf(" (%s %d)", what, *id)
}
